package main

import (
	"encoding/json"
	"io"
	"os"
	"time"

	"github.com/qalxan/qalxan/classify/coordination"
)

type labCoordinationCmd struct {
	Files         []string      `arg:"" optional:"" name:"file" help:"CSV files; standard input where there are none."`
	Window        time.Duration `default:"60s" help:"How far apart two shares of an object may be."`
	Participation int           `default:"2" help:"How many shares an account must have to count."`
	Weight        float64       `default:"0.5" help:"The percentile of edge weights above which an edge is kept, 0 to 1."`
	Summary       bool          `help:"Write the counts instead of the edges."`
	Surprise      bool          `help:"Test the kept edges against shuffled times."`
}

// Help is shown by --help.
func (labCoordinationCmd) Help() string {
	return "Reads CSV object_id,account_id,content_id,timestamp_share; writes {a,b,weight,kept} for every edge, or with --summary\n" +
		"{pairs,nodes,edges,threshold,nodes_kept,edges_kept,components,largest}.\nExample:\n  qalxan lab coordination --window 60s --participation 2 --weight 0.5 < shares.csv"
}

// Run writes the network of accounts that share the same things at the same
// time.
func (c labCoordinationCmd) Run(a *app) error {
	settings := coordination.Settings{Window: c.Window, Participation: c.Participation, Weight: c.Weight}
	if err := settings.Validate(); err != nil {
		return usageError{err}
	}
	shares, err := c.read(a.in)
	if err != nil {
		return err
	}
	network, err := coordination.Analyse(shares, settings)
	if err != nil {
		return err
	}
	if c.Summary {
		return json.NewEncoder(a.out).Encode(network.Summary())
	}
	if c.Surprise {
		if err := network.Test(coordination.Shuffle{}); err != nil {
			return err
		}
	}
	encode, flush := a.lineWriter()
	for _, edge := range network.Edges {
		if err := encode(edge); err != nil {
			return err
		}
	}
	return flush()
}

// read reads all files, or standard input.
func (c labCoordinationCmd) read(in io.Reader) ([]coordination.Share, error) {
	if len(c.Files) == 0 {
		shares, err := coordination.Read(in)
		if err != nil {
			return nil, usagef("standard input: %w", err)
		}
		return shares, nil
	}
	var all []coordination.Share
	for _, name := range c.Files {
		shares, err := readShares(name)
		if err != nil {
			return nil, err
		}
		all = append(all, shares...)
	}
	return all, nil
}

func readShares(name string) ([]coordination.Share, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, usageError{err}
	}
	defer file.Close()
	shares, err := coordination.Read(file)
	if err != nil {
		return nil, usagef("%s: %w", name, err)
	}
	return shares, nil
}
