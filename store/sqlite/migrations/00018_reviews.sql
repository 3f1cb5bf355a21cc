-- +goose Up

-- Reviews of claims that were found on pages, whole as JSON.
CREATE TABLE reviews (
    url       TEXT    NOT NULL,
    claim     TEXT    NOT NULL,
    source_id TEXT    NOT NULL,
    seen      INTEGER NOT NULL,
    doc       TEXT    NOT NULL,
    PRIMARY KEY (url, claim)
) STRICT;
