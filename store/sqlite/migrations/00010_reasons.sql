-- +goose Up

-- Why an item has no text although its page may have had one, as JSON.
ALTER TABLE contents ADD COLUMN withheld TEXT NOT NULL DEFAULT 'null';

-- Why a file about robots could not be read anew when that was last tried.
ALTER TABLE robots ADD COLUMN fault TEXT NOT NULL DEFAULT '';
