package privacy

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"html"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// maxReport bounds what is looked through of one file of a report, in bytes.
const maxReport = 64 << 20

// eraseReports removes the files of reports in which a name stands, or says how
// many it would be. Nobody can look into a PDF: where the name stood elsewhere,
// it goes too, and can be made again.
func (s *Service) eraseReports(n *needles, elsewhere, yes bool) (int, error) {
	if s.options.Reports == "" {
		return 0, nil
	}
	folder, err := os.OpenRoot(s.options.Reports)
	if errors.Is(err, fs.ErrNotExist) {
		return 0, nil
	}
	if err != nil {
		return 0, fmt.Errorf("looking through the reports that were made: %w", err)
	}
	defer folder.Close()
	files, err := fs.ReadDir(folder.FS(), ".")
	count := 0
	for _, f := range files {
		if !f.Type().IsRegular() || !n.mayStand(folder, f.Name(), elsewhere) {
			continue
		}
		count++
		if yes {
			err = errors.Join(err, folder.Remove(f.Name()))
		}
	}
	if err != nil {
		return count, fmt.Errorf("removing reports that were made: %w", err)
	}
	return count, nil
}

// mayStand reports whether a name stands in a file, or where it cannot be looked
// for, whether it stands elsewhere.
func (n *needles) mayStand(folder *os.Root, name string, elsewhere bool) bool {
	f, err := folder.Open(name)
	if err != nil {
		return false
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxReport+1))
	if err != nil || len(data) > maxReport || filepath.Ext(name) == ".pdf" {
		return elsewhere
	}
	if filepath.Ext(name) == ".xlsx" {
		return n.inArchive(data, elsewhere)
	}
	return n.inMarkup(data)
}

func (n *needles) inMarkup(data []byte) bool {
	text := html.UnescapeString(string(data))
	return len(n.find(text)) > 0 || len(n.find(tag.ReplaceAllString(text, " "))) > 0
}

// inArchive looks through the parts of a workbook.
func (n *needles) inArchive(data []byte, elsewhere bool) bool {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return elsewhere
	}
	left := int64(maxReport)
	for _, part := range z.File {
		r, err := part.Open()
		if err != nil {
			return elsewhere
		}
		text, err := io.ReadAll(io.LimitReader(r, left+1))
		left -= int64(len(text))
		if err = errors.Join(err, r.Close()); err != nil || left < 0 {
			return elsewhere
		}
		if n.inMarkup(text) {
			return true
		}
	}
	return false
}
