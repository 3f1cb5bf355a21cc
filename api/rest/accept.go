package rest

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"
)

// mediaType is the key of the media type that was negotiated.
type mediaType struct{}

// negotiated is the media type that the caller prefers.
func negotiated(ctx context.Context) string {
	media, _ := ctx.Value(mediaType{}).(string)
	return media
}

// negotiate refuses requests that accept nothing of what the operation offers.
func negotiate(api huma.API) func(huma.Context, func(huma.Context)) {
	return func(ctx huma.Context, next func(huma.Context)) {
		offers := offersOf(ctx.Operation())
		media := choose(ctx.Header("Accept"), offers)
		if media == "" {
			// A failed write means that the caller went away.
			_ = huma.WriteErr(api, ctx, http.StatusNotAcceptable, "This answers only as "+strings.Join(offers, ", ")+".")
			return
		}
		next(huma.WithValue(ctx, mediaType{}, media))
	}
}

const mediaJSON = "application/json"

// offersOf lists the media types of a good answer, JSON first.
func offersOf(op *huma.Operation) []string {
	offers := []string{mediaJSON}
	good := op.Responses["200"]
	if good == nil {
		return offers // what was made, or nothing at all
	}
	for media := range good.Content {
		if media != mediaJSON {
			offers = append(offers, media)
		}
	}
	slices.Sort(offers[1:])
	return offers
}

// choose returns the offer that an Accept header prefers (RFC 9110, 12.5.1),
// the first of equals, or nothing. Parameters other than q are not looked at.
func choose(accept string, offers []string) string {
	if strings.TrimSpace(accept) == "" {
		return offers[0]
	}
	best, weight := "", 0.0
	for _, offer := range offers {
		if q := quality(accept, offer); q > weight {
			best, weight = offer, q
		}
	}
	return best
}

// quality is the weight of the most specific range that fits the offer.
func quality(accept, offer string) float64 {
	kind, _, _ := strings.Cut(offer, "/")
	weight, specific := 0.0, 0
	for part := range strings.SplitSeq(accept, ",") {
		name, parameters, _ := strings.Cut(part, ";")
		fits := 0
		switch strings.ToLower(strings.TrimSpace(name)) {
		case offer:
			fits = 3
		case kind + "/*":
			fits = 2
		case "*/*":
			fits = 1
		}
		if fits > specific {
			specific, weight = fits, weightOf(parameters)
		}
	}
	return weight
}

func weightOf(parameters string) float64 {
	for p := range strings.SplitSeq(parameters, ";") {
		name, value, _ := strings.Cut(strings.TrimSpace(p), "=")
		if strings.EqualFold(name, "q") {
			q, err := strconv.ParseFloat(value, 64)
			if err != nil || !(q >= 0 && q <= 1) { // NaN is none either
				return 0
			}
			return q
		}
	}
	return 1
}
