-- +goose Up

CREATE TABLE robots (
    authority TEXT    NOT NULL,
    path      TEXT    NOT NULL,
    status    INTEGER NOT NULL,
    body      BLOB    NOT NULL,
    etag      TEXT    NOT NULL,
    fetched   INTEGER NOT NULL,
    PRIMARY KEY (authority, path)
) STRICT;

CREATE INDEX robots_by_age ON robots (fetched);
