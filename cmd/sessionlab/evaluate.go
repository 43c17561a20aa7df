package main

import (
	"context"
	"fmt"
	"io"

	"concurrentsessions/internal/evaluate"
)

type evaluateCommand struct {
	organisation
	Sources []string `placeholder:"NAME" help:"Only these sources; all five if not given."`
}

func (c *evaluateCommand) Run(ctx context.Context, out io.Writer) error {
	plan, err := c.plan()
	if err != nil {
		return err
	}
	sources, err := namedSources(c.Sources)
	if err != nil {
		return err
	}
	r, err := evaluate.Simulated(ctx, plan, sources)
	if err != nil {
		return err
	}
	for _, s := range r.Sources {
		fmt.Fprintln(out, "==", s.Name, "events", s.Events, "attacks", len(s.Attacks))
		for m := range evaluate.NumMethods {
			a := &s.Methods[m]
			rc, ra := s.Recall(evaluate.FoundBy(m)), s.RecallOfAll(evaluate.FoundBy(m))
			fmt.Fprintf(out, "%-10s reach %d/%d %.3f all %.3f alerts %d false %d /1000ud %.2f %v\n", m, rc.Of, rc.All, rc.Value(), ra.Value(), a.All, a.Wrong(), s.PerThousand(a.Wrong()), a.False)
		}
		pub := s.Methods[evaluate.Published].Wrong()
		for v := range evaluate.NumVariants {
			p, ok := s.AtRecall(v)
			fmt.Fprintf(out, "%v: %v least %d recall %.3f false %d ratio %.3f %v\n", v, ok, p.Least, p.Recall.Value(), p.False, float64(p.False)/float64(pub), s.Scores[v].Above(p.Least))
			for _, q := range s.Curve(v) {
				if q.Least%5 == 0 {
					fmt.Fprintf(out, " %d:%.2f/%d", q.Least, q.Recall.Value(), q.False)
				}
			}
			fmt.Fprintln(out)
		}
	}
	return nil
}
