package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
)

// oneCore are the streams of BenchmarkRows with what a row may take.
var oneCore = []struct {
	stream, words string
	most          float64
}{
	{"3", "3 columns", 60},
	{"5", "5 columns", 80},
	{"50of4", "50 columns of which 4 are needed", 120},
	{"recorded", "the recorded 48-column stream", 150},
}

const rowsCommand = "go test -run ^$ -bench ^BenchmarkRows$ ./internal/detect"

// measureRows asks the benchmark of package detect, on one core.
func measureRows(ctx context.Context, l *lab) ([]Line, error) {
	args := strings.Fields(rowsCommand)[1:]
	args = append(args, "-cpu", "1", "-count", strconv.Itoa(l.rounds))
	if l.short {
		args = append(args, "-benchtime", "1x")
	}
	cmd := exec.CommandContext(ctx, "go", args...)
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("%s: %w; it printed: %s", rowsCommand, err, out)
	}
	best := bestOf(out, "best-ns/row")
	var lines []Line
	for _, c := range oneCore {
		line := Line{
			Work: "one core, scan and observe: " + c.words, Unit: "ns a row", Target: atMost(c.most),
			Command: rowsCommand + " -cpu 1",
		}
		var measured bool
		if line.Figure, measured = best["BenchmarkRows/"+c.stream]; !measured {
			line.Missing = "the stream is not kept beside the checkout"
		}
		line.Ours = figure(line.Figure, line.Unit)
		lines = append(lines, line)
	}
	return lines, nil
}

// bestOf gives the least value of the unit for each benchmark.
func bestOf(output []byte, unit string) map[string]float64 {
	best := map[string]float64{}
	lines := bufio.NewScanner(bytes.NewReader(output))
	for lines.Scan() {
		words := strings.Fields(lines.Text())
		for i := 2; i+1 < len(words); i += 2 {
			value, err := strconv.ParseFloat(words[i], 64)
			if words[i+1] != unit || err != nil {
				continue
			}
			if had, ok := best[words[0]]; !ok || value < had {
				best[words[0]] = value
			}
		}
	}
	return best
}
