-- +goose Up

-- Pages that were never visited and pages that are looked at again have a line
-- of their own each.
ALTER TABLE tasks ADD COLUMN visited INTEGER NOT NULL GENERATED ALWAYS AS (worked IS NOT NULL) VIRTUAL;
DROP INDEX tasks_queued;
CREATE INDEX tasks_queued ON tasks (source_id, place, depth, visited, next) WHERE next IS NOT NULL;

-- Feeds and sitemaps are bounded by their number.
CREATE INDEX tasks_lists ON tasks (source_id) WHERE role IN ('feed', 'sitemap');
