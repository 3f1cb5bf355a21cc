-- +goose Up

-- What a level was computed from, and the levels that people set.
ALTER TABLE findings ADD COLUMN grounds TEXT NOT NULL DEFAULT 'null';
ALTER TABLE decisions ADD COLUMN level_was TEXT NOT NULL DEFAULT '';
ALTER TABLE decisions ADD COLUMN level TEXT NOT NULL DEFAULT '';

ALTER TABLE campaigns ADD COLUMN breakout TEXT NOT NULL DEFAULT '{}';

CREATE TABLE rulings (
    seq         INTEGER PRIMARY KEY,
    time        INTEGER NOT NULL,
    by          TEXT    NOT NULL,
    kind        TEXT    NOT NULL,
    reason      TEXT    NOT NULL,
    campaign_id TEXT    NOT NULL,
    other_id    TEXT    NOT NULL,
    findings    TEXT    NOT NULL,
    category    INTEGER NOT NULL
) STRICT;

-- +goose StatementBegin
CREATE TRIGGER rulings_stay BEFORE UPDATE ON rulings
BEGIN
    SELECT RAISE(ABORT, 'a ruling is never changed');
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER rulings_remain BEFORE DELETE ON rulings
BEGIN
    SELECT RAISE(ABORT, 'a ruling is never removed');
END;
-- +goose StatementEnd

-- Campaigns that a person parted; a is the lower id. A campaign that takes in
-- another takes over what that one is kept apart from.
CREATE TABLE campaigns_apart (
    a TEXT NOT NULL,
    b TEXT NOT NULL,
    PRIMARY KEY (a, b)
) STRICT, WITHOUT ROWID;

CREATE INDEX campaigns_apart_back ON campaigns_apart (b);

-- What became of campaigns that are part of another, so that their ids lead on.
CREATE TABLE campaigns_absorbed (
    id     TEXT PRIMARY KEY,
    became TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX campaigns_absorbed_into ON campaigns_absorbed (became);
