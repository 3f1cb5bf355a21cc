package wiki

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// request is what a revisions query asks for.
type request struct {
	titles     []string
	props      []string
	slots      bool
	limit      int // 0: the newest only
	newerFirst bool
	start, end time.Time // in the order of listing; zero for open
	from       int       // revision to continue with
}

const maxRevisions = 50 // with content, for a client without special rights

func readRequest(q url.Values) (request, error) {
	ask := request{
		titles:     strings.Split(q.Get("titles"), "|"),
		props:      []string{"ids", "timestamp", "comment", "user"},
		slots:      q.Get("rvslots") != "",
		newerFirst: q.Get("rvdir") != "newer",
	}
	if q.Get("titles") == "" {
		return ask, refuse("missingparam", "titles is missing")
	}
	if v := q.Get("rvprop"); v != "" {
		ask.props = strings.Split(v, "|")
	}
	if err := ask.readRange(q); err != nil {
		return ask, err
	}
	ranged := ask.limit > 0 || ask.from > 0 || !ask.start.IsZero() || !ask.end.IsZero()
	if ranged && len(ask.titles) > 1 {
		return ask, refuse("invalidparammix", "rvlimit, rvstart and rvend go with one title only")
	}
	if ranged && ask.limit == 0 {
		ask.limit = 10
	}
	return ask, nil
}

func (ask *request) readRange(q url.Values) (err error) {
	switch v := q.Get("rvlimit"); v {
	case "":
	case "max":
		ask.limit = maxRevisions
	default:
		n, err := strconv.Atoi(v)
		if err != nil || n < 1 {
			return refuse("badinteger", "rvlimit %q is not a number from 1", v)
		}
		ask.limit = min(n, maxRevisions)
	}
	if ask.start, err = readTime(q, "rvstart"); err != nil {
		return err
	}
	if ask.end, err = readTime(q, "rvend"); err != nil {
		return err
	}
	if v := q.Get("rvcontinue"); v != "" {
		_, id, _ := strings.Cut(v, "|")
		if ask.from, err = strconv.Atoi(id); err != nil {
			return refuse("badcontinue", "rvcontinue %q was not given by this wiki", v)
		}
	}
	return nil
}

func readTime(q url.Values, name string) (time.Time, error) {
	v := q.Get(name)
	if v == "" {
		return time.Time{}, nil
	}
	t, err := time.Parse(time.RFC3339, v)
	if err != nil {
		return t, refuse("badtimestamp", "%s %q is not a time like 2026-03-04T12:00:00Z", name, v)
	}
	return t, nil
}

// choose picks from revisions that stand oldest first.
func (ask request) choose(seen []saved) (chosen []saved, next string) {
	seen = slices.Clone(seen)
	oldest, newest := ask.start, ask.end
	if ask.newerFirst {
		slices.Reverse(seen)
		oldest, newest = ask.end, ask.start
	}
	limit := max(ask.limit, 1)
	started := ask.from == 0
	for _, s := range seen {
		started = started || s.id == ask.from
		if !started || s.At.Before(oldest) || (!newest.IsZero() && s.At.After(newest)) {
			continue
		}
		if len(chosen) == limit {
			if ask.limit > 0 {
				next = fmt.Sprintf("%s|%d", s.At.UTC().Format("20060102150405"), s.id)
			}
			break
		}
		chosen = append(chosen, s)
	}
	return chosen, next
}

// show is a revision with the properties that were asked for.
func (ask request) show(s saved) object {
	o := object{}
	for _, prop := range ask.props {
		switch prop {
		case "ids":
			o["revid"], o["parentid"] = s.id, s.parent
		case "flags":
			o["minor"] = false
		case "timestamp":
			o["timestamp"] = s.At.UTC().Format(time.RFC3339)
		case "user":
			o["user"] = s.User
		case "comment":
			o["comment"] = s.Comment
		case "size":
			o["size"] = len(s.Text)
		case "sha1":
			o["sha1"] = s.sha1()
		case "tags":
			o["tags"] = []string{}
		case "content":
			ask.showText(o, s.Text)
		}
	}
	return o
}

func (ask request) showText(o object, text string) {
	if !ask.slots {
		o["contentformat"], o["contentmodel"], o["content"] = "text/x-wiki", "wikitext", text
		return
	}
	o["slots"] = object{"main": object{
		"contentformat": "text/x-wiki", "contentmodel": "wikitext", "content": text,
	}}
}
