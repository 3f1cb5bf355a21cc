-- +goose Up

-- Who works on a finding by the decisions that stand; empty for nobody. The
-- code that decides writes it. An undoing is never undone, so what stands is
-- what does not undo and is not followed by what does.
ALTER TABLE findings ADD COLUMN assignee TEXT NOT NULL DEFAULT '';

UPDATE findings SET assignee = coalesce((
    SELECT iif(substr(d.assignee, 1, 1) = '-', substr(d.assignee, 2), d.assignee) FROM decisions d
    WHERE d.finding_id = findings.id AND d.assignee <> '' AND d.undoes = 0
        AND coalesce((SELECT n.undoes FROM decisions n WHERE n.finding_id = d.finding_id AND n.seq > d.seq ORDER BY n.seq LIMIT 1), 0) = 0
    ORDER BY d.seq DESC LIMIT 1), '')
WHERE id IN (SELECT finding_id FROM decisions WHERE assignee <> '');

CREATE INDEX findings_assigned ON findings (assignee, status, level, created, id) WHERE assignee <> '';

-- When the finding's item is from (items.at), and the turn of its campaign at
-- which it came or changed. Members are listed by the one, and those that are
-- new to somebody who counts along by the other.
ALTER TABLE findings ADD COLUMN at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE findings ADD COLUMN turn INTEGER NOT NULL DEFAULT 0;

UPDATE findings SET at = coalesce((SELECT at FROM items WHERE id = findings.item_id), 0);

DROP INDEX findings_of_campaign;
CREATE INDEX findings_of_campaign ON findings (campaign_id, at, id);
CREATE INDEX findings_by_turn ON findings (campaign_id, turn);

-- Gone is the turn at which a member last left, said goes up with what signals
-- and levels of members say.
ALTER TABLE campaign_turns ADD COLUMN gone INTEGER NOT NULL DEFAULT 0;
ALTER TABLE campaign_turns ADD COLUMN said INTEGER NOT NULL DEFAULT 0;

INSERT OR IGNORE INTO campaign_turns (campaign_id, turn) SELECT DISTINCT campaign_id, 0 FROM findings WHERE campaign_id <> '';

DROP TRIGGER member_came;
DROP TRIGGER member_changed;
DROP TRIGGER member_went;

-- +goose StatementBegin
CREATE TRIGGER member_came AFTER INSERT ON findings
BEGIN
    INSERT INTO campaign_turns (campaign_id, turn) SELECT new.campaign_id, 1 WHERE new.campaign_id <> ''
        ON CONFLICT (campaign_id) DO UPDATE SET turn = turn + 1;
    UPDATE findings SET at = coalesce((SELECT at FROM items WHERE id = new.item_id), 0),
        turn = coalesce((SELECT turn FROM campaign_turns WHERE campaign_id = new.campaign_id), 0) WHERE id = new.id;
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER member_changed AFTER UPDATE OF campaign_id, item_id, source_id ON findings
WHEN (new.campaign_id, new.item_id, new.source_id) IS NOT (old.campaign_id, old.item_id, old.source_id)
BEGIN
    INSERT INTO campaign_turns (campaign_id, turn, gone) SELECT old.campaign_id, 1, 1 WHERE old.campaign_id NOT IN ('', new.campaign_id)
        ON CONFLICT (campaign_id) DO UPDATE SET turn = turn + 1, gone = turn + 1;
    INSERT INTO campaign_turns (campaign_id, turn) SELECT new.campaign_id, 1 WHERE new.campaign_id <> ''
        ON CONFLICT (campaign_id) DO UPDATE SET turn = turn + 1;
    UPDATE findings SET at = coalesce((SELECT at FROM items WHERE id = new.item_id), 0),
        turn = coalesce((SELECT turn FROM campaign_turns WHERE campaign_id = new.campaign_id), 0) WHERE id = new.id;
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER member_went AFTER DELETE ON findings WHEN old.campaign_id <> ''
BEGIN
    INSERT INTO campaign_turns (campaign_id, turn, gone) VALUES (old.campaign_id, 1, 1)
        ON CONFLICT (campaign_id) DO UPDATE SET turn = turn + 1, gone = turn + 1;
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER member_judged AFTER UPDATE OF level ON findings WHEN new.level <> old.level AND new.campaign_id <> ''
BEGIN
    UPDATE campaign_turns SET said = said + 1 WHERE campaign_id = new.campaign_id;
END;
-- +goose StatementEnd

-- Findings about which something can be learnt anew since, because somebody
-- decided about them or a signal of one that was decided about changed.
CREATE TABLE lesson_news (
    seq        INTEGER PRIMARY KEY AUTOINCREMENT,
    finding_id TEXT NOT NULL UNIQUE
) STRICT;

-- +goose StatementBegin
CREATE TRIGGER decision_teaches AFTER INSERT ON decisions
BEGIN
    DELETE FROM lesson_news WHERE finding_id = new.finding_id;
    INSERT INTO lesson_news (finding_id) VALUES (new.finding_id);
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER signal_came AFTER INSERT ON signals
BEGIN
    UPDATE campaign_turns SET said = said + 1 WHERE campaign_id = (SELECT campaign_id FROM items WHERE id = new.item_id AND campaign_id <> '');
    DELETE FROM lesson_news WHERE finding_id = (SELECT f.id FROM items i JOIN findings f ON f.identity = i.identity WHERE i.id = new.item_id);
    INSERT INTO lesson_news (finding_id) SELECT f.id FROM items i JOIN findings f ON f.identity = i.identity
        WHERE i.id = new.item_id AND EXISTS (SELECT 1 FROM decisions WHERE finding_id = f.id);
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER signal_changed AFTER UPDATE OF detector, key, score, stance, compared, reason, techniques, time ON signals
BEGIN
    UPDATE campaign_turns SET said = said + 1 WHERE campaign_id = (SELECT campaign_id FROM items WHERE id = new.item_id AND campaign_id <> '');
    DELETE FROM lesson_news WHERE finding_id = (SELECT f.id FROM items i JOIN findings f ON f.identity = i.identity WHERE i.id = new.item_id);
    INSERT INTO lesson_news (finding_id) SELECT f.id FROM items i JOIN findings f ON f.identity = i.identity
        WHERE i.id = new.item_id AND EXISTS (SELECT 1 FROM decisions WHERE finding_id = f.id);
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER signal_went AFTER DELETE ON signals
BEGIN
    UPDATE campaign_turns SET said = said + 1 WHERE campaign_id = (SELECT campaign_id FROM items WHERE id = old.item_id AND campaign_id <> '');
    DELETE FROM lesson_news WHERE finding_id = (SELECT f.id FROM items i JOIN findings f ON f.identity = i.identity WHERE i.id = old.item_id);
    INSERT INTO lesson_news (finding_id) SELECT f.id FROM items i JOIN findings f ON f.identity = i.identity
        WHERE i.id = old.item_id AND EXISTS (SELECT 1 FROM decisions WHERE finding_id = f.id);
END;
-- +goose StatementEnd

-- Counts by value are those of the search index alone. Lists of a source are in
-- order of time.
DROP INDEX items_counted;
ALTER TABLE items DROP COLUMN day;
CREATE INDEX items_of_source ON items (source_id, at, id) WHERE latest = 1;
