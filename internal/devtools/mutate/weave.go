package main

import (
	"fmt"
	"go/ast"
	"strings"
)

// All mutants are compiled at once: each is a copy of its function, with the
// mistake in it, and the function itself begins by asking whether one of its
// copies is to run in its place. Which one is told by the environment.

// variable is the environment variable with the number of the mutant that runs,
// from 1 on.
const variable = "MUTANT"

// switchboard is the file that is added to the package.
func switchboard(packageName string) string {
	return "package " + packageName + `

import (
	"os"
	"strconv"
)

var mutantThatRuns, _ = strconv.Atoi(os.Getenv("` + variable + `"))
`
}

// weave gives the file with copies for the mutants that are numbered.
func (s *source) weave(numbers map[string]int) string {
	var woven, copies strings.Builder
	at := 0 // what is before was written
	for rest := s.mutants; len(rest) > 0; {
		n := 1
		for n < len(rest) && rest[n].in == rest[0].in {
			n++
		}
		f := function{s, rest[0].in}
		branches := ""
		for _, m := range rest[:n] {
			if number := numbers[m.name]; number > 0 {
				branches += f.branch(number)
				copies.WriteString(f.copy(m, number))
			}
		}
		rest = rest[n:]
		if branches != "" {
			header, body := s.offset(f.Pos()), s.offset(f.Body.Lbrace)+1
			woven.Write(s.content[at:header])
			woven.WriteString(f.header(f.Name.Name) + "{ switch mutantThatRuns {" + branches + "};")
			at = body
		}
	}
	woven.Write(s.content[at:])
	return woven.String() + copies.String()
}

// function is a function with its source.
type function struct {
	*source
	*ast.FuncDecl
}

// copy is the function under another name, with the mistake in it. The compiler
// finds fault with a file of the mutant's number.
func (f function) copy(m mutant, number int) string {
	body := f.offset(f.Body.Lbrace)
	return fmt.Sprintf("\n//line mutant%d:1\n%s", number, f.header(f.nameOf(number))) +
		string(f.content[body:m.from]) + m.text + string(f.content[m.to:f.offset(f.Body.Rbrace)+1]) + "\n"
}

func (f function) nameOf(number int) string { return fmt.Sprintf("%sMutant%d", f.Name.Name, number) }

// branch calls the copy.
func (f function) branch(number int) string {
	call := f.nameOf(number)
	if f.Recv != nil {
		call = nameOf(f.Recv.List[0], 0, "receiver") + "." + call
	} else if f.Type.TypeParams != nil {
		call += "[" + strings.Join(f.names(f.Type.TypeParams, "T"), ", ") + "]"
	}
	arguments := strings.Join(f.names(f.Type.Params, "parameter"), ", ")
	if list := f.Type.Params.List; len(list) > 0 {
		if _, ok := list[len(list)-1].Type.(*ast.Ellipsis); ok {
			arguments += "..."
		}
	}
	call += "(" + arguments + ")"
	if f.Type.Results == nil {
		return fmt.Sprintf(" case %d: %s; return;", number, call)
	}
	return fmt.Sprintf(" case %d: return %s;", number, call)
}

// header is all up to the body, with a name for every parameter.
func (f function) header(name string) string {
	h := "func "
	if f.Recv != nil {
		h += "(" + f.list(f.Recv, "receiver") + ") "
	}
	h += name
	if f.Type.TypeParams != nil {
		h += "[" + f.list(f.Type.TypeParams, "T") + "]"
	}
	h += "(" + f.list(f.Type.Params, "parameter") + ") "
	if r := f.Type.Results; r != nil {
		h += f.text(r.Pos(), r.End()) + " "
	}
	return h
}

func (f function) list(fields *ast.FieldList, otherwise string) string {
	var parts []string
	n := 0
	for _, field := range fields.List {
		for i := range max(1, len(field.Names)) {
			parts = append(parts, nameOf(field, i, fmt.Sprint(otherwise, n))+" "+f.text(field.Type.Pos(), field.Type.End()))
			n++
		}
	}
	return strings.Join(parts, ", ")
}

func (f function) names(fields *ast.FieldList, otherwise string) (names []string) {
	for _, field := range fields.List {
		for i := range max(1, len(field.Names)) {
			names = append(names, nameOf(field, i, fmt.Sprint(otherwise, len(names))))
		}
	}
	return names
}

// nameOf is the field's i-th name, or the other if it has none that can be used.
func nameOf(field *ast.Field, i int, otherwise string) string {
	if i < len(field.Names) && field.Names[i].Name != "_" {
		return field.Names[i].Name
	}
	return otherwise
}
