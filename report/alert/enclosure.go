package alert

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"path"
	"strings"
	"time"

	"github.com/wneessen/go-mail"

	"github.com/qalxan/qalxan/store"
)

// MaxEnclosure is the largest file that is sent with a mail, in bytes: many
// servers take no more than 10 MiB a letter, and a file grows by a third on its way.
const MaxEnclosure = 7 << 20

// Enclosure is a file that goes with a mail. Rooms and webhooks get none: they
// would publish it.
type Enclosure struct {
	File   string `json:"file"` // its name, below the folder of [World.Files]
	Name   string `json:"name"` // as the reader sees it
	SHA256 string `json:"sha256"`
}

// Notice is a letter that no rule asked for: that a report was made.
type Notice struct {
	Name     string // of the report
	Language string
	Title    string
	Reason   string // one line
	Subject  string // id of what it is about
	Path     string // page of the desk where it stands, such as /reports
	Time     time.Time
	Enclosed *Enclosure
}

// Letters are a notice for every address of the targets named.
func (o Options) Letters(n Notice, targets []string) ([]store.Letter, error) {
	d := Digest{
		Rule: n.Name, Language: n.Language, Created: n.Time.UTC().Truncate(time.Second), Total: 1, Link: o.Desk, Enclosed: n.Enclosed,
		Groups: []Group{{Entries: []Entry{{
			Subject: n.Subject, News: NewsReport, Title: clean(n.Title, maxTitle), Reason: clean(n.Reason, maxReason), Time: n.Time,
		}}}},
	}
	if o.Desk != "" {
		d.Groups[0].Entries[0].Link = strings.TrimSuffix(o.Desk, "/") + n.Path
	}
	return d.letters(o.addresses(targets))
}

// reports says that the digest is about a report.
func (d Digest) reports() bool {
	return len(d.Groups) == 1 && len(d.Groups[0].Entries) == 1 && d.Groups[0].Entries[0].News == NewsReport
}

// enclose puts the file into the letter, if it is still what it was.
func (s *mailer) enclose(letter *mail.Msg, e *Enclosure) error {
	if e == nil {
		return nil
	}
	if s.world.Files == nil {
		return fmt.Errorf("the file %s cannot be sent: nobody keeps files here", e.Name)
	}
	data, err := s.world.Files(e.File)
	if err != nil {
		return fmt.Errorf("reading the file %s: %w", e.Name, err)
	}
	if sum := sha256.Sum256(data); hex.EncodeToString(sum[:]) != e.SHA256 || len(data) > MaxEnclosure {
		return fmt.Errorf("the file %s is not the one that was made; make the report again", e.Name)
	}
	letter.AttachReadSeeker(path.Base(e.Name), bytes.NewReader(data))
	return nil
}
