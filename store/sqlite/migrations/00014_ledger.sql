-- +goose Up

-- Who did what. An entry is kept as the text that was digested; what is searched
-- by is computed from that text, so that both cannot differ.
CREATE TABLE ledger (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    entry  TEXT NOT NULL,
    digest TEXT NOT NULL,
    time   TEXT GENERATED ALWAYS AS (json_extract(entry, '$.time')) VIRTUAL,
    by     TEXT GENERATED ALWAYS AS (json_extract(entry, '$.by')) VIRTUAL,
    verb   TEXT GENERATED ALWAYS AS (json_extract(entry, '$.verb')) VIRTUAL
) STRICT;

CREATE INDEX ledger_by_person ON ledger (by, number);
CREATE INDEX ledger_by_verb ON ledger (verb, number);

-- +goose StatementBegin
CREATE TRIGGER ledger_stays BEFORE UPDATE ON ledger
BEGIN
    SELECT RAISE(ABORT, 'an entry of the ledger is never changed');
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER ledger_remains BEFORE DELETE ON ledger
BEGIN
    SELECT RAISE(ABORT, 'an entry of the ledger is never removed');
END;
-- +goose StatementEnd
