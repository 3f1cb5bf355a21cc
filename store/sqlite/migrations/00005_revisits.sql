-- +goose Up

-- Memory is what the visits of an address taught, as JSON; announced is when
-- the address last changed by what a sitemap says. The number is the zero time.
ALTER TABLE tasks ADD COLUMN memory TEXT NOT NULL DEFAULT '{}';
ALTER TABLE tasks ADD COLUMN announced INTEGER NOT NULL DEFAULT -62135596800000000;
