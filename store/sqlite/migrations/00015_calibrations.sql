-- +goose Up

-- What was learnt from decisions. A version is never removed; the one in force
-- is the newest that nobody undid.
CREATE TABLE calibrations (
    number    INTEGER PRIMARY KEY AUTOINCREMENT,
    time      INTEGER NOT NULL,
    by        TEXT    NOT NULL,
    curves    TEXT    NOT NULL,
    undone_by TEXT    NOT NULL,
    undone    INTEGER NOT NULL
) STRICT;
