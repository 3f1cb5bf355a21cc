-- +goose Up

-- What items share, for those who share the same at the same time. One b-tree
-- in order of time: the newest are read and the oldest dropped at its ends.
CREATE TABLE shares (
    time    INTEGER NOT NULL,
    content TEXT    NOT NULL,
    kind    TEXT    NOT NULL,
    object  TEXT    NOT NULL,
    account TEXT    NOT NULL,
    outlet  TEXT    NOT NULL,
    PRIMARY KEY (time, content, kind, object, account)
) STRICT, WITHOUT ROWID;

-- What sites run on, and when that was seen last.
CREATE TABLE marks (
    site  TEXT    NOT NULL,
    kind  TEXT    NOT NULL,
    value TEXT    NOT NULL,
    seen  INTEGER NOT NULL,
    PRIMARY KEY (site, kind, value)
) STRICT, WITHOUT ROWID;

CREATE INDEX marks_by_age ON marks (seen);

-- The registered name of the site that an item lies on; empty for items of
-- before.
ALTER TABLE items ADD COLUMN place TEXT NOT NULL DEFAULT '';
CREATE INDEX items_found ON items (place, at, identity) WHERE latest = 1 AND level <> '';

-- Counts by the hour read this index alone.
CREATE INDEX items_begun ON items (source_id, at) WHERE version = 1;

-- When a narrative was first saved; those of before are watched from now on.
ALTER TABLE narratives ADD COLUMN since INTEGER NOT NULL DEFAULT 0;
UPDATE narratives SET since = CAST(unixepoch('subsec') * 1000000 AS INTEGER);
