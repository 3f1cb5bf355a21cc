-- +goose Up

-- Times are microseconds since 1970 in UTC. Columns that are only read back
-- whole hold JSON.

CREATE TABLE sources (
    id  TEXT PRIMARY KEY,
    doc TEXT NOT NULL
) STRICT;

CREATE TABLE narratives (
    id  TEXT PRIMARY KEY,
    doc TEXT NOT NULL
) STRICT;

CREATE TABLE runs (
    id        TEXT PRIMARY KEY,
    source_id TEXT    NOT NULL,
    started   INTEGER NOT NULL,
    ended     INTEGER NOT NULL,
    fetched   INTEGER NOT NULL,
    items     INTEGER NOT NULL,
    findings  INTEGER NOT NULL,
    failed    INTEGER NOT NULL,
    denied    INTEGER NOT NULL,
    error     TEXT    NOT NULL
) STRICT;

CREATE INDEX runs_of_source ON runs (source_id, started);

-- A task is queued while next is not null.
CREATE TABLE tasks (
    seq           INTEGER PRIMARY KEY,
    source_id     TEXT    NOT NULL,
    url           TEXT    NOT NULL,
    role          TEXT    NOT NULL,
    depth         INTEGER NOT NULL,
    title         TEXT    NOT NULL,
    published     INTEGER NOT NULL,
    origin        TEXT    NOT NULL,
    etag          TEXT    NOT NULL,
    last_modified TEXT    NOT NULL,
    state         TEXT    NOT NULL,
    reason        TEXT    NOT NULL DEFAULT '',
    status        INTEGER NOT NULL DEFAULT 0,
    worked        INTEGER,
    next          INTEGER,
    rank          INTEGER NOT NULL GENERATED ALWAYS AS (
        CASE role WHEN 'feed' THEN 0 WHEN 'sitemap' THEN 1 WHEN 'api' THEN 2 ELSE 3 END
    ) VIRTUAL,
    UNIQUE (source_id, url)
) STRICT;

CREATE INDEX tasks_queued ON tasks (source_id, rank, depth, next) WHERE next IS NOT NULL;

CREATE TABLE captures (
    seq          INTEGER PRIMARY KEY,
    id           TEXT    NOT NULL UNIQUE,
    source_id    TEXT    NOT NULL,
    url          TEXT    NOT NULL,
    time         INTEGER NOT NULL,
    status       INTEGER NOT NULL,
    content_type TEXT    NOT NULL,
    size         INTEGER NOT NULL,
    sha256       TEXT    NOT NULL,
    truncated    INTEGER NOT NULL,
    warc_file    TEXT    NOT NULL,
    warc_offset  INTEGER NOT NULL
) STRICT;

-- What is long stands in contents and signatures, so that lists and counts
-- read small rows. At is Item.When and day its day; level, status and campaign
-- are those of the identity's finding, or empty, so that filters need no join.
CREATE TABLE items (
    seq         INTEGER PRIMARY KEY,
    id          TEXT    NOT NULL UNIQUE,
    identity    TEXT    NOT NULL,
    version     INTEGER NOT NULL,
    source_id   TEXT    NOT NULL,
    capture_id  TEXT    NOT NULL,
    url         TEXT    NOT NULL,
    canonical   TEXT    NOT NULL,
    title       TEXT    NOT NULL,
    author      TEXT    NOT NULL,
    site        TEXT    NOT NULL,
    language    TEXT    NOT NULL,
    confidence  REAL    NOT NULL,
    script      TEXT    NOT NULL,
    dates       TEXT    NOT NULL,
    seen        INTEGER NOT NULL,
    hash        TEXT    NOT NULL,
    at          INTEGER NOT NULL,
    latest      INTEGER NOT NULL,
    level       TEXT    NOT NULL DEFAULT '',
    status      TEXT    NOT NULL DEFAULT '',
    campaign_id TEXT    NOT NULL DEFAULT '',
    day         INTEGER NOT NULL GENERATED ALWAYS AS (at / 86400000000 - (at % 86400000000 < 0)) VIRTUAL,
    UNIQUE (identity, version)
) STRICT;

