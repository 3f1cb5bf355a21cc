package hostile

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode"
)

// FileFaults says what of a file that is sent came alive, by its media type: a
// cell that a spreadsheet would compute, a part of a workbook that is a formula
// or a link, an action of a PDF, markup or a script's address in Markdown, a line
// that is no JSON. Pages are held by [Pages]; of other files it knows nothing.
func FileFaults(media string, data []byte) []string {
	switch {
	case media == "text/csv":
		return table(data)
	case media == "application/jsonl":
		return lines(data)
	case media == "text/markdown":
		return markdown(string(data))
	case media == "application/pdf":
		return pdf(data)
	case strings.HasSuffix(media, "spreadsheetml.sheet"):
		return workbook(data)
	}
	return nil
}

func table(data []byte) (out []string) {
	rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(data, []byte("\ufeff")))).ReadAll()
	if err != nil {
		return []string{err.Error()}
	}
	for _, row := range rows {
		for _, cell := range row {
			bare := strings.TrimLeftFunc(cell, unicode.IsSpace)
			if bare != "" && strings.ContainsRune("=+-@＝＋－＠", []rune(bare)[0]) {
				out = append(out, fmt.Sprintf("a cell begins with %.20q", cell))
			}
		}
	}
	return out
}

func lines(data []byte) (out []string) {
	for line := range bytes.Lines(data) {
		if !json.Valid(line) {
			out = append(out, fmt.Sprintf("%.40q is no JSON", line))
		}
	}
	return out
}

// markdown looks for what no escaped text holds: an element, or an address in a
// link that is not of the web.
func markdown(text string) (out []string) {
	for at, r := range text {
		rest := text[at:]
		if at > 0 && text[at-1] == '\\' {
			continue
		}
		if r == '<' && !strings.HasPrefix(rest, "<http://") && !strings.HasPrefix(rest, "<https://") {
			out = append(out, fmt.Sprintf("%.40q stands unescaped", rest))
		}
		if strings.HasPrefix(rest, "](") && !strings.HasPrefix(rest, "](<http") {
			out = append(out, fmt.Sprintf("%.40q leads elsewhere", rest))
		}
	}
	return out
}

func pdf(data []byte) (out []string) {
	if !bytes.HasPrefix(data, []byte("%PDF-")) || !bytes.HasSuffix(data, []byte("%%EOF\n")) {
		out = append(out, "it is no whole PDF")
	}
	for _, action := range []string{"/JS", "/JavaScript", "/Launch", "/OpenAction", "/AA", "/EmbeddedFile", "/SubmitForm"} {
		if bytes.Contains(data, []byte("<<"+action)) {
			out = append(out, "it holds "+action)
		}
	}
	return out
}

func workbook(data []byte) (out []string) {
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return []string{err.Error()}
	}
	for _, part := range archive.File {
		r, err := part.Open()
		if err != nil {
			return append(out, err.Error())
		}
		decoder := xml.NewDecoder(r)
		for {
			token, err := decoder.Token()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				return append(out, fmt.Sprintf("%s: %v", part.Name, err))
			}
			if e, is := token.(xml.StartElement); is && (e.Name.Local == "f" || e.Name.Local == "hyperlink") {
				out = append(out, fmt.Sprintf("%s holds <%s>", part.Name, e.Name.Local))
			}
		}
	}
	return out
}
