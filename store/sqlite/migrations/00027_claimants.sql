-- +goose Up

-- Which findings are about which claims, in which campaign and from when, so
-- that those near to a new one are found by one index. Spreads is 1 where any
-- version of the item spreads the claim. The code that writes signals and
-- findings keeps it.
CREATE TABLE claimants (
    finding_id  TEXT    NOT NULL,
    narrative   TEXT    NOT NULL,
    spreads     INTEGER NOT NULL,
    campaign_id TEXT    NOT NULL,
    at          INTEGER NOT NULL,
    PRIMARY KEY (finding_id, narrative)
) STRICT, WITHOUT ROWID;

INSERT INTO claimants (finding_id, narrative, spreads, campaign_id, at)
SELECT f.id, g.key, max(g.stance = 'spreads'), f.campaign_id, f.at
FROM signals g JOIN items v ON v.id = g.item_id JOIN findings f ON f.identity = v.identity
WHERE g.detector = 'narrative' GROUP BY f.id, g.key;

CREATE INDEX claimants_of_narrative ON claimants (narrative, spreads, campaign_id, at, finding_id);

-- +goose StatementBegin
CREATE TRIGGER claim_went AFTER DELETE ON signals WHEN old.detector = 'narrative'
BEGIN
    DELETE FROM claimants WHERE narrative = old.key
        AND finding_id = (SELECT f.id FROM items i JOIN findings f ON f.identity = i.identity WHERE i.id = old.item_id);
    INSERT INTO claimants (finding_id, narrative, spreads, campaign_id, at)
    SELECT f.id, g.key, max(g.stance = 'spreads'), f.campaign_id, f.at
    FROM items i JOIN findings f ON f.identity = i.identity JOIN items v ON v.identity = i.identity JOIN signals g ON g.item_id = v.id
    WHERE i.id = old.item_id AND g.detector = 'narrative' AND g.key = old.key GROUP BY f.id, g.key;
END;
-- +goose StatementEnd

-- Sources that were written since: whoever remembers sources reads these alone.
CREATE TABLE source_news (
    seq       INTEGER PRIMARY KEY AUTOINCREMENT,
    source_id TEXT NOT NULL UNIQUE
) STRICT;

INSERT INTO source_news (source_id) SELECT id FROM sources ORDER BY id;

-- +goose StatementBegin
CREATE TRIGGER source_written AFTER INSERT ON sources
BEGIN
    DELETE FROM source_news WHERE source_id = new.id;
    INSERT INTO source_news (source_id) VALUES (new.id);
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER source_rewritten AFTER UPDATE ON sources
BEGIN
    DELETE FROM source_news WHERE source_id = new.id;
    INSERT INTO source_news (source_id) VALUES (new.id);
END;
-- +goose StatementEnd
