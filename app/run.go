package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/alecthomas/kong"

	"tuntas/app/problem"
)

// The exit status of every command.
const (
	exitDone   = 0
	exitInput  = 1 // the input is at fault or missing
	exitUsage  = 2 // wrong usage
	exitFailed = 3 // the world failed: disk, network
)

// streams is where output goes. Progress is only shown on a terminal.
type streams struct {
	out      io.Writer
	err      io.Writer
	terminal bool
}

// environment is what commands may use of the world.
type environment struct {
	streams
	*process
	aside aside
}

// commands is the command line as a type; kong fills it in.
type commands struct {
	Check         checkCommand         `cmd:"" help:"Validate questionnaires with their translations and worked cases."`
	Score         scoreCommand         `cmd:"" help:"Score answers and show the result."`
	Report        reportCommand        `cmd:"" help:"Write a report: PDF, HTML, XLSX or text."`
	Questionnaire questionnaireCommand `cmd:"" help:"See and print the questionnaires of the library."`
	Whatif        whatifCommand        `cmd:"" help:"Show the result if some answers were different."`
	Demo          demoCommand          `cmd:"" help:"Open the platform with believable data, for a look around; it is gone at the end."`
	Serve         serveCommand         `cmd:"" help:"Run the platform."`
	User          userCommand          `cmd:"" help:"Add, list, disable and reset people."`
	Backup        backupCommand        `cmd:"" help:"Write a copy of everything, while the platform serves."`
	Restore       restoreCommand       `cmd:"" help:"Put a copy back into an empty place."`
	Export        exportCommand        `cmd:"" help:"Write all documents and files for another engine."`
	Import        importCommand        `cmd:"" help:"Fill an empty database from an export."`
	Verify        verifyCommand        `cmd:"" help:"Verify the audit log, or an archive."`
}

// run does what one command line asks and returns the exit status. It reads and writes nothing but files, the streams,
// the database of the configuration and the addresses that demo and serve listen on.
func run(ctx context.Context, args []string, to streams, p *process) int {
	help := &heedful{w: to.out}
	env := &environment{streams: to, process: p}
	var cli commands
	helped := false
	parser, err := kong.New(&cli,
		kong.Name("tuntas"),
		kong.Description("Due diligence on forced labour: questionnaires, results that explain themselves, reports, and the platform for companies."),
		kong.Writers(help, to.err),
		kong.Exit(func(int) { helped = true }),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, WrapUpperBound: 100}),
		kong.Bind(env),
		kong.BindTo(ctx, (*context.Context)(nil)),
	)
	if err != nil {
		_, _ = fmt.Fprintln(to.err, err)
		return exitFailed
	}
	if len(args) == 0 {
		args = []string{"--help"}
	}
	command, err := parser.Parse(args)
	switch {
	case help.err != nil:
		return env.status(help.err)
	case helped:
		return exitDone
	case err != nil:
		_, _ = fmt.Fprintf(to.err, "tuntas: %s; see tuntas --help\n", strings.TrimSuffix(err.Error(), "."))
		return exitUsage
	}
	if name := command.Command(); name == "demo" || name == "serve" { // they end by themselves, with what is under way
		err := command.Run(env)
		if ctx.Err() != nil && errors.Is(err, context.Canceled) { // stopped while it began
			err = nil
		}
		return env.status(err)
	}
	defer env.endWith(ctx)()
	return env.status(command.Run(env))
}

// heedful remembers that the help could not be written.
type heedful struct {
	w   io.Writer
	err error
}

// Write writes on.
func (h *heedful) Write(data []byte) (int, error) {
	n, err := h.w.Write(data)
	h.err = errors.Join(h.err, err)
	return n, err
}

// status says on stderr what went wrong and turns it into the exit status.
func (env *environment) status(err error) int {
	if err == nil {
		return exitDone
	}
	if input, ok := errors.AsType[*inputError](err); ok {
		for _, f := range input.faults {
			_, _ = fmt.Fprintln(env.err, f)
			if f.Drawing != "" {
				_, _ = fmt.Fprintln(env.err, f.Drawing)
			}
		}
		return exitInput
	}
	text := err.Error()
	if p, ok := errors.AsType[*problem.Error](err); ok && p.Err != nil {
		text = strings.ReplaceAll(text, p.Key+": ", "") // the key of a message for pages
	}
	_, _ = fmt.Fprintf(env.err, "tuntas: %s\n", text)
	if usage, ok := errors.AsType[usageError](err); ok && usage != "" {
		return exitUsage
	}
	return exitFailed
}

// print writes to stdout; the first error is returned by the command.
func (env *environment) print(format string, args ...any) error {
	_, err := fmt.Fprintf(env.out, format, args...)
	return err
}
