package evaluate

import (
	"encoding/json"
	"fmt"
	"io"
)

// Save writes the result, to be read by Load: simulating takes minutes,
// printing none.
func (r *Result) Save(out io.Writer) error { return json.NewEncoder(out).Encode(r) }

// Load reads a result that Save has written with the same rules of the score
// and the same sources.
func Load(in io.Reader) (*Result, error) {
	var r Result
	if err := json.NewDecoder(in).Decode(&r); err != nil {
		return nil, fmt.Errorf("load result: %w", err)
	}
	for _, s := range r.Sources {
		now := newSource(s.Name)
		if len(s.Sweeps) != len(now.Sweeps) || len(s.Evidence.Without) != len(now.Evidence.Without) {
			return nil, fmt.Errorf("load result: %s was judged by another version; judge it again", s.Name)
		}
		for _, a := range s.Attacks {
			if len(a.Without) != len(now.Evidence.Without) || len(a.Swept) != len(now.Sweeps) {
				return nil, fmt.Errorf("load result: %s has an attack without its outcome; judge it again", s.Name)
			}
		}
	}
	return &r, nil
}
