package rules

import (
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/expr-lang/expr/file"
	"github.com/expr-lang/expr/parser/lexer"
)

// The limits of one condition; they bound what reading it can cost.
const (
	maxBytes  = 2048
	maxLevels = 64
)

// scan splits a condition into tokens and refuses, before anything is parsed, what is too long, too deep, or written
// with words and signs that expr-lang knows and conditions do not.
func scan(source string) ([]lexer.Token, *mistake) {
	switch {
	case len(source) > maxBytes:
		return nil, &mistake{0, fmt.Sprintf("the condition has %d bytes and may have %d: move a part of it into a derived value", len(source), maxBytes)}
	case !utf8.ValidString(source):
		return nil, &mistake{0, "the condition is not valid UTF-8 text: write it again"}
	case strings.TrimSpace(source) == "":
		return nil, &mistake{0, "the condition is empty: write true if it always holds, or leave it out"}
	}
	tokens, err := lexer.Lex(file.NewSource(source))
	if err != nil {
		return nil, lexMistake(err, source)
	}
	if wrong := checkGaps(tokens, []rune(source)); wrong != nil {
		return nil, wrong
	}
	for _, token := range tokens {
		if advice := refusal(token); advice != "" {
			return nil, &mistake{token.From, advice}
		}
	}
	if wrong := checkLevels(tokens); wrong != nil {
		return nil, wrong
	}
	return tokens, nil
}

// lexMistake says in the author's words what the lexer could not read.
func lexMistake(err error, source string) *mistake {
	place, ok := errors.AsType[*file.Error](err)
	if !ok {
		return &mistake{0, fmt.Sprintf("the condition cannot be read: %v", err)}
	}
	at := max(0, min(place.From, utf8.RuneCountInString(source)-1))
	switch {
	case strings.HasPrefix(place.Message, "unrecognized character"):
		return &mistake{at, fmt.Sprintf("the character %q has no meaning in a condition: remove it", string([]rune(source)[at]))}
	case strings.HasPrefix(place.Message, "literal not terminated"):
		return &mistake{at, "a quotation mark is missing: close the code before the end of the line"}
	case strings.HasPrefix(place.Message, "bad number syntax"):
		return &mistake{at, "this is neither a number nor a name: a name begins with a letter, a number has digits and at most one point"}
	case strings.HasPrefix(place.Message, "unclosed comment"):
		return &mistake{at, commentAdvice}
	}
	return &mistake{at, fmt.Sprintf("the condition cannot be read here (%s): write plain codes, names and numbers", place.Message)}
}

const commentAdvice = "a condition holds no comments: write them into the file around it"

// checkGaps refuses comments: between tokens there may be space alone.
func checkGaps(tokens []lexer.Token, source []rune) *mistake {
	end := 0
	for _, token := range tokens {
		from := token.From
		if token.Kind == lexer.EOF {
			from = len(source)
		}
		for at := end; at < from; at++ {
			if !unicode.IsSpace(source[at]) {
				return &mistake{at, commentAdvice}
			}
		}
		end = token.To
	}
	return nil
}

// refusal says why a token is not part of the language; it is empty for one that is.
func refusal(token lexer.Token) string {
	quoted := fmt.Sprintf("%q is not part of a condition: ", token.Value)
	switch token.Kind {
	case lexer.Bytes:
		return "a condition holds no bytes: write the code in plain quotation marks"
	case lexer.Number:
		if _, _, ok := parseDecimal(token.Value); !ok {
			return token.Value + " cannot be used: a number is written in plain digits with at most four decimals, and is below 900 trillion"
		}
	case lexer.Identifier:
		if token.Value == "nil" {
			return quoted + "no condition asks whether an answer is missing; until it is given, the condition is unknown"
		}
	case lexer.Bracket:
		if token.Value == "{" || token.Value == "}" {
			return quoted + "use round brackets to group, square brackets for a list of codes after in"
		}
	case lexer.Operator:
		if advice := operatorAdvice(token.Value); advice != "" {
			return quoted + advice
		}
	case lexer.String, lexer.EOF:
	}
	return ""
}

// operatorAdvice says what to write instead of an operator that conditions do not have; it is empty for the others.
func operatorAdvice(operator string) string {
	switch operator {
	case "not", "!", "-", "or", "||", "and", "&&", "==", "!=", "<", ">", ">=", "<=", "in", "+", "*", "/", ",":
		return ""
	case "let", ";", "=":
		return "give the value a name as a derived value, and compare with =="
	case "?", ":", "?:", "if", "else", "??":
		return "there is no choice between values; combine conditions with and, or, not"
	case "|", "#", ".", "?.", "::", "..":
		return "nothing here has parts or members; use the listed functions"
	case "matches", "contains", "startsWith", "endsWith":
		return "text is not searched; compare with option codes by ==, in or any()"
	}
	return "only + - * / are calculated"
}

// checkLevels refuses brackets that do not match and nesting, by brackets and by repeated not or minus, beyond maxLevels.
func checkLevels(tokens []lexer.Token) *mistake {
	var open []lexer.Token
	prefixes := 0
	for _, token := range tokens {
		switch {
		case token.Is(lexer.Operator, "not", "!", "-"):
			prefixes++
		case token.Is(lexer.Bracket, "(", "["):
			open = append(open, token)
		case token.Is(lexer.Bracket):
			if len(open) == 0 || open[len(open)-1].Value != pair(token.Value) {
				return &mistake{token.From, fmt.Sprintf("this %q closes nothing: remove it or open a bracket before it", token.Value)}
			}
			open = open[:len(open)-1]
		default:
			prefixes = 0
		}
		if len(open)+prefixes > maxLevels {
			return &mistake{token.From, fmt.Sprintf("the condition is nested deeper than %d levels: move a part of it into a derived value", maxLevels)}
		}
	}
	if len(open) > 0 {
		last := open[len(open)-1]
		return &mistake{last.From, fmt.Sprintf("this %q is never closed: add the closing bracket", last.Value)}
	}
	return nil
}

func pair(closing string) string {
	if closing == "]" {
		return "["
	}
	return "("
}
