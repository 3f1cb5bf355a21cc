-- +goose Up

-- Runs that ended before this counted neither; what they took and what failed
-- gives the least that they can have used.
ALTER TABLE runs ADD COLUMN used INTEGER NOT NULL DEFAULT 0;
ALTER TABLE runs ADD COLUMN stopped INTEGER NOT NULL DEFAULT 0;
UPDATE runs SET used = max(fetched - failed, 0);

CREATE INDEX tasks_waiting ON tasks (source_id, next) WHERE reason <> '' AND next IS NOT NULL;
CREATE INDEX runs_with_items ON runs (source_id, ended) WHERE items > 0 AND ended > 0;
