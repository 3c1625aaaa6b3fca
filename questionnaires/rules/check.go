package rules

import (
	"errors"
	"fmt"
	"maps"
	"reflect"

	"github.com/expr-lang/expr/builtin"
	"github.com/expr-lang/expr/checker"
	"github.com/expr-lang/expr/conf"
	"github.com/expr-lang/expr/file"
	"github.com/expr-lang/expr/parser"
	"github.com/expr-lang/expr/parser/lexer"
)

// parse reads the syntax of one source.
func (b *building) parse(i int) {
	s := b.sources[i]
	tokens, wrong := scan(s.text)
	if wrong != nil {
		b.report(s, *wrong)
		return
	}
	tree, err := parser.ParseWithConfig(s.text, b.syntax)
	if err != nil {
		b.report(s, parseMistake(err, tokens))
		return
	}
	s.tree = tree
}

// parseMistake says in the author's words which word or sign the parser stumbled over.
func parseMistake(err error, tokens []lexer.Token) mistake {
	place, ok := errors.AsType[*file.Error](err)
	if !ok {
		return mistake{0, fmt.Sprintf("the condition cannot be read: %v", err)}
	}
	for i, token := range tokens {
		if token.Kind == lexer.EOF || token.From != place.From {
			continue
		}
		if i+1 < len(tokens) && tokens[i+1].Kind == lexer.EOF && place.Message == "unexpected token EOF" {
			break
		}
		if token.Kind == lexer.Operator || token.Kind == lexer.Bracket {
			return mistake{token.From, fmt.Sprintf("%q is not expected here: a name, a number or a code is missing before it, or it is one too many", token.Value)}
		}
		return mistake{token.From, fmt.Sprintf("%q is not expected here: an operator or a comma is missing before it", token.Value)}
	}
	if len(tokens) > 1 {
		last := tokens[len(tokens)-2]
		return mistake{last.From, fmt.Sprintf("the condition ends too early: something is missing after %q", last.Value)}
	}
	return mistake{place.From, "the condition ends too early"}
}

// parserConfig lets our functions stand before expr-lang's own of the same name. Options that disable a built-in do not
// do that: the parser would still read any(x, y) as its own predicate.
func parserConfig(names map[string]any) *conf.Config {
	config := conf.New(names)
	for name, signature := range functionTypes() {
		config.Functions[name] = &builtin.Function{Name: name, Types: []reflect.Type{signature}}
	}
	return config
}

// checkTypes lets expr-lang's checker confirm what was found well typed.
func (b *building) checkTypes() {
	config := parserConfig(b.typedNames())
	for _, s := range b.sources {
		if s.state != lowered {
			continue
		}
		if _, err := checker.Check(s.tree, config); err != nil {
			at := 0
			if place, ok := errors.AsType[*file.Error](err); ok {
				at = place.From
				err = errors.New(place.Message)
			}
			b.report(s, mistake{at, fmt.Sprintf("the types do not fit here (%v): compare like with like", err)})
		}
	}
}

// typedNames is a value of the right type for every name that an expression may read.
func (b *building) typedNames() map[string]any {
	names := map[string]any{}
	for i := range b.layout.decls {
		names[b.layout.decls[i].ID] = sample(b.layout.decls[i].Kind)
	}
	derived := map[string]any{}
	for _, s := range b.sources {
		if s.role == roleDerived && s.state == lowered {
			derived[s.id] = s.amount == nil
			if s.amount != nil {
				derived[s.id] = 0.0
			}
		}
	}
	maps.Copy(names, derived)
	return names
}

func sample(kind Kind) any {
	switch kind {
	case Single:
		return ""
	case Multiple:
		return []string{}
	case Number:
		return 0.0
	case Table:
		return tableType{}
	case Flag:
		return false
	case Date, Text:
	}
	return otherType{}
}
