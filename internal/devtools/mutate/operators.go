package main

import (
	"go/ast"
	"go/token"
	"strconv"
	"strings"
)

// maker makes the mutants of one function.
type maker struct {
	*source
	in *ast.FuncDecl
}

// add makes the mutant that has text in the place of [from, to). The name tells
// the change of the node around it.
func (m *maker) add(around ast.Node, from, to token.Pos, text string) {
	before := m.text(around.Pos(), around.End())
	after := m.text(around.Pos(), from) + text + m.text(to, around.End())
	m.make(from, to, text, oneLine(before)+" -> "+oneLine(after))
}

func (m *maker) make(from, to token.Pos, text, change string) {
	m.mutants = append(m.mutants, mutant{
		file: m.file, line: m.files.Position(from).Line, in: m.in,
		from: m.offset(from), to: m.offset(to), text: text,
		name: functionName(m.in) + ": " + change,
	})
}

func oneLine(text string) string {
	if text = strings.Join(strings.Fields(text), " "); text == "" {
		return "nothing"
	}
	return text
}

// swaps are the mistakes for each operator: the bound moved by one, the
// opposite, and the neighbour of the same kind.
var swaps = map[token.Token][]token.Token{
	token.LSS:  {token.LEQ, token.GEQ},
	token.LEQ:  {token.LSS, token.GTR},
	token.GTR:  {token.GEQ, token.LEQ},
	token.GEQ:  {token.GTR, token.LSS},
	token.EQL:  {token.NEQ},
	token.NEQ:  {token.EQL},
	token.LAND: {token.LOR},
	token.LOR:  {token.LAND},
	token.ADD:  {token.SUB},
	token.SUB:  {token.ADD},
	token.MUL:  {token.QUO},
	token.QUO:  {token.MUL},
	token.REM:  {token.MUL},
	token.AND:  {token.OR},
	token.OR:   {token.AND},
	token.XOR:  {token.AND},
	token.SHL:  {token.SHR},
	token.SHR:  {token.SHL},

	token.ADD_ASSIGN: {token.SUB_ASSIGN},
	token.SUB_ASSIGN: {token.ADD_ASSIGN},
	token.MUL_ASSIGN: {token.QUO_ASSIGN},
	token.QUO_ASSIGN: {token.MUL_ASSIGN},
	token.XOR_ASSIGN: {token.OR_ASSIGN},

	token.INC: {token.DEC},
	token.DEC: {token.INC},

	token.BREAK:    {token.CONTINUE},
	token.CONTINUE: {token.BREAK},
}

// swap replaces an operator.
func (m *maker) swap(around ast.Node, at token.Pos, operator token.Token) {
	for _, other := range swaps[operator] {
		m.add(around, at, at+token.Pos(len(operator.String())), other.String())
	}
}

// twins are the names that are easily taken for each other.
var twins = map[string]string{"true": "false", "false": "true", "min": "max", "max": "min"}

func (m *maker) visit(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.BinaryExpr:
		m.swap(n, n.OpPos, n.Op)
	case *ast.AssignStmt:
		m.swap(n, n.TokPos, n.Tok)
	case *ast.IncDecStmt:
		m.swap(n, n.TokPos, n.Tok)
	case *ast.BranchStmt:
		m.swap(n, n.TokPos, n.Tok)
	case *ast.UnaryExpr:
		if n.Op == token.NOT || n.Op == token.SUB {
			m.add(n, n.OpPos, n.X.Pos(), "")
		}
	case *ast.BasicLit:
		m.literal(n)
	case *ast.Ident:
		if twin, ok := twins[n.Name]; ok {
			m.add(n, n.Pos(), n.End(), twin)
		}
	case *ast.IfStmt:
		m.negate(n.Cond)
	case *ast.BlockStmt:
		m.leaveOut(n.List)
	case *ast.CaseClause:
		m.leaveOut(n.Body)
	}
	return true
}

// literal moves a number by one.
func (m *maker) literal(n *ast.BasicLit) {
	if n.Kind != token.INT {
		return
	}
	value, err := strconv.ParseInt(n.Value, 0, 64)
	if err != nil {
		return
	}
	m.add(n, n.Pos(), n.End(), strconv.FormatInt(value+1, 10))
	m.add(n, n.Pos(), n.End(), strconv.FormatInt(value-1, 10))
}

// negate turns a condition around that no operator's swap turns.
func (m *maker) negate(cond ast.Expr) {
	switch cond.(type) {
	case *ast.BinaryExpr, *ast.UnaryExpr:
		return
	}
	m.add(cond, cond.Pos(), cond.Pos(), "!")
}

// leaveOut leaves out one statement after the other.
func (m *maker) leaveOut(statements []ast.Stmt) {
	for _, s := range statements {
		switch s := s.(type) {
		case *ast.AssignStmt:
			if s.Tok == token.DEFINE {
				continue
			}
		case *ast.ExprStmt, *ast.IncDecStmt, *ast.BranchStmt:
		case *ast.ReturnStmt:
		default:
			continue
		}
		m.add(s, s.Pos(), s.End(), "")
	}
}

// returnEarly makes the function give nothing but zeros.
func (m *maker) returnEarly() {
	var zeros []string
	if results := m.in.Type.Results; results != nil {
		for _, result := range results.List {
			for range max(1, len(result.Names)) {
				zeros = append(zeros, "*new("+m.text(result.Type.Pos(), result.Type.End())+")")
			}
		}
	}
	at := m.in.Body.Lbrace + 1
	m.make(at, at, " if true { return "+strings.Join(zeros, ", ")+" };", "returns at once")
}
