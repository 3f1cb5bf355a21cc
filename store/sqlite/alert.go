package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"github.com/qalxan/qalxan/store"
)

const (
	toldColumns   = "rule, subject, level, marks, news, text, changed, due"
	letterColumns = "id, rule, target, address, state, body, created, next, tries, reason"
)

var (
	putTold   = insertion("REPLACE", "alert_told", toldColumns)
	putLetter = insertion("REPLACE", "letters", letterColumns)
)

func toldFields(t *store.Told) []any {
	return []any{&t.Rule, &t.Subject, &t.Level, document{&t.Marks}, &t.News, &t.Text, instant{&t.Changed}, instant{&t.Due}}
}

func letterFields(l *store.Letter) []any {
	return []any{
		&l.ID, &l.Rule, &l.Target, &l.Address, &l.State, &l.Body,
		instant{&l.Created},
		instant{&l.Next},
		&l.Tries, &l.Reason,
	}
}

// News implements [store.Alerts].
func (s *Store) News(ctx context.Context, limit int) ([]store.News, error) {
	fields := func(n *store.News) []any { return []any{&n.Seq, &n.FindingID} }
	all, err := list(ctx, s.reader, fields, "SELECT seq, finding_id FROM alert_news ORDER BY seq LIMIT ?", limit)
	return all, s.explain("reading what is new", err)
}

// ruleSince is when a rule began.
type ruleSince struct {
	name  string
	since time.Time
}

// BeginRules implements [store.Alerts].
func (s *Store) BeginRules(ctx context.Context, names []string, now time.Time) (map[string]time.Time, error) {
	if names == nil {
		names = []string{}
	}
	since := map[string]time.Time{}
	err := s.write(ctx, "noting the rules of alerts", func(tx *sql.Tx) error {
		for _, statement := range []string{
			"DELETE FROM alert_rules WHERE name NOT IN (SELECT value FROM json_each(?1))",
			"DELETE FROM alert_told WHERE rule NOT IN (SELECT value FROM json_each(?1))",
			"INSERT OR IGNORE INTO alert_rules (name, since) SELECT value, ?2 FROM json_each(?1)",
		} {
			if _, err := tx.ExecContext(ctx, statement, document{names}, instant{&now}); err != nil {
				return err
			}
		}
		all, err := list(ctx, tx, func(r *ruleSince) []any { return []any{&r.name, instant{&r.since}} }, "SELECT name, since FROM alert_rules")
		for _, r := range all {
			since[r.name] = r.since
		}
		return err
	})
	return since, err
}

// Told implements [store.Alerts].
func (s *Store) Told(ctx context.Context, subject string) ([]store.Told, error) {
	return s.told(ctx, "WHERE subject = ? ORDER BY rule", subject)
}

// ToldBy implements [store.Alerts].
func (s *Store) ToldBy(ctx context.Context, rule string) ([]store.Told, error) {
	return s.told(ctx, "WHERE rule = ? ORDER BY subject", rule)
}

// Waiting implements [store.Alerts].
func (s *Store) Waiting(ctx context.Context, rule string, now time.Time, limit int) ([]store.Told, error) {
	return s.told(ctx, "WHERE rule = ? AND due > 0 AND due <= ? ORDER BY due, subject LIMIT ?", rule, instant{&now}, limit)
}

func (s *Store) told(ctx context.Context, which string, args ...any) ([]store.Told, error) {
	all, err := list(ctx, s.reader, toldFields, "SELECT "+toldColumns+" FROM alert_told "+which, args...)
	return all, s.explain("reading what was told", err)
}

// Tell implements [store.Alerts].
func (s *Store) Tell(ctx context.Context, told []store.Told, settled []store.News) error {
	return s.write(ctx, "keeping what is to be told", func(tx *sql.Tx) error {
		for _, t := range told {
			if _, err := tx.ExecContext(ctx, putTold, toldFields(&t)...); err != nil {
				return err
			}
		}
		for _, n := range settled {
			// A finding that changed again stands under a new number.
			if _, err := tx.ExecContext(ctx, "DELETE FROM alert_news WHERE seq = ?", n.Seq); err != nil {
				return err
			}
		}
		return nil
	})
}

// Post implements [store.Alerts].
func (s *Store) Post(ctx context.Context, told []store.Told, letters []store.Letter, now time.Time) error {
	return s.write(ctx, "posting letters", func(tx *sql.Tx) error {
		for _, t := range told {
			if _, err := tx.ExecContext(ctx, "UPDATE alert_told SET due = ? WHERE rule = ? AND subject = ? AND changed = ?",
				instant{&time.Time{}}, t.Rule, t.Subject, instant{&t.Changed}); err != nil {
				return err
			}
		}
		for _, l := range letters {
			if _, err := tx.ExecContext(ctx, putLetter, letterFields(&l)...); err != nil {
				return err
			}
		}
		oldest := now.Add(-store.LettersKept)
		_, err := tx.ExecContext(ctx, "DELETE FROM letters WHERE created < ? AND state NOT IN ('due', 'failed')", instant{&oldest})
		return err
	})
}

// DueLetters implements [store.Alerts].
func (s *Store) DueLetters(ctx context.Context, target string, now time.Time, limit int) ([]store.Letter, error) {
	return s.letters(ctx, "WHERE target = ? AND state IN ('due', 'failed') AND next <= ? ORDER BY created, id LIMIT ?", target, instant{&now}, limit)
}

// Letter implements [store.Alerts].
func (s *Store) Letter(ctx context.Context, id string) (store.Letter, error) {
	l, err := first(ctx, s.reader, letterFields, "SELECT "+letterColumns+" FROM letters WHERE id = ?", id)
	return l, s.explain(fmt.Sprintf("reading letter %.100q", id), err)
}

// Letters implements [store.Alerts].
func (s *Store) Letters(ctx context.Context, limit int) ([]store.Letter, error) {
	return s.letters(ctx, "ORDER BY state = 'sent', created DESC, id LIMIT ?", limit)
}

func (s *Store) letters(ctx context.Context, which string, args ...any) ([]store.Letter, error) {
	all, err := list(ctx, s.reader, letterFields, "SELECT "+letterColumns+" FROM letters "+which, args...)
	return all, s.explain("reading letters", err)
}

// SaveLetter implements [store.Alerts].
func (s *Store) SaveLetter(ctx context.Context, l store.Letter) error {
	return s.write(ctx, "noting how letter "+l.ID+" fared", func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, putLetter, letterFields(&l)...)
		return err
	})
}
