-- +goose Up

-- Who works on a finding, decisions that take back the one before, and why a
-- dismissed finding came back.
ALTER TABLE decisions ADD COLUMN assignee TEXT NOT NULL DEFAULT '';
ALTER TABLE decisions ADD COLUMN undoes INTEGER NOT NULL DEFAULT 0;
ALTER TABLE decisions ADD COLUMN news TEXT NOT NULL DEFAULT 'null';

-- What waits for a decision, the longest first.
CREATE INDEX findings_standing ON findings (status, level, created, id);
