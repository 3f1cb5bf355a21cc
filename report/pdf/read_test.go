package pdf

import (
	"bytes"
	"cmp"
	"compress/zlib"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf16"
)

// piece is a text that is read at a place of a page.
type piece struct {
	x, y float64
	text string
}

var (
	objects  = regexp.MustCompile(`(?s)\n(\d+) 0 obj\n(.*?)\nendobj`)
	shown    = regexp.MustCompile(`BT /(F[12]) [\d.]+ Tf ([\d.-]+) ([\d.-]+) Td \[(.*?)\] TJ ET`)
	strung   = regexp.MustCompile(`<([0-9A-F]{4})>`)
	meanings = regexp.MustCompile(`<([0-9A-F]{4})><([0-9A-F]*)>\n`)
	contents = regexp.MustCompile(`/Contents\[(\d+) 0 R (\d+) 0 R\]/Resources<</Font<</F1 (\d+) 0 R/F2 (\d+) 0 R`)
	means    = regexp.MustCompile(`/ToUnicode (\d+) 0 R`)
)

// readBack reads the pages of a file as lines of text, as they are seen: from the
// left to the right and from top to bottom.
func readBack(t testing.TB, data []byte) [][]string {
	t.Helper()
	bodies := map[string][]byte{}
	for _, m := range objects.FindAllSubmatch(data, -1) {
		bodies[string(m[1])] = m[2]
	}
	var pages [][]string
	for _, m := range objects.FindAllSubmatch(data, -1) {
		p := contents.FindSubmatch(m[2])
		if p == nil {
			continue
		}
		letters := map[string]map[string]string{"F1": fontOf(t, bodies, p[3]), "F2": fontOf(t, bodies, p[4])}
		var pieces []piece
		for _, n := range p[1:3] {
			pieces = append(pieces, piecesOf(unpacked(t, bodies[string(n)]), letters)...)
		}
		pages = append(pages, linesOf(pieces))
	}
	return pages
}

func unpacked(t testing.TB, body []byte) []byte {
	t.Helper()
	_, stream, _ := bytes.Cut(body, []byte("stream\n"))
	r, err := zlib.NewReader(bytes.NewReader(stream))
	if err != nil {
		t.Fatal(err)
	}
	out, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func fontOf(t testing.TB, bodies map[string][]byte, n []byte) map[string]string {
	t.Helper()
	out := map[string]string{}
	for _, m := range meanings.FindAllSubmatch(unpacked(t, bodies[string(means.FindSubmatch(bodies[string(n)])[1])]), -1) {
		var units []uint16
		for hex := string(m[2]); len(hex) >= 4; hex = hex[4:] {
			unit, err := strconv.ParseUint(hex[:4], 16, 16)
			if err != nil {
				t.Fatal(err)
			}
			units = append(units, uint16(unit))
		}
		out[string(m[1])] = string(utf16.Decode(units))
	}
	return out
}

func piecesOf(content []byte, letters map[string]map[string]string) []piece {
	var out []piece
	for _, m := range shown.FindAllStringSubmatch(string(content), -1) {
		p := piece{}
		fmt.Sscan(m[2], &p.x)
		fmt.Sscan(m[3], &p.y)
		for _, c := range strung.FindAllStringSubmatch(m[4], -1) {
			p.text += letters[m[1]][c[1]]
		}
		out = append(out, p)
	}
	return out
}

func linesOf(pieces []piece) []string {
	slices.SortStableFunc(pieces, func(a, b piece) int { return cmp.Or(cmp.Compare(b.y, a.y), cmp.Compare(a.x, b.x)) })
	var out []string
	for i, p := range pieces {
		if i > 0 && pieces[i-1].y == p.y {
			out[len(out)-1] += "|" + p.text
			continue
		}
		out = append(out, strings.Repeat(" ", int(max(0, p.x-margin)/12))+p.text)
	}
	return out
}
