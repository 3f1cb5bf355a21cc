package audit

import (
	"net/http"

	"github.com/qalxan/qalxan/store"
)

// Watch returns a handler that enters a verb before another answers; the query
// is the object.
func (l *Log) Watch(verb string, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := l.Enter(r.Context(), store.Entered{Verb: verb, Object: r.URL.RawQuery, Outcome: OK}); err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		next.ServeHTTP(w, r)
	})
}
