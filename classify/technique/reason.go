package technique

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/qalxan/qalxan"
)

// reason says what was found, without a word on whether the text is right.
func reason(item qalxan.Item, a Analysis, f Found) qalxan.Reason {
	facts := map[string]string{"technique": f.Technique.ID, "language": item.Language.Code, "places": strconv.Itoa(len(f.Places))}
	if quote := excerpt(item.Text, f); quote != "" {
		facts["quote"] = quote
	}
	if a.Judged {
		percent := strconv.Itoa(int(f.Score*100 + 0.5))
		facts["percent"] = percent
		text := fmt.Sprintf("The wording resembles that of posts that experts marked for %s; of such posts %s in 100 were marked.", f.Technique.Name, percent)
		return qalxan.Reason{Code: "technique.judged", Facts: facts, Text: text + said(facts)}
	}
	text := fmt.Sprintf("Turns of phrase that often carry %s stand here; there is not enough data to say how often such cues mislead.", f.Technique.Name)
	return qalxan.Reason{Code: "technique.cue", Facts: facts, Text: text + said(facts)}
}

func said(facts map[string]string) string {
	if facts["quote"] == "" {
		return ""
	}
	return " First: “" + facts["quote"] + "”."
}

// maxQuote is the longest quotation in a reason, in code points.
const maxQuote = 80

// excerpt is the first place, cut to a length that can be read.
func excerpt(text string, f Found) string {
	if len(f.Places) == 0 {
		return ""
	}
	quote := strings.Join(strings.Fields(strings.ToValidUTF8(text[f.Places[0].From:f.Places[0].To], "")), " ")
	if points := []rune(quote); len(points) > maxQuote {
		return string(points[:maxQuote]) + "…"
	}
	return quote
}
