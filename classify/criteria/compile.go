package criteria

import (
	"errors"
	"strconv"

	"github.com/expr-lang/expr"
	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/vm"
)

// The bounds of one expression. Without nested loops and ranges its cost grows
// with the number of signals alone.
const (
	maxNodes   = 200
	maxMemory  = 10_000 // values
	maxSignals = 500    // that an indicator looks at, the strongest first
)

// builtins are the functions that expressions may use beside number.
var builtins = []string{"any", "all", "none", "one", "count", "len", "max", "min"}

// expression is a compiled yes-or-no question.
type expression struct{ program *vm.Program }

// compile makes an expression over the names of env.
func compile(text string, env any) (expression, error) {
	options := []expr.Option{
		expr.Env(env), expr.AsBool(), expr.MaxNodes(maxNodes), expr.DisableAllBuiltins(),
		expr.Function("number", number, new(func(string) float64)),
	}
	for _, name := range builtins {
		options = append(options, expr.EnableBuiltin(name))
	}
	program, err := expr.Compile(text, options...)
	if err != nil {
		return expression{}, err
	}
	tree, walk := program.Node(), loops{}
	ast.Walk(&tree, &walk)
	return expression{program}, walk.fault
}

// holds answers the question.
func (e expression) holds(env any) (bool, error) {
	machine := vm.VM{MemoryBudget: maxMemory}
	answer, err := machine.Run(e.program, env)
	if err != nil {
		return false, err
	}
	yes, ok := answer.(bool)
	if !ok {
		return false, errors.New("the answer is not yes or no")
	}
	return yes, nil
}

// number reads a fact as a number; 0 where it is none.
func number(params ...any) (any, error) {
	text, _ := params[0].(string)
	n, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return 0.0, nil
	}
	return n, nil
}

// loops looks for what would make an expression cost more than it should.
type loops struct{ fault error }

// Visit implements ast.Visitor.
func (l *loops) Visit(node *ast.Node) {
	switch n := (*node).(type) {
	case *ast.BinaryNode:
		if n.Operator == ".." {
			l.fault = errors.New("ranges (..) are not allowed")
		}
	case *ast.PredicateNode:
		inside := predicates{}
		ast.Walk(&n.Node, &inside)
		if inside.found {
			l.fault = errors.New("any, all, none, one and count may not stand inside each other")
		}
	}
}

type predicates struct{ found bool }

// Visit implements ast.Visitor.
func (p *predicates) Visit(node *ast.Node) {
	if _, ok := (*node).(*ast.PredicateNode); ok {
		p.found = true
	}
}
