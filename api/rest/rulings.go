package rest

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/api/account"
	"github.com/qalxan/qalxan/classify/calibration"
)

// Ruler carries out what people decide about campaigns: *monitor.Monitor.
type Ruler interface {
	Rule(ctx context.Context, r qalxan.Ruling) (qalxan.Campaign, error)
}

// Learner learns from decisions, and takes it back: *monitor.Monitor.
type Learner interface {
	Learn(ctx context.Context, r calibration.LearnRequest) (calibration.Lesson, error)
	Unlearn(ctx context.Context, by string) (qalxan.Calibration, error)
	Learnt(ctx context.Context) ([]qalxan.Calibration, error)
}

func (s *service) registerRulings(a huma.API) {
	huma.Register(a, change("rule", http.MethodPost, "/campaigns/{id}/rulings",
		"Merge or split campaigns, set a Breakout category, or take such a ruling back, in the name of who asks", http.StatusNotFound), s.rule)
}

// rulingRequest is a ruling without a name: that is who asks.
type rulingRequest struct {
	ID   string `path:"id" minLength:"1" maxLength:"128"`
	Body struct {
		Kind     string    `json:"kind" enum:"merge,split,breakout,undo"`
		Other    string    `json:"other,omitempty" maxLength:"128" doc:"With merge, the campaign that becomes a part of this one."`
		Findings []string  `json:"findings,omitempty" maxItems:"1000" doc:"With split, those that leave together."`
		Category int       `json:"category,omitempty" minimum:"0" maximum:"6" doc:"With breakout, 1 to 6, or 0 for the one that is computed."`
		Undoes   time.Time `json:"undoes,omitzero" doc:"With undo, the time of the ruling that is taken back, as the campaign lists it."`
		Reason   string    `json:"reason" minLength:"1" maxLength:"2000" doc:"Why. It is kept."`
	}
}

func (s *service) rule(ctx context.Context, in *rulingRequest) (*whole[qalxan.Campaign], error) {
	b := in.Body
	ruling := qalxan.Ruling{Kind: qalxan.RulingKind(b.Kind), CampaignID: in.ID, OtherID: b.Other, Findings: b.Findings, Category: b.Category}
	var err error
	if b.Kind == "undo" {
		ruling, err = s.library.Undoing(ctx, in.ID, b.Undoes)
	}
	var c qalxan.Campaign
	if err == nil {
		ruling.By, ruling.Reason = account.From(ctx).Name, b.Reason
		c, err = s.office.Ruler.Rule(ctx, ruling)
	}
	if err != nil {
		return nil, s.problem(ctx, err)
	}
	c.Narratives = append([]string{}, c.Narratives...)
	c.Breakout.Steps = append([]qalxan.BreakoutStep{}, c.Breakout.Steps...)
	return &whole[qalxan.Campaign]{c}, nil
}

func (s *service) registerLearning(a huma.API) {
	register(s, a, "calibrations", "List what was learnt from decisions, newest first", s.learnt)
	huma.Register(a, change("learn", http.MethodPost, "/calibrations", "Learn from all decisions, in the name of who asks"), s.learn)
	huma.Register(a, change("unlearn", http.MethodPost, "/calibrations/undo", "Take back what was learnt last, in the name of who asks", http.StatusUnprocessableEntity), s.unlearn)
}

// CalibrationList are all versions, with those that were taken back.
type CalibrationList struct {
	Calibrations []qalxan.Calibration `json:"calibrations"`
}

func (s *service) learnt(ctx context.Context) (CalibrationList, error) {
	all, err := s.office.Learner.Learnt(ctx)
	list := CalibrationList{[]qalxan.Calibration{}}
	for _, c := range all {
		list.Calibrations = append(list.Calibrations, listed(c))
	}
	return list, err
}

// listed has a list of curves even where nothing was learnt.
func listed(c qalxan.Calibration) qalxan.Calibration {
	c.Curves = append([]qalxan.Curve{}, c.Curves...)
	return c
}

type learnRequest struct {
	Body struct {
		Dry bool `json:"dry,omitempty" doc:"Only say what would change."`
	}
}

func (s *service) learn(ctx context.Context, in *learnRequest) (*whole[calibration.Lesson], error) {
	lesson, err := s.office.Learner.Learn(ctx, calibration.LearnRequest{By: account.From(ctx).Name, Dry: in.Body.Dry})
	if err != nil {
		return nil, s.problem(ctx, err)
	}
	lesson.Rows, lesson.Curves = append([]calibration.LessonRow{}, lesson.Rows...), append([]qalxan.Curve{}, lesson.Curves...)
	return &whole[calibration.Lesson]{lesson}, nil
}

func (s *service) unlearn(ctx context.Context, _ *struct{}) (*whole[qalxan.Calibration], error) {
	undone, err := s.office.Learner.Unlearn(ctx, account.From(ctx).Name)
	if err != nil {
		return nil, s.problem(ctx, err)
	}
	return &whole[qalxan.Calibration]{listed(undone)}, nil
}
