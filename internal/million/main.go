// Command million makes a data folder as large as a national desk's after two
// years, and measures how long the desk takes to answer over it. Everything is
// made up, and the same for the same seed.
//
//	go run ./internal/million --dir /tmp/million --items 1000000
//	go run ./internal/million measure --dir /tmp/million
//
// The folder is an ordinary one: qalxan serve opens it, and doctor and reindex
// work on it.
package main

import (
	"context"
	"flag"
	"fmt"
	"log/slog"
	"os"
	"os/signal"
	"time"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "million:", err)
		os.Exit(1)
	}
}

// options are what a command is told.
type options struct {
	dir     string
	items   int
	seed    uint64
	rounds  int
	profile string
	only    string
	made    int
	json    bool
}

func run(ctx context.Context, args []string) error {
	measuring := len(args) > 0 && args[0] == "measure"
	if measuring {
		args = args[1:]
	}
	var o options
	flags := flag.NewFlagSet("million", flag.ExitOnError)
	flags.StringVar(&o.dir, "dir", "", "the data folder; to be made, it must not exist")
	flags.IntVar(&o.items, "items", 1_000_000, "how many items to make, or that were made")
	flags.Uint64Var(&o.seed, "seed", 1, "what everything follows from")
	flags.IntVar(&o.rounds, "rounds", 40, "measure: how often each kind of page is asked for")
	flags.StringVar(&o.profile, "cpuprofile", "", "measure: write a profile to this file")
	flags.StringVar(&o.only, "only", "", "measure: only kinds of pages whose name begins with this")
	flags.IntVar(&o.made, "made", 0, "measure: how many of the items are there, where not all")
	flags.BoolVar(&o.json, "json", false, "measure: print JSON")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if o.dir == "" || o.items < 1000 {
		return fmt.Errorf("give --dir, and at least 1000 --items")
	}
	if measuring {
		return measure(ctx, o)
	}
	return build(ctx, o)
}

// build makes the data folder.
func build(ctx context.Context, o options) error {
	if _, err := os.Stat(o.dir); err == nil {
		return fmt.Errorf("%s exists already; remove it or name another", o.dir)
	}
	if err := os.MkdirAll(o.dir, 0o700); err != nil {
		return err
	}
	started := time.Now()
	if err := fill(ctx, newWorld(o.seed, o.items), o.dir, slog.New(slog.NewTextHandler(os.Stderr, nil))); err != nil {
		return err
	}
	fmt.Printf("%d items in %s\n", o.items, time.Since(started).Round(time.Second))
	return nil
}