CREATE UNIQUE INDEX items_latest ON items (identity) WHERE latest = 1;
CREATE INDEX items_by_time ON items (at, id) WHERE latest = 1;
CREATE INDEX items_by_seen ON items (seen, seq) WHERE latest = 1;
-- Counts read this index alone, in its order.
CREATE INDEX items_counted ON items (source_id, language, level, status, day, at, campaign_id, id) WHERE latest = 1;

CREATE TABLE contents (
    item_seq INTEGER PRIMARY KEY REFERENCES items (seq),
    text     TEXT NOT NULL,
    links    TEXT NOT NULL
) STRICT;

CREATE TABLE signatures (
    item_seq INTEGER PRIMARY KEY REFERENCES items (seq),
    minhash  BLOB NOT NULL
) STRICT;

-- The key of a signal of the detector "narrative" is the narrative's id.
CREATE TABLE signals (
    seq        INTEGER PRIMARY KEY,
    id         TEXT    NOT NULL UNIQUE,
    item_id    TEXT    NOT NULL REFERENCES items (id),
    detector   TEXT    NOT NULL,
    key        TEXT    NOT NULL,
    score      REAL    NOT NULL,
    likelihood REAL,
    stance     TEXT    NOT NULL,
    spans      TEXT    NOT NULL,
    compared   TEXT    NOT NULL,
    reason     TEXT    NOT NULL,
    techniques TEXT    NOT NULL,
    time       INTEGER NOT NULL,
    UNIQUE (item_id, detector, key)
) STRICT;

CREATE INDEX signals_of_narrative ON signals (key, item_id) WHERE detector = 'narrative';

CREATE TABLE findings (
    id          TEXT PRIMARY KEY,
    identity    TEXT    NOT NULL UNIQUE,
    item_id     TEXT    NOT NULL REFERENCES items (id),
    source_id   TEXT    NOT NULL,
    level       TEXT    NOT NULL,
    status      TEXT    NOT NULL,
    criteria    TEXT    NOT NULL,
    reason      TEXT    NOT NULL,
    campaign_id TEXT    NOT NULL,
    created     INTEGER NOT NULL,
    updated     INTEGER NOT NULL
) STRICT;

CREATE INDEX findings_by_update ON findings (updated, id);
CREATE INDEX findings_of_source ON findings (source_id);
CREATE INDEX findings_of_campaign ON findings (campaign_id);

CREATE TABLE decisions (
    seq        INTEGER PRIMARY KEY,
    finding_id TEXT    NOT NULL REFERENCES findings (id),
    time       INTEGER NOT NULL,
    by         TEXT    NOT NULL,
    was        TEXT    NOT NULL,
    became     TEXT    NOT NULL,
    reason     TEXT    NOT NULL
) STRICT;

CREATE INDEX decisions_of_finding ON decisions (finding_id);

-- +goose StatementBegin
CREATE TRIGGER decisions_stay BEFORE UPDATE ON decisions
BEGIN
    SELECT RAISE(ABORT, 'a decision is never changed');
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER decisions_remain BEFORE DELETE ON decisions
BEGIN
    SELECT RAISE(ABORT, 'a decision is never removed');
END;
-- +goose StatementEnd

CREATE TABLE campaigns (
    id         TEXT PRIMARY KEY,
    title      TEXT    NOT NULL,
    narratives TEXT    NOT NULL,
    first      INTEGER NOT NULL,
    last       INTEGER NOT NULL,
    updated    INTEGER NOT NULL
) STRICT;

CREATE INDEX campaigns_by_update ON campaigns (updated, id);

-- One row an item: a later change takes a new number, and AUTOINCREMENT never
-- gives a number twice, so that settling an old change cannot settle a new one.
CREATE TABLE outbox (
    seq     INTEGER PRIMARY KEY AUTOINCREMENT,
    item_id TEXT NOT NULL UNIQUE
) STRICT;
