package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strings"
)

// mutant is one small mistake in a function: the bytes [from, to) of its file
// become others.
type mutant struct {
	file     string
	line     int
	in       *ast.FuncDecl
	from, to int
	text     string
	// name tells the mistake by the function and the text that changes, and so
	// stays the same when lines move. No two mutants of a package share one.
	name string
}

func (m mutant) where() string { return fmt.Sprintf("%s:%d", filepath.Base(m.file), m.line) }

// source is a file of the package and the mutants in it, function by function.
type source struct {
	file        string
	packageName string
	content     []byte
	files       *token.FileSet
	mutants     []mutant
}

func (s *source) offset(at token.Pos) int { return s.files.Position(at).Offset }

// text is what stands there.
func (s *source) text(from, to token.Pos) string {
	return string(s.content[s.offset(from):s.offset(to)])
}

// readPackage reads the package's files, tests left out, and makes all mutants.
func readPackage(dir string) (name string, sources []*source, err error) {
	files, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		return "", nil, err
	}
	seen := map[string]int{}
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		content, err := os.ReadFile(file)
		if err != nil {
			return "", nil, err
		}
		s, err := makeMutants(file, content)
		if err != nil {
			return "", nil, err
		}
		name = s.packageName
		number(s.mutants, seen)
		sources = append(sources, s)
	}
	return name, sources, nil
}

func makeMutants(file string, content []byte) (*source, error) {
	s := &source{file: file, content: content, files: token.NewFileSet()}
	parsed, err := parser.ParseFile(s.files, file, content, parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	s.packageName = parsed.Name.Name
	for _, decl := range parsed.Decls {
		if f, ok := decl.(*ast.FuncDecl); ok && f.Body != nil && f.Name.Name != "init" {
			m := maker{source: s, in: f}
			m.returnEarly()
			ast.Inspect(f.Body, m.visit)
		}
	}
	return s, nil
}

// functionName is Type.method or function.
func functionName(f *ast.FuncDecl) string {
	if f.Recv == nil {
		return f.Name.Name
	}
	receiver := f.Recv.List[0].Type
	for {
		switch t := receiver.(type) {
		case *ast.StarExpr:
			receiver = t.X
		case *ast.IndexExpr:
			receiver = t.X
		case *ast.IndexListExpr:
			receiver = t.X
		case *ast.Ident:
			return t.Name + "." + f.Name.Name
		default:
			return f.Name.Name
		}
	}
}

// number tells mutants of the same name apart by their order.
func number(mutants []mutant, seen map[string]int) {
	for i := range mutants {
		name := mutants[i].name
		if seen[name]++; seen[name] > 1 {
			mutants[i].name = fmt.Sprintf("%s #%d", name, seen[name])
		}
	}
}
