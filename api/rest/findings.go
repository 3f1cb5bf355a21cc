package rest

import (
	"bytes"
	"context"
	"fmt"
	"reflect"

	"github.com/danielgtaylor/huma/v2"

	"github.com/qalxan/qalxan/api"
	"github.com/qalxan/qalxan/report"
)

// findingsRequest asks for a page of findings.
type findingsRequest struct {
	Paging
	Filter
}

// findingsAnswer is a page of findings in the form that was negotiated.
type findingsAnswer struct {
	Link string `header:"Link"`
	Vary string `header:"Vary"`
	Body func(huma.Context)
}

// findings lists findings as JSON, or as a report of the page.
func (s *service) findings(a huma.API) func(context.Context, *findingsRequest) (*findingsAnswer, error) {
	return func(ctx context.Context, in *findingsRequest) (*findingsAnswer, error) {
		page, err := s.library.Findings(ctx, in.filter(), in.page())
		if err != nil {
			return nil, s.problem(ctx, err)
		}
		media, body, err := s.render(ctx, a, page)
		if err != nil {
			return nil, s.problem(ctx, err)
		}
		return &findingsAnswer{Link: in.link(page.Next), Vary: "Accept", Body: func(ctx huma.Context) {
			ctx.SetHeader("Content-Type", media)
			// A failed write means that the caller went away.
			_, _ = ctx.BodyWriter().Write(body)
		}}, nil
	}
}

// render writes the page in the form that was negotiated.
func (s *service) render(ctx context.Context, a huma.API, page api.FindingList) (media string, body []byte, err error) {
	var out bytes.Buffer
	format, asReport := formats[negotiated(ctx)]
	if !asReport {
		err := a.Marshal(&out, mediaJSON, page)
		return mediaJSON, out.Bytes(), err
	}
	if err := s.exporting(ctx, format.MediaType(), len(page.Findings)); err != nil {
		return "", nil, err
	}
	var d report.Document
	for _, f := range page.Findings {
		entry, err := s.library.Entry(ctx, f.Finding)
		if err != nil {
			return "", nil, fmt.Errorf("report finding %s: %w", f.Finding.ID, err)
		}
		d.Findings = append(d.Findings, entry)
	}
	err = report.Write(&out, format, d)
	return format.MediaType(), out.Bytes(), err
}

// formats are the reports that a list of findings can be, by media type.
var formats = map[string]report.Format{
	"text/csv": report.CSV, "application/jsonl": report.JSONL, "text/markdown": report.Markdown,
	"application/pdf": report.PDF, report.XLSX.MediaType(): report.XLSX,
}

// findingsContent describes every form of the list.
func findingsContent(schemas huma.Registry) map[string]*huma.MediaType {
	content := map[string]*huma.MediaType{
		mediaJSON: {Schema: schemas.Schema(reflect.TypeFor[api.FindingList](), true, "")},
	}
	for media := range formats {
		content[media] = &huma.MediaType{Schema: &huma.Schema{Type: huma.TypeString}}
	}
	return content
}
