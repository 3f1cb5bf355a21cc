-- +goose Up

-- The place orders a source's queue; crawler/frontier names the places. It was
-- computed from the role before.
DROP INDEX tasks_queued;
ALTER TABLE tasks DROP COLUMN rank;
ALTER TABLE tasks ADD COLUMN place INTEGER NOT NULL DEFAULT 5;
UPDATE tasks SET place = CASE role WHEN 'feed' THEN 0 WHEN 'sitemap' THEN 1 WHEN 'api' THEN 2 ELSE 5 - 2 * (depth = 0) END;
CREATE INDEX tasks_queued ON tasks (source_id, place, depth, next) WHERE next IS NOT NULL;

-- How much of each source is known, so that the bound costs no count.
CREATE TABLE backlogs (
    source_id TEXT PRIMARY KEY,
    known     INTEGER NOT NULL,
    dropped   INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

INSERT INTO backlogs (source_id, known) SELECT source_id, count(*) FROM tasks GROUP BY source_id;

-- +goose StatementBegin
CREATE TRIGGER tasks_known AFTER INSERT ON tasks
BEGIN
    INSERT INTO backlogs (source_id, known) VALUES (new.source_id, 1)
        ON CONFLICT (source_id) DO UPDATE SET known = known + 1;
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER tasks_forgotten AFTER DELETE ON tasks
BEGIN
    UPDATE backlogs SET known = known - 1 WHERE source_id = old.source_id;
END;
-- +goose StatementEnd

-- What a run has to say besides its last failure: the traps that it met.
ALTER TABLE runs ADD COLUMN notes TEXT NOT NULL DEFAULT '';
