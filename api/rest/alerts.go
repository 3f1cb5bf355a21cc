package rest

import (
	"context"

	"github.com/danielgtaylor/huma/v2"

	"github.com/qalxan/qalxan/report/alert"
	"github.com/qalxan/qalxan/store"
)

// Alerter tells people: *monitor.Monitor.
type Alerter interface {
	AlertRules() alert.Overview
	AlertQueue(ctx context.Context, limit int) ([]store.Letter, error)
	HeldAlerts(ctx context.Context) (map[string]int, error)
}

// queued is how many letters a list has.
const queued = 1000

// AlertState is who is told of what, and what waits for its hour.
type AlertState struct {
	alert.Overview
	// Held counts by rule what waits for its hour.
	Held map[string]int `json:"held"`
}

// LetterList are letters, those that are not sent first.
type LetterList struct {
	Letters []store.Letter `json:"letters"`
}

func (s *service) registerAlerts(a huma.API) {
	register(s, a, "alerts", "List the rules and targets of alerts, without secrets", s.alerts)
	register(s, a, "letters", "List letters of alerts, those that are not sent first", s.letters)
}

func (s *service) alerts(ctx context.Context) (AlertState, error) {
	held, err := s.office.Alerter.HeldAlerts(ctx)
	return AlertState{s.office.Alerter.AlertRules(), held}, err
}

func (s *service) letters(ctx context.Context) (LetterList, error) {
	all, err := s.office.Alerter.AlertQueue(ctx, queued)
	return LetterList{append([]store.Letter{}, all...)}, err
}
