package rest

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/api/account"
	"github.com/qalxan/qalxan/api/guard"
	"github.com/qalxan/qalxan/index"
	"github.com/qalxan/qalxan/index/query"
	"github.com/qalxan/qalxan/store"
)

// problem turns an error of the library into the answer that it deserves. What
// is our own fault goes to the log and not to the caller.
func (s *service) problem(ctx context.Context, err error) error {
	var syntax *query.SyntaxError
	var said huma.StatusError
	switch {
	case errors.As(err, &said):
		return said
	case errors.As(err, &syntax):
		return huma.Error400BadRequest(syntax.Error(), &huma.ErrorDetail{
			Message: syntax.Message, Location: "query.q", Value: map[string]int{"offset": syntax.Offset},
		})
	case errors.Is(err, store.ErrPage):
		return huma.Error400BadRequest(err.Error())
	case errors.Is(err, store.ErrNotFound):
		return huma.Error404NotFound(err.Error())
	case errors.Is(err, account.ErrUnfit), errors.Is(err, qalxan.ErrRequest):
		return huma.Error422UnprocessableEntity(err.Error())
	case errors.Is(err, guard.ErrLead):
		return huma.Error403Forbidden(err.Error())
	case errors.Is(err, qalxan.ErrReview), errors.Is(err, store.ErrConflict):
		return huma.Error409Conflict(err.Error())
	case errors.Is(err, index.ErrDamaged):
		return huma.Error503ServiceUnavailable(index.ErrDamaged.Error())
	}
	if ctx.Err() == nil {
		s.log.ErrorContext(ctx, "a request failed", slog.Any("error", err))
	}
	return huma.Error500InternalServerError("The record could not be read; the log says why.")
}

// refuse writes a problem where no operation answers.
func refuse(w http.ResponseWriter, _ *http.Request, status int, sentence string) {
	w.Header().Set("Content-Type", "application/problem+json")
	w.WriteHeader(status)
	// A caller who went away does not read the answer.
	_ = json.NewEncoder(w).Encode(huma.ErrorModel{Status: status, Title: http.StatusText(status), Detail: sentence})
}
