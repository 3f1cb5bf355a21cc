package bleve

import (
	"bytes"
	"errors"
	"fmt"
	"path/filepath"
	"strconv"
	"time"

	blevesearch "github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"

	"github.com/qalxan/qalxan/index"
)

// lastWrite is kept inside an index and differs after each write.
var lastWrite = []byte("last write")

// commit carries out a batch and marks it as the last.
func commit(to blevesearch.Index, batch *blevesearch.Batch) error {
	batch.SetInternal(lastWrite, strconv.AppendInt(nil, time.Now().UnixNano(), 36))
	return to.Batch(batch)
}

// openIntact opens an index in the state of its last write or not at all.
// Where a file of that state is damaged, Bleve without a word takes an older
// one, down to an empty index.
func openIntact(path string, config map[string]any) (blevesearch.Index, error) {
	states, err := scorch.RollbackPoints(filepath.Join(path, "store"))
	if err == nil && len(states) == 0 {
		err = errors.New("nothing was written")
	}
	if err != nil {
		return nil, err
	}
	x, err := blevesearch.OpenUsing(path, config)
	if err != nil {
		return nil, err
	}
	got, err := x.GetInternal(lastWrite)
	if err == nil && !bytes.Equal(got, states[0].GetInternal(lastWrite)) {
		err = errors.New("what was written last cannot be read")
	}
	if err != nil {
		return nil, errors.Join(err, x.Close())
	}
	return x, nil
}

// recovered turns a panic over damaged files into an error.
func recovered(err *error) {
	if r := recover(); r != nil {
		*err = fmt.Errorf("%w (%v)", index.ErrDamaged, r)
	}
}
