package sqlite

import (
	"context"
	"database/sql"
	"fmt"
)

// maxFaults bounds what one question of a check may answer.
const maxFaults = 100

// questions are what must never find a row; each row is the sentence that says
// what is wrong.
var questions = []string{
	`SELECT 'the file is damaged: ' || integrity_check FROM pragma_integrity_check WHERE integrity_check <> 'ok'`,
	`SELECT printf('row %d of %s refers to something that is missing from %s', rowid, "table", parent) FROM pragma_foreign_key_check`,
	`SELECT printf('the versions of %s have gaps: %d of them, numbered %d to %d', identity, count(*), min(version), max(version))
		FROM items GROUP BY identity HAVING min(version) <> 1 OR max(version) <> count(*)`,
	`SELECT printf('%d versions of %s are marked as the latest, which must be version %d alone', sum(latest), identity, max(version))
		FROM items GROUP BY identity HAVING sum(latest) <> 1 OR max(version * latest) <> max(version)`,
	`SELECT printf('item %s has lost its text', id) FROM items LEFT JOIN contents ON item_seq = seq WHERE item_seq IS NULL`,
	`SELECT printf('finding %s is about item %s, which is missing', f.id, item_id)
		FROM findings f LEFT JOIN items i ON i.id = item_id AND i.identity = f.identity WHERE i.id IS NULL`,
	`SELECT printf('item %s does not share level, status and campaign of finding %s', i.id, f.id) FROM items i JOIN findings f USING (identity)
		WHERE (i.level, i.status, i.campaign_id) <> (f.level, f.status, f.campaign_id)`,
	`SELECT printf('finding %s is %s, but the last decision made it %s', f.id, f.status, became)
		FROM findings f JOIN decisions ON seq = (SELECT max(seq) FROM decisions WHERE finding_id = f.id) WHERE became <> f.status`,
	`SELECT printf('finding %s is %s''s by its row, and %s''s by what was decided', f.id, quote(f.assignee), quote(r.assignee))
		FROM findings f JOIN (` + assigned + `) r USING (id) WHERE f.assignee <> r.assignee`,
	`SELECT printf('finding %s does not share the time of item %s', f.id, i.id) FROM findings f JOIN items i ON i.id = f.item_id WHERE f.at <> i.at`,
	`SELECT printf('finding %s is not listed with claim %s as its signals have it', finding_id, narrative)
		FROM (` + claimsStated + ` GROUP BY f.id, g.key) r FULL JOIN claimants c USING (finding_id, narrative)
		WHERE (r.spreads, r.campaign_id, r.at) IS NOT (c.spreads, c.campaign_id, c.at)`,
	`SELECT printf('finding %s belongs to campaign %s, which is missing', f.id, campaign_id)
		FROM findings f LEFT JOIN campaigns c ON c.id = campaign_id WHERE campaign_id <> '' AND c.id IS NULL`,
	`SELECT printf('what is counted of source %s is not what there is: %d captures for %d, %d items for %d, %d versions for %d, %d findings for %d, %d queued addresses for %d',
		source_id, t.captures, r.captures, t.items, r.items, t.versions, r.versions, t.findings, r.findings, t.queued, r.queued)
		FROM (` + recount + `) r FULL JOIN tallies t USING (source_id)
		WHERE coalesce(r.captures, 0) IS NOT t.captures OR coalesce(r.items, 0) IS NOT t.items OR coalesce(r.versions, 0) IS NOT t.versions
		OR coalesce(r.findings, 0) IS NOT t.findings OR coalesce(r.queued, 0) IS NOT t.queued`,
}

// Check implements [store.Store].
func (s *Store) Check(ctx context.Context) ([]string, error) {
	var faults []string
	err := s.read(ctx, "checking the record", func(tx *sql.Tx) error {
		for _, q := range questions {
			found, err := list(ctx, tx, itself[string], q+fmt.Sprintf(" LIMIT %d", maxFaults))
			if isDamage(resultCode(err)) {
				found, err = append(found, fmt.Sprintf("the file is damaged: %v", err)), nil
			}
			if err != nil {
				return err
			}
			faults = append(faults, found...)
		}
		broken, err := checkLedger(ctx, tx)
		if isDamage(resultCode(err)) {
			broken, err = []string{fmt.Sprintf("the audit log cannot be read: %v", err)}, nil
		}
		faults = append(faults, broken...)
		return err
	})
	return faults, err
}
