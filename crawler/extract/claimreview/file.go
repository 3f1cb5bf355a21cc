package claimreview

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"iter"
)

// ErrFormat says that a file is none that holds reviews.
var ErrFormat = errors.New("not a file of reviews")

// maxElement bounds one entry of a file, in bytes.
const maxElement = 8 << 20

// ReadFile reads reviews from JSON, JSON Lines or CSV, entry by entry, so that
// a file may be of any size:
//
//   - a schema.org DataFeed, as Data Commons and Google publish all reviews;
//   - the answers of Google's Fact Check Tools: of a search of claims, and of
//     the markup tool;
//   - ClaimReview objects, alone, in a list or one a line;
//   - CSV whose first line names the columns: claim, rating, publisher, url,
//     date, language; of these claim and url are needed.
//
// Entries that are no reviews are left out. An error ends the reading.
func ReadFile(r io.Reader) iter.Seq2[Review, error] {
	return func(yield func(Review, error) bool) {
		b := bufio.NewReader(r)
		start, err := firstByte(b)
		switch {
		case errors.Is(err, io.EOF):
			return
		case err != nil:
			err = fmt.Errorf("reading reviews: %w", err)
		case start == '{' || start == '[':
			err = readJSON(b, func(r Review) bool { return yield(r, nil) })
		default:
			err = readCSV(b, func(r Review) bool { return yield(r, nil) })
		}
		if err != nil && !errors.Is(err, errEnough) {
			yield(Review{}, err)
		}
	}
}

// errEnough ends the reading where no more reviews are wanted.
var errEnough = errors.New("no more reviews are wanted")

// firstByte looks at the first byte that is no space and no byte order mark.
func firstByte(b *bufio.Reader) (byte, error) {
	if mark, err := b.Peek(3); err == nil && string(mark) == "\uFEFF" {
		_, _ = b.Discard(len(mark))
	}
	for {
		c, err := b.ReadByte()
		if err != nil {
			return 0, err
		}
		if c != ' ' && c != '\t' && c != '\r' && c != '\n' {
			return c, b.UnreadByte()
		}
	}
}

// allowance is a reader that gives so many bytes until it is renewed.
type allowance struct {
	from io.Reader
	left int
}

func (a *allowance) Read(p []byte) (int, error) {
	if a.left <= 0 {
		return 0, fmt.Errorf("%w: an entry is longer than %d MiB", ErrFormat, maxElement>>20)
	}
	n, err := a.from.Read(p[:min(len(p), a.left)])
	a.left -= n
	return n, err
}
