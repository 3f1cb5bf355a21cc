package claims

import (
	"context"
	"crypto/rand"
	"fmt"
	"sync"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/classify/embedding"
	"github.com/qalxan/qalxan/classify/narrative"
)

// learnAgain is how long a server that could not tell the meaning of the
// wordings is left alone.
const learnAgain = 3 * time.Minute

// meaning looks for narratives by the meaning of texts; nil where that is not
// configured. Until the server told what the wordings mean, and whenever it
// does not answer, words alone decide.
type meaning struct {
	*narrative.Meaning
	client   *embedding.Client
	ctx      context.Context // of all questions: the end of the watcher ends them
	cancel   func()
	learning sync.WaitGroup
}

func startMeaning(both *narrative.Meaning, client *embedding.Client, warn func(string, ...any)) *meaning {
	m := &meaning{Meaning: both, client: client}
	m.ctx, m.cancel = context.WithCancel(context.Background())
	m.learning.Go(func() { m.learn(warn) })
	return m
}

// learn asks until the wordings are known.
func (m *meaning) learn(warn func(string, ...any)) {
	for {
		err := m.Learn(m.ctx)
		if err == nil || m.ctx.Err() != nil {
			return
		}
		warn("the meaning of the wordings is not known yet: words alone decide", "error", err, "again_in", learnAgain)
		select {
		case <-m.ctx.Done():
			return
		case <-time.After(learnAgain):
		}
	}
}

// Detect implements reader.
func (m *meaning) Detect(item qalxan.Item) []qalxan.Signal { return m.Meaning.Detect(m.ctx, item) }

func (m *meaning) end() {
	if m != nil {
		m.cancel()
		m.learning.Wait()
	}
}

// faults are what the doctor says of it. The server is asked for a text that
// it was never asked for, because what it said before is remembered.
func (m *meaning) faults(ctx context.Context) []string {
	if m == nil {
		return nil
	}
	_, err := m.client.Embed(ctx, []string{rand.Text()})
	if err == nil || m.client.Status().Why == "" {
		return nil
	}
	return []string{fmt.Sprintf("the server of meanings (%s) does not answer: %s; words alone decide until it does",
		m.client.Status().Model, m.client.Status().Why)}
}
