package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"strings"

	"github.com/alecthomas/kong"

	"github.com/qalxan/qalxan/configs"
)

// Exit codes, as the design fixes them.
const (
	exitDone   = 0
	exitFailed = 1
	exitUsage  = 2
)

// terminal is what a command reads and writes.
type terminal struct {
	in       io.Reader
	out, err io.Writer
	// raw is out for what is no text to be read, such as a report: all else goes
	// over a screen.
	raw io.Writer
	env func(string) string
	// progress says that err is a terminal, where progress may be shown.
	progress bool
}

func standard() terminal {
	return terminal{in: os.Stdin, out: os.Stdout, err: os.Stderr, env: os.Getenv, progress: isTerminal(os.Stderr)}
}

func isTerminal(f *os.File) bool {
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

// cli is the command line: one field a command, one file a command.
type cli struct {
	Config  string `short:"c" placeholder:"FILE" env:"QALXAN_CONFIG" help:"Configuration file; ./qalxan.yaml where it exists."`
	Data    string `short:"d" placeholder:"DIR" help:"Data folder; overrides the configuration."`
	Verbose bool   `short:"v" help:"Log what is going on to standard error."`

	Demo      demoCmd      `cmd:"" help:"Run a scripted campaign on an offline web, then open the desk."`
	Serve     serveCmd     `cmd:"" help:"Run the schedules, the API and the desk."`
	Crawl     crawlCmd     `cmd:"" help:"Crawl sources or addresses once, now."`
	Import    importCmd    `cmd:"" help:"Take in archives that others made."`
	Search    searchCmd    `cmd:"" help:"Search items and findings."`
	Show      showCmd      `cmd:"" help:"Show one finding, item, campaign, source or narrative."`
	Review    reviewCmd    `cmd:"" help:"Decide about a finding."`
	Learn     learnCmd     `cmd:"" help:"Learn from decisions how likely signals are confirmed."`
	Report    reportCmd    `cmd:"" help:"Write a report of findings."`
	Pack      packCmd      `cmd:"" help:"Write what a person sends to a platform, and keep track of it."`
	Source    sourceCmd    `cmd:"" help:"List, test, add and change sources."`
	Narrative narrativeCmd `cmd:"" help:"List, test, add and change watched narratives."`
	Campaign  campaignCmd  `cmd:"" help:"List, show and rule on campaigns, and write their briefs."`
	Alert     alertCmd     `cmd:"" help:"List the rules of alerts and what they sent, and test them."`
	User      userCmd      `cmd:"" help:"Manage who may ask."`
	Audit     auditCmd     `cmd:"" help:"Show who did what."`
	Evidence  evidenceCmd  `cmd:"" help:"Verify the evidence, or pack that of a finding."`
	Privacy   privacyCmd   `cmd:"" help:"Hand out or erase what is held about a person, remove what is past its time, and hold what has to stay."`
	Reindex   reindexCmd   `cmd:"" help:"Build the index anew from the record."`
	Doctor    doctorCmd    `cmd:"" help:"Compare index, record and evidence, and say what differs."`
	Lab       labCmd       `cmd:"" help:"Run one analysis over files, without a data folder."`
	Version   versionCmd   `cmd:"" help:"Print the version."`
}

// app is what every command gets.
type app struct {
	context.Context
	terminal
	cli *cli
	log *slog.Logger
}

// usageError is a mistake in what the user gave: exit code 2.
type usageError struct{ error }

func (e usageError) Unwrap() error { return e.error }

func usagef(format string, args ...any) error {
	return usageError{fmt.Errorf(format, args...)}
}

// run carries out one command line and returns its exit code.
func run(ctx context.Context, args []string, t terminal) int {
	var c cli
	t.raw, t.out = t.out, &screen{to: t.out}
	parser, err := newParser(&c, t)
	if err != nil {
		fmt.Fprintln(t.err, "qalxan:", err)
		return exitFailed
	}
	if len(args) == 0 {
		args = []string{"--help"}
	}
	exit := -1
	parser.Exit = func(code int) { exit = code }
	command, err := parser.Parse(args)
	if exit >= 0 {
		return exit // --help was printed
	}
	if err != nil {
		fmt.Fprintf(t.err, "qalxan: %s\nTry: qalxan %s--help\n", paragraphs(err.Error()), asked(err))
		return exitUsage
	}
	return report(ctx, t, command.Run(&app{Context: ctx, terminal: t, cli: &c, log: c.logger(t)}))
}

// asked is the command whose help says what was wrong, with a blank behind it;
// nothing where the words did not get as far as a command.
func asked(err error) string {
	var parse *kong.ParseError
	if !errors.As(err, &parse) || parse.Context == nil {
		return ""
	}
	command, _, _ := strings.Cut(parse.Context.Command(), " <")
	if command == "" {
		return ""
	}
	return command + " "
}

func newParser(c *cli, t terminal) (*kong.Kong, error) {
	return kong.New(c,
		kong.Name("qalxan"),
		kong.Description("Qalxan watches the open web for information attacks: it crawls politely, flags with reasons, and people decide."),
		kong.Writers(t.out, t.err),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true}),
		kong.UsageOnError(),
	)
}

// report prints an error as one sentence and turns it into an exit code. Every
// error of a command that was told to stop comes of that.
func report(ctx context.Context, t terminal, err error) int {
	var usage usageError
	switch {
	case err == nil:
		return exitDone
	case ctx.Err() != nil, errors.Is(err, context.Canceled):
		fmt.Fprintln(t.err, "qalxan: stopped; nothing that was recorded is lost")
		return exitFailed
	case errors.As(err, &usage):
		fmt.Fprintln(t.err, "qalxan:", paragraphs(err.Error()))
		return exitUsage
	default:
		fmt.Fprintln(t.err, "qalxan:", paragraphs(err.Error()))
		return exitFailed
	}
}

func (c *cli) logger(t terminal) *slog.Logger {
	level := slog.LevelWarn
	if c.Verbose {
		level = slog.LevelDebug
	}
	return slog.New(slog.NewTextHandler(t.err, &slog.HandlerOptions{Level: level}))
}

// config reads the configuration; what is wrong with it is the user's to mend.
func (a *app) config() (configs.Config, error) {
	c, err := configs.Load(a.cli.Config, a.env)
	if err != nil {
		return c, usageError{err}
	}
	if a.cli.Data != "" {
		c.Data = a.cli.Data
	}
	return c, nil
}
