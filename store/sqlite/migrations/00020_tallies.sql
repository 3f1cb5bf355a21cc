-- +goose Up

-- How many rows a source has of each kind, so that a count costs no scan:
-- triggers keep it in the transaction that changes the rows. Turn goes up
-- whenever the source or a run of it is written.
CREATE TABLE tallies (
    source_id TEXT PRIMARY KEY,
    captures  INTEGER NOT NULL DEFAULT 0,
    items     INTEGER NOT NULL DEFAULT 0,
    versions  INTEGER NOT NULL DEFAULT 0,
    findings  INTEGER NOT NULL DEFAULT 0,
    queued    INTEGER NOT NULL DEFAULT 0,
    turn      INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

INSERT INTO tallies (source_id, captures, items, versions, findings, queued)
SELECT source_id, sum(c), sum(i), sum(v), sum(f), sum(q) FROM (
    SELECT id AS source_id, 0 AS c, 0 AS i, 0 AS v, 0 AS f, 0 AS q FROM sources
    UNION ALL SELECT source_id, count(*), 0, 0, 0, 0 FROM captures GROUP BY source_id
    UNION ALL SELECT source_id, 0, sum(latest), count(*), 0, 0 FROM items GROUP BY source_id
    UNION ALL SELECT source_id, 0, 0, 0, count(*), 0 FROM findings GROUP BY source_id
    UNION ALL SELECT source_id, 0, 0, 0, 0, count(*) FROM tasks WHERE next IS NOT NULL GROUP BY source_id
) GROUP BY source_id;

-- +goose StatementBegin
CREATE TRIGGER source_turned AFTER INSERT ON sources
BEGIN
    INSERT INTO tallies (source_id, turn) VALUES (new.id, 1) ON CONFLICT (source_id) DO UPDATE SET turn = turn + 1;
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER run_turned AFTER INSERT ON runs
BEGIN
    INSERT INTO tallies (source_id, turn) VALUES (new.source_id, 1) ON CONFLICT (source_id) DO UPDATE SET turn = turn + 1;
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER run_turned_again AFTER UPDATE ON runs
BEGIN
    UPDATE tallies SET turn = turn + 1 WHERE source_id = new.source_id;
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER run_forgotten AFTER DELETE ON runs
BEGIN
    UPDATE tallies SET turn = turn + 1 WHERE source_id = old.source_id;
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER capture_counted AFTER INSERT ON captures
BEGIN
    INSERT INTO tallies (source_id, captures) VALUES (new.source_id, 1) ON CONFLICT (source_id) DO UPDATE SET captures = captures + 1;
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER capture_discounted AFTER DELETE ON captures
BEGIN
    UPDATE tallies SET captures = captures - 1 WHERE source_id = old.source_id;
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER item_counted AFTER INSERT ON items
BEGIN
    INSERT INTO tallies (source_id, items, versions) VALUES (new.source_id, new.latest, 1)
        ON CONFLICT (source_id) DO UPDATE SET items = items + new.latest, versions = versions + 1;
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER item_discounted AFTER DELETE ON items
BEGIN
    UPDATE tallies SET items = items - old.latest, versions = versions - 1 WHERE source_id = old.source_id;
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER item_recounted AFTER UPDATE OF latest ON items WHEN new.latest <> old.latest
BEGIN
    UPDATE tallies SET items = items + new.latest - old.latest WHERE source_id = new.source_id;
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER finding_counted AFTER INSERT ON findings
BEGIN
    INSERT INTO tallies (source_id, findings) VALUES (new.source_id, 1) ON CONFLICT (source_id) DO UPDATE SET findings = findings + 1;
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER finding_discounted AFTER DELETE ON findings
BEGIN
    UPDATE tallies SET findings = findings - 1 WHERE source_id = old.source_id;
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER finding_recounted AFTER UPDATE OF source_id ON findings WHEN new.source_id <> old.source_id
BEGIN
    UPDATE tallies SET findings = findings - 1 WHERE source_id = old.source_id;
    INSERT INTO tallies (source_id, findings) VALUES (new.source_id, 1) ON CONFLICT (source_id) DO UPDATE SET findings = findings + 1;
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER task_counted AFTER INSERT ON tasks WHEN new.next IS NOT NULL
BEGIN
    INSERT INTO tallies (source_id, queued) VALUES (new.source_id, 1) ON CONFLICT (source_id) DO UPDATE SET queued = queued + 1;
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER task_discounted AFTER DELETE ON tasks WHEN old.next IS NOT NULL
BEGIN
    UPDATE tallies SET queued = queued - 1 WHERE source_id = old.source_id;
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER task_recounted AFTER UPDATE OF next ON tasks WHEN (new.next IS NULL) <> (old.next IS NULL)
BEGIN
    INSERT INTO tallies (source_id, queued) VALUES (new.source_id, new.next IS NOT NULL)
        ON CONFLICT (source_id) DO UPDATE SET queued = queued + (new.next IS NOT NULL) - (old.next IS NOT NULL);
END;
-- +goose StatementEnd

-- How many people confirmed a finding; null where that is not known, as where
-- decisions of before were taken back. Critical ones that need another person
-- are found by it.
ALTER TABLE findings ADD COLUMN confirmers INTEGER;

UPDATE findings SET confirmers = (
    SELECT count(DISTINCT by) FROM decisions d
    WHERE d.finding_id = findings.id AND d.became = 'confirmed' AND (d.was <> 'confirmed' OR d.level = '' AND d.assignee = '')
        AND d.seq > coalesce((SELECT max(seq) FROM decisions e WHERE e.finding_id = findings.id AND e.became <> 'confirmed'), 0)
) WHERE level = 'critical' AND status = 'confirmed'
    AND NOT EXISTS (SELECT 1 FROM decisions u WHERE u.finding_id = findings.id AND u.undoes <> 0);

CREATE INDEX findings_unseconded ON findings (created, id)
    WHERE level = 'critical' AND status = 'confirmed' AND coalesce(confirmers, 0) < 2;

-- Turns of campaigns go up whenever a member comes, goes or changes.
CREATE TABLE campaign_turns (
    campaign_id TEXT PRIMARY KEY,
    turn        INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- +goose StatementBegin
CREATE TRIGGER member_came AFTER INSERT ON findings WHEN new.campaign_id <> ''
BEGIN
    INSERT INTO campaign_turns VALUES (new.campaign_id, 1) ON CONFLICT (campaign_id) DO UPDATE SET turn = turn + 1;
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER member_changed AFTER UPDATE OF campaign_id, item_id, source_id ON findings
WHEN (new.campaign_id, new.item_id, new.source_id) IS NOT (old.campaign_id, old.item_id, old.source_id)
BEGIN
    INSERT INTO campaign_turns VALUES (old.campaign_id, 1) ON CONFLICT (campaign_id) DO UPDATE SET turn = turn + 1;
    INSERT INTO campaign_turns VALUES (new.campaign_id, 1) ON CONFLICT (campaign_id) DO UPDATE SET turn = turn + 1;
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER member_went AFTER DELETE ON findings WHEN old.campaign_id <> ''
BEGIN
    INSERT INTO campaign_turns VALUES (old.campaign_id, 1) ON CONFLICT (campaign_id) DO UPDATE SET turn = turn + 1;
END;
-- +goose StatementEnd
