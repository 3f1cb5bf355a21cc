package sqlite

import (
	"context"
	"database/sql"
	"iter"
	"strings"
)

// querier is a transaction, or a pool of connections where one statement is
// all that is read.
type querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// write runs do in one transaction of the only writing connection. An error
// undoes all of it.
func (s *Store) write(ctx context.Context, doing string, do func(*sql.Tx) error) error {
	return s.explain(doing, transact(ctx, s.writer, do))
}

// read runs do on one unchanging state of the record.
func (s *Store) read(ctx context.Context, doing string, do func(*sql.Tx) error) error {
	return s.explain(doing, transact(ctx, s.reader, do))
}

func transact(ctx context.Context, db *sql.DB, do func(*sql.Tx) error) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	// After a commit this does nothing.
	defer tx.Rollback()
	if err := do(tx); err != nil {
		return err
	}
	return tx.Commit()
}

// list reads all rows of a query. Fields names where the columns of a row go.
func list[T any](ctx context.Context, q querier, fields func(*T) []any, query string, args ...any) ([]T, error) {
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []T
	for rows.Next() {
		var one T
		if err := rows.Scan(fields(&one)...); err != nil {
			return nil, err
		}
		all = append(all, one)
	}
	return all, rows.Err()
}

// first reads the first row of a query; sql.ErrNoRows where there is none.
func first[T any](ctx context.Context, q querier, fields func(*T) []any, query string, args ...any) (T, error) {
	all, err := list(ctx, q, fields, query, args...)
	if err == nil && len(all) == 0 {
		err = sql.ErrNoRows
	}
	if err != nil {
		var none T
		return none, err
	}
	return all[0], nil
}

// itself is the fields of a row of one column.
func itself[T any](value *T) []any { return []any{value} }

// insertion is the statement that adds a row of these columns; verb is INSERT
// or REPLACE.
func insertion(verb, table, columns string) string {
	marks := strings.Repeat(", ?", strings.Count(columns, ",")+1)[2:]
	return verb + " INTO " + table + " (" + columns + ") VALUES (" + marks + ")"
}

// pages yields what fetch returns page by page, from the zero key on. Nothing
// is held between pages: a slow reader must not keep an old state of the file
// alive, or the log grows for as long as it reads.
func pages[T, K any](fetch func(after K) ([]T, K, error)) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var key K
		for {
			page, next, err := fetch(key)
			if err != nil {
				var none T
				yield(none, err)
				return
			}
			for _, one := range page {
				if !yield(one, nil) {
					return
				}
			}
			if len(page) == 0 {
				return
			}
			key = next
		}
	}
}
