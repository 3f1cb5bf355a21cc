-- +goose Up

-- Since when standing reports are known: what was due before is not made.
CREATE TABLE standing_reports (
    name  TEXT PRIMARY KEY,
    since INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE dispatches (
    id     TEXT    PRIMARY KEY,
    report TEXT    NOT NULL,
    due    INTEGER NOT NULL,
    made   INTEGER NOT NULL,
    entry  TEXT    NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX dispatches_by_time ON dispatches (made, id);
CREATE INDEX dispatches_of ON dispatches (report, due) WHERE due > 0;

CREATE TABLE packs (
    id       TEXT    PRIMARY KEY,
    subject  TEXT    NOT NULL,
    platform TEXT    NOT NULL,
    state    TEXT    NOT NULL,
    outcome  TEXT    NOT NULL,
    made     INTEGER NOT NULL,
    sent     INTEGER NOT NULL,
    answered INTEGER NOT NULL,
    entry    TEXT    NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX packs_by_time ON packs (made, id);
CREATE INDEX packs_about ON packs (subject);
CREATE INDEX packs_by_state ON packs (state, sent);
