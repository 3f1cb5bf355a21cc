-- +goose Up

-- Since when rules are known: what happened before is not told.
CREATE TABLE alert_rules (
    name  TEXT PRIMARY KEY,
    since INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Findings that changed since the rules looked at them. Triggers fill it, so that
-- no change can be committed without its news.
CREATE TABLE alert_news (
    seq        INTEGER PRIMARY KEY AUTOINCREMENT,
    finding_id TEXT NOT NULL UNIQUE
) STRICT;

-- +goose StatementBegin
CREATE TRIGGER finding_is_news AFTER INSERT ON findings
BEGIN
    DELETE FROM alert_news WHERE finding_id = NEW.id;
    INSERT INTO alert_news (finding_id) VALUES (NEW.id);
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER changed_finding_is_news AFTER UPDATE OF level, status, grounds, campaign_id, item_id ON findings
BEGIN
    DELETE FROM alert_news WHERE finding_id = NEW.id;
    INSERT INTO alert_news (finding_id) VALUES (NEW.id);
END;
-- +goose StatementEnd

CREATE TABLE alert_told (
    rule    TEXT    NOT NULL,
    subject TEXT    NOT NULL,
    level   TEXT    NOT NULL,
    marks   TEXT    NOT NULL,
    news    TEXT    NOT NULL,
    text    TEXT    NOT NULL,
    changed INTEGER NOT NULL,
    due     INTEGER NOT NULL,
    PRIMARY KEY (rule, subject)
) STRICT, WITHOUT ROWID;

CREATE INDEX alert_told_of ON alert_told (subject);
CREATE INDEX alert_told_waiting ON alert_told (rule, due) WHERE due > 0;

CREATE TABLE letters (
    id      TEXT    PRIMARY KEY,
    rule    TEXT    NOT NULL,
    target  TEXT    NOT NULL,
    address TEXT    NOT NULL,
    state   TEXT    NOT NULL,
    body    TEXT    NOT NULL,
    created INTEGER NOT NULL,
    next    INTEGER NOT NULL,
    tries   INTEGER NOT NULL,
    reason  TEXT    NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX letters_under_way ON letters (target, next) WHERE state IN ('due', 'failed');
CREATE INDEX letters_by_time ON letters (created);
