-- +goose Up

-- What people wrote, whole as JSON: every version, the last one in force.
CREATE TABLE kept (
    kind    TEXT    NOT NULL,
    subject TEXT    NOT NULL,
    version INTEGER NOT NULL,
    time    INTEGER NOT NULL,
    by      TEXT    NOT NULL,
    why     TEXT    NOT NULL,
    ended   INTEGER NOT NULL,
    doc     TEXT    NOT NULL,
    PRIMARY KEY (kind, subject, version)
) STRICT, WITHOUT ROWID;
