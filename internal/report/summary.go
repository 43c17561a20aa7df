package report

import (
	"cmp"
	"slices"
)

// ranked is a name with the number of findings that have it. Percent is that of
// the largest.
type ranked struct {
	Name           string
	Count, Percent int
}

// bar is one column of the score distribution: the findings with scores from
// Low to High. Percent is that of the highest column, Rest what is above it.
type bar struct {
	Low, High, Count, Percent, Rest int
	Level                           string
}

// summary is what the page says of all findings, before any script runs.
type summary struct {
	Sources                     []Source
	Findings, Interleaved, Open int
	Users                       int
	Highest                     int
	Scores                      []bar
	TopUsers, TopOrigins        []ranked
	Profiles                    []Source // those with findings, to choose from
}

// levels are the names of the style's colours for each column.
var levels = [...]string{"low", "low", "low", "low", "medium", "medium", "high", "high", "very-high", "very-high"}

// topCount is how many users and networks the summary names.
const topCount = 8

func summarise(p *Page) summary {
	s := summary{Findings: len(p.Findings), Scores: make([]bar, len(levels))}
	for i := range s.Scores {
		s.Scores[i] = bar{Low: i*10 + 1, High: i*10 + 10, Level: levels[i]}
	}
	users, origins := map[string]int{}, map[string]int{}
	titles, found := map[string]string{}, map[string]int{}
	for i := range p.Findings {
		f := &p.Findings[i]
		if f.Interleaved {
			s.Interleaved++
		}
		if f.Ongoing {
			s.Open++
		}
		s.Highest = max(s.Highest, f.Score)
		s.Scores[min(max(f.Score-1, 0)/10, len(levels)-1)].Count++
		if f.User != "" {
			users[field(f.User)]++
		}
		// Each origin once, however often the caller names it.
		for _, origin := range slices.Compact(slices.Sorted(slices.Values(f.Origins))) {
			origins[field(origin)]++
		}
		titles[f.Profile] = f.ProfileTitle
		found[f.Profile]++
	}
	largest := 0
	for _, b := range s.Scores {
		largest = max(largest, b.Count)
	}
	for i := range s.Scores {
		s.Scores[i].Percent = percent(s.Scores[i].Count, largest)
		s.Scores[i].Rest = 100 - s.Scores[i].Percent
	}
	s.Users = len(users)
	s.TopUsers, s.TopOrigins = rank(users, topCount), rank(origins, topCount)
	for _, source := range p.Sources {
		s.Sources = append(s.Sources, source.shown())
	}
	for profile, title := range titles {
		s.Profiles = append(s.Profiles, Source{Profile: field(profile), Title: field(title), Findings: uint64(found[profile])})
	}
	slices.SortFunc(s.Profiles, func(a, b Source) int { return cmp.Compare(a.Profile, b.Profile) })
	return s
}

// shown is the source with its text made ready to be shown.
func (s Source) shown() Source {
	s.Profile, s.Title = field(s.Profile), field(s.Title)
	skipped := make([]Skip, len(s.Skipped))
	for i, skip := range s.Skipped {
		skipped[i] = Skip{field(skip.Reason), skip.Rows}
	}
	s.Skipped = skipped
	return s
}

// rank gives the names with the most findings, at most n, and equals by name.
func rank(counts map[string]int, n int) []ranked {
	list := make([]ranked, 0, len(counts))
	for name, count := range counts {
		list = append(list, ranked{Name: name, Count: count})
	}
	slices.SortFunc(list, func(a, b ranked) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Name, b.Name))
	})
	list = list[:min(n, len(list))]
	for i := range list {
		list[i].Percent = percent(list[i].Count, list[0].Count)
	}
	return list
}

// percent is part of whole, at least 1 if there is a part at all.
func percent(part, whole int) int {
	if part == 0 || whole == 0 {
		return 0
	}
	return max(part*100/whole, 1)
}
