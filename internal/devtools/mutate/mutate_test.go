package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A package with one good test and one missing one.
const (
	code = `package p

import "sort"

type stack[T any] struct{ of []T }

func (s *stack[T]) push(v T) { s.of = append(s.of, v) }

func least(_ string, values ...int) (smallest int) {
	if len(values) < 1 {
		return 0
	}
	sort.Ints(values)
	return values[0]
}

func count(n int) (c int) {
	for ; n > 0; n-- {
		c++
	}
	return c
}

func untested(n int) int { return n + 1 }

func capacity(n int) []int { return make([]int, 0, 2*n) }
`
	tests = `package p

import "testing"

func TestLeast(t *testing.T) {
	var s stack[int]
	s.push(3)
	s.push(2)
	if least("", s.of...) != 2 || least("") != 0 || least("", 7) != 7 || len(capacity(3)) != 0 || count(3) != 3 {
		t.Fatal("not the least")
	}
}
`
	explanations = `# what no test can notice
because a capacity is no result
capacity: 2*n -> 2/n
capacity: 2 -> 3
capacity: 2 -> 1
`
)

func write(t *testing.T, dir, name, content string) string {
	t.Helper()
	file := filepath.Join(dir, name)
	if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

func TestSurvivorsAreTold(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "go.mod", "module p\n\ngo 1.26\n")
	write(t, dir, "p.go", code)
	write(t, dir, "p_test.go", tests)
	explained := write(t, dir, "mutants.txt", explanations+"because it is gone\nleast: gone\n")
	var out bytes.Buffer
	err := run(t.Context(), []string{"-dir", dir, "-list", explained}, &out)
	if err == nil {
		t.Error("no error, though mutants survived")
	}
	for _, want := range []string{
		"survived  p.go:24: untested: n + 1 -> n - 1\n",
		"survived  p.go:24: untested: returns at once\n",
		" 1 timed out, ",
		"file      p.go: 35 mutants: ",
		"unknown   least: gone, in the list\n",
	} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("%q is missing", want)
		}
	}
	for _, noticed := range []string{"least: returns", "push", "sort.Ints", "2*n", "2 -> "} {
		if strings.Contains(strings.ReplaceAll(out.String(), "unknown   least: gone", ""), noticed) {
			t.Errorf("%q survived", noticed)
		}
	}
	if t.Failed() {
		t.Log(out.String())
	}
}

func TestListNeedsReasons(t *testing.T) {
	for content, want := range map[string]string{
		"f: a -> b\n":                          "without a reason",
		"because x\nf: a -> b\nf: a -> b\n":    "twice",
		"# no mutants\n\nbecause x\nf: a -> b": "",
	} {
		_, err := parseList("list", content)
		if got := err != nil; got != (want != "") || got && !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", content, err, want)
		}
	}
}
