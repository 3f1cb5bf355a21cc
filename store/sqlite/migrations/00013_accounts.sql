-- +goose Up

-- Who may ask. Secrets are kept as digests only.
CREATE TABLE users (
    name     TEXT    PRIMARY KEY,
    role     TEXT    NOT NULL,
    password TEXT    NOT NULL,
    subject  TEXT    NOT NULL,
    disabled INTEGER NOT NULL,
    created  INTEGER NOT NULL,
    changed  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX users_by_subject ON users (subject) WHERE subject <> '';

CREATE TABLE sessions (
    digest  TEXT    PRIMARY KEY,
    user    TEXT    NOT NULL REFERENCES users (name),
    created INTEGER NOT NULL,
    seen    INTEGER NOT NULL,
    expires INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX sessions_of_user ON sessions (user);
CREATE INDEX sessions_by_end ON sessions (expires);

CREATE TABLE tokens (
    id        TEXT    PRIMARY KEY,
    digest    TEXT    NOT NULL UNIQUE,
    user      TEXT    NOT NULL REFERENCES users (name),
    label     TEXT    NOT NULL,
    scopes    TEXT    NOT NULL,
    created   INTEGER NOT NULL,
    expires   INTEGER NOT NULL,
    last_used INTEGER NOT NULL,
    revoked   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX tokens_of_user ON tokens (user, created);
