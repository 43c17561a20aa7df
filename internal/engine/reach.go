package engine

import "concurrentsessions/internal/epoch"

// Reach is when a sighting of the episode's key has to be seen, at least in
// part, to be one of its members, both ends included.
func (p *Plan) Reach(e *Episode) (from, to epoch.Micros) {
	switch p.Mode {
	case Tumbling:
		return e.End - p.Window, e.End - 1
	case Endless:
		return epoch.Min, epoch.Forever
	}
	return e.Trigger - p.Window, e.End
}
