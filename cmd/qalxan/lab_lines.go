package main

import (
	"bufio"
	"encoding/json"
	"io"
	"runtime"
	"slices"
	"sync"
)

// linesAhead bounds how many lines are read before the first of them is
// written.
const linesAhead = 256

// answer is what became of one line.
type answer struct {
	value any
	err   error
}

// question is a line that waits to be read by a worker.
type question struct {
	line []byte
	to   chan answer
}

// mapLines reads lines on all cores and writes what convert makes of each as
// a line of JSON, in the order of the input. What is done is written whenever
// no more is waiting, so that it can be used line by line.
func (a *app) mapLines(convert func(line []byte) (any, error)) error {
	asked, ordered, stop := make(chan question), make(chan chan answer, linesAhead), make(chan struct{})
	var workers sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		workers.Go(func() {
			for q := range asked {
				value, err := convert(q.line)
				q.to <- answer{value, err}
			}
		})
	}
	var failed error
	workers.Go(func() {
		failed = ask(a.in, asked, ordered, stop)
		close(asked)
		close(ordered)
	})
	err := writeAnswers(a.out, ordered)
	close(stop)
	for range ordered {
		// Let the reader and the workers come to their end.
	}
	workers.Wait()
	if err != nil {
		return err
	}
	return failed
}

// ask hands out the lines until the end, or until it is stopped.
func ask(r io.Reader, asked chan<- question, ordered chan<- chan answer, stop <-chan struct{}) error {
	return eachLine(r, func(line []byte) error {
		to := make(chan answer, 1)
		select {
		case <-stop:
			return errEnough
		case ordered <- to:
			asked <- question{slices.Clone(line), to}
			return nil
		}
	})
}

func writeAnswers(to io.Writer, ordered <-chan chan answer) error {
	w := bufio.NewWriterSize(to, 64<<10)
	encode := json.NewEncoder(w)
	encode.SetEscapeHTML(false)
	n := 0
	for next := range ordered {
		n++
		a := <-next
		if a.err != nil {
			_ = w.Flush()
			return usagef("line %d: %w", n, a.err)
		}
		if err := encode.Encode(a.value); err != nil {
			return err
		}
		if len(ordered) == 0 {
			if err := w.Flush(); err != nil {
				return err
			}
		}
	}
	return w.Flush()
}
