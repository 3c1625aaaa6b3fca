package main

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/alecthomas/kong"

	"tuntas/app/account"
)

// everyCommand is the words of every command and group of commands.
func everyCommand(t *testing.T) [][]string {
	t.Helper()
	parser, err := kong.New(&commands{}, kong.Name("tuntas"), kong.Bind(&environment{}))
	if err != nil {
		t.Fatal(err)
	}
	var all [][]string
	var walk func(node *kong.Node, path []string)
	walk = func(node *kong.Node, path []string) {
		for _, child := range node.Children {
			words := append(slices.Clone(path), child.Name)
			all = append(all, words)
			walk(child, words)
		}
	}
	walk(parser.Model.Node, nil)
	return all
}

func TestHelpOfEveryCommandHasAnExampleThatWorks(t *testing.T) {
	root, err := filepath.Abs("..")
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir(t.TempDir())
	if err := os.Symlink(filepath.Join(root, "questionnaires"), "questionnaires"); err != nil {
		t.Fatal(err)
	}
	fill(t, "data", account.SeedPerson{Name: "Siti Rahmawati", Email: "siti@example.go.id", Role: account.Officer})
	for _, words := range everyCommand(t) {
		t.Run(strings.Join(words, " "), func(t *testing.T) {
			args := example(t, words)
			if args == nil {
				return // a group: its commands have the examples
			}
			ctx, environ := t.Context(), []string{"TUNTAS_ADDRESS=https://tuntas.example", "TUNTAS_LISTEN=127.0.0.1:0"}
			switch words[0] {
			case "demo", "serve": // they would serve until they are stopped
				stopped, stop := context.WithCancel(ctx)
				stop()
				ctx, args = stopped, slices.Concat(args, map[string][]string{"demo": {"--listen", "127.0.0.1:0"}}[words[0]])
			case "restore", "import":
				environ = append(environ, "TUNTAS_DATA="+t.TempDir())
			}
			if status, _, stderr := within(ctx, environ, args...); status != exitDone {
				t.Errorf("exit status %d of the example %v: %s", status, args, stderr)
			}
		})
	}
}

// fill makes an installation in a folder with one person of the ministry.
func fill(t *testing.T, folder string, who account.SeedPerson) {
	t.Helper()
	key, err := openKey(filepath.Join(folder, "tuntas.key"))
	if err != nil {
		t.Fatal(err)
	}
	p, err := openPlatform(t.Context(), &setting{
		database: databaseAt(filepath.Join(folder, "tuntas.db")), key: key, mail: &outbox{}, clock: clock, quick: true,
	})
	if err != nil {
		t.Fatal(err)
	}
	if who.Organisation, err = p.accounts.CreateOrganisation(t.Context(), account.Organisation{Kind: account.Ministry, Name: "Unit"}); err != nil {
		t.Fatal(err)
	}
	who.Password = demoPassword
	if _, err := p.accounts.Seed(t.Context(), who); err != nil {
		t.Fatal(err)
	}
	if err := p.close(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// example is the arguments of the example in the help of a command.
func example(t *testing.T, words []string) []string {
	t.Helper()
	status, help, stderr := tuntas(t, append(words, "--help")...)
	if status != exitDone || stderr != "" {
		t.Fatalf("exit status %d: %s", status, stderr)
	}
	_, text, found := strings.Cut(help, "Example:\n")
	if !found {
		if group := words[len(words)-1]; group != "questionnaire" && group != "user" {
			t.Fatalf("there is no example in\n%s", help)
		}
		return nil
	}
	line, _, _ := strings.Cut(strings.TrimSpace(text), "\n\n")
	args := strings.Fields(line)
	if args[0] != "tuntas" || !slices.Equal(args[1:1+len(words)], words) {
		t.Fatalf("the example is of another command: %s", line)
	}
	return args[1:]
}

func TestHelpIsShownWithoutACommand(t *testing.T) {
	t.Parallel()
	status, out, stderr := tuntas(t)
	if status != exitDone || stderr != "" {
		t.Fatalf("exit status %d: %s", status, stderr)
	}
	for _, words := range everyCommand(t) {
		if !strings.Contains(out, words[0]) {
			t.Errorf("the help lacks %s", words[0])
		}
	}
}
