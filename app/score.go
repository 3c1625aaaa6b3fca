package main

import (
	"tuntas/questionnaires/scoring"
)

// languageFlag is the language of what is said.
type languageFlag struct {
	Lang string `default:"id" enum:"id,en" help:"Language: id or en."`
}

// scoreCommand scores answers.
type scoreCommand struct {
	answersFlags
	languageFlag
	Explain bool `xor:"form" help:"Print the whole trace in words."`
	JSON    bool `name:"json" xor:"form" help:"Print the result document."`
}

// Help is shown below the usage.
func (*scoreCommand) Help() string {
	return `A summary by default, the whole trace with --explain, the result document with --json.

Example:
  tuntas score --answers questionnaires/library/forced-labour/examples/palm-estate.yaml --lang en`
}

// Run prints the result in the form that was asked for.
func (c *scoreCommand) Run(env *environment) error {
	a, err := c.load(env)
	if err != nil {
		return err
	}
	done := env.busy("scoring")
	result := a.model.Score(a.answers, a.day)
	done()
	if c.JSON {
		return env.printJSON(result)
	}
	say, err := newWords(c.Lang)
	if err != nil {
		return err
	}
	out := &paper{}
	view := &view{names: names{say, a.def}, scorable: a, res: result, out: out}
	if c.Explain {
		view.explain()
	} else {
		view.summary()
	}
	if say.err != nil {
		return say.err
	}
	return out.flush(env.out)
}

// view is one result being written in words.
type view struct {
	names
	*scorable
	res *scoring.Result
	out *paper
}
