-- +goose Up

-- What machines made of the words of items. Digest is the hash of the items
-- that have these words.
CREATE TABLE translations (
    digest TEXT NOT NULL,
    target TEXT NOT NULL,
    source TEXT NOT NULL,
    doc    TEXT NOT NULL,
    PRIMARY KEY (digest, target, source)
) STRICT, WITHOUT ROWID;

-- A translation goes with the words that it was made of, whatever takes them
-- away, unless an item that is kept still has them. These few are looked
-- through only where there is a translation to be removed.
-- +goose StatementBegin
CREATE TRIGGER translation_reworded AFTER UPDATE OF hash ON items
WHEN new.hash <> old.hash AND EXISTS (SELECT 1 FROM translations WHERE digest = old.hash)
BEGIN
    DELETE FROM translations WHERE digest = old.hash
        AND NOT EXISTS (SELECT 1 FROM privacy_kept k JOIN items i ON i.identity = k.identity WHERE i.hash = old.hash);
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER translation_emptied AFTER UPDATE OF text ON contents
WHEN new.text <> old.text AND EXISTS (SELECT 1 FROM translations JOIN items ON hash = digest WHERE seq = new.item_seq)
BEGIN
    DELETE FROM translations WHERE digest = (SELECT hash FROM items WHERE seq = new.item_seq)
        AND NOT EXISTS (SELECT 1 FROM privacy_kept k JOIN items i ON i.identity = k.identity
            WHERE i.hash = translations.digest AND i.seq <> new.item_seq);
END;
-- +goose StatementEnd
