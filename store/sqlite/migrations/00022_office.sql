-- +goose Up

-- Links by which users set their password, one at a time for each. Digests only.
CREATE TABLE links (
    user    TEXT    PRIMARY KEY REFERENCES users (name),
    digest  TEXT    NOT NULL UNIQUE,
    expires INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- What people keep for themselves at the desk. The empty user is whoever sits at
-- a machine without users.
CREATE TABLE searches (
    user  TEXT    NOT NULL,
    name  TEXT    NOT NULL,
    query TEXT    NOT NULL,
    saved INTEGER NOT NULL,
    PRIMARY KEY (user, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE visits (
    user TEXT    PRIMARY KEY,
    at   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
