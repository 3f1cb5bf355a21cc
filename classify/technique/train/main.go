// Command train makes the weights of classify/technique from the labelled
// posts of the UNLP 2025 shared task. The same posts give the same bytes.
package main

import (
	"flag"
	"fmt"
	"os"

	"github.com/qalxan/qalxan/classify/technique/learn"
)

func main() {
	posts := flag.String("posts", "../shared/data/unlp2025-techniques/train.jsonl", "the labelled `posts`")
	out := flag.String("out", "classify/technique/weights/unlp2025.bin.gz", "the `file` to write")
	flag.Parse()
	if err := run(*posts, *out); err != nil {
		fmt.Fprintln(os.Stderr, "train:", err)
		os.Exit(1)
	}
}

func run(from, to string) error {
	posts, err := learn.Read(from)
	if err != nil {
		return err
	}
	file, err := os.Create(to)
	if err != nil {
		return fmt.Errorf("writing weights: %w", err)
	}
	if err := learn.Train(posts).Write(file); err != nil {
		_ = file.Close()
		return err
	}
	return file.Close()
}
