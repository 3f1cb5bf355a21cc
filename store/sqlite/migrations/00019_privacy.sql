-- +goose Up

-- What tells the key of the pseudonyms, so that another key is not taken for it.
CREATE TABLE privacy_seal (
    one  INTEGER PRIMARY KEY CHECK (one = 1),
    seal TEXT    NOT NULL
) STRICT;

-- What may not be removed until somebody releases it.
CREATE TABLE holds (
    id     TEXT    PRIMARY KEY,
    noun   TEXT    NOT NULL,
    object TEXT    NOT NULL,
    open   INTEGER NOT NULL,
    doc    TEXT    NOT NULL
) STRICT;

CREATE INDEX holds_open ON holds (noun, object) WHERE open = 1;

-- Whose words were taken out, by keyed hashes only. What stands here does not
-- come back.
CREATE TABLE erasures (
    id   TEXT    PRIMARY KEY,
    done INTEGER NOT NULL,
    doc  TEXT    NOT NULL
) STRICT;

-- The identities under a hold, and those whose items and evidence stay: these,
-- what was confirmed or escalated, and what that was compared with.
CREATE VIEW privacy_held AS
    SELECT object AS identity FROM holds WHERE open = 1 AND noun = 'identity'
    UNION SELECT identity FROM items WHERE latest = 1 AND source_id IN (SELECT object FROM holds WHERE open = 1 AND noun = 'source')
    UNION SELECT identity FROM findings WHERE id IN (SELECT object FROM holds WHERE open = 1 AND noun = 'finding')
    UNION SELECT identity FROM findings WHERE campaign_id IN (
        SELECT object FROM holds WHERE open = 1 AND noun = 'campaign'
        UNION SELECT became FROM campaigns_absorbed WHERE id IN (SELECT object FROM holds WHERE open = 1 AND noun = 'campaign'));

CREATE VIEW privacy_kept AS
    WITH bound (identity) AS (
        SELECT identity FROM privacy_held
        UNION SELECT identity FROM findings WHERE status IN ('confirmed', 'escalated'))
    SELECT identity FROM bound
    UNION SELECT c.identity FROM bound
        JOIN items i ON i.identity = bound.identity
        JOIN signals g ON g.item_id = i.id
        JOIN items c ON c.id = g.compared;
