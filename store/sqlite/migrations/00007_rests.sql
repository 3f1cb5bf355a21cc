-- +goose Up

-- Hosts that have to be left alone, with what decides for how long the next
-- time. Durations are microseconds. After expires nothing depends on a row.
CREATE TABLE rests (
    host     TEXT PRIMARY KEY,
    until    INTEGER NOT NULL,
    why      TEXT    NOT NULL,
    back_off INTEGER NOT NULL,
    blocks   INTEGER NOT NULL,
    leave    INTEGER NOT NULL,
    expires  INTEGER NOT NULL
) STRICT;

CREATE INDEX rests_by_end ON rests (expires);

-- Groups of addresses that brought nothing when a run looked at some of them.
CREATE TABLE traps (
    source_id TEXT    NOT NULL,
    name      TEXT    NOT NULL,
    wide      INTEGER NOT NULL,
    astray    INTEGER NOT NULL,
    since     INTEGER NOT NULL,
    PRIMARY KEY (source_id, name)
) STRICT, WITHOUT ROWID;

CREATE INDEX traps_by_age ON traps (since);

-- Runs that were never closed are found, and when they were last at work.
CREATE INDEX runs_open ON runs (started) WHERE ended < 0;
CREATE INDEX captures_of_source ON captures (source_id, time);
