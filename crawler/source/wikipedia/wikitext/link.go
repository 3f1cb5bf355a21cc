package wikitext

import (
	"slices"
	"strings"
)

// hidden are the namespaces whose links show no words in the text: files and
// categories, in the languages of the wikis that are read most.
var hidden = []string{
	"file", "image", "media", "category",
	"fayl", "şəkil", "kateqoriya", // az
	"файл", "изображение", "категория", // ru
	"dosya", "resim", "kategori", // tr
	"պատկեր", "կատեգորիա", // hy
	"ფაილი", "სურათი", "კატეგორია", // ka
	"پرونده", "تصویر", "رده", // fa
	"ملف", "صورة", "تصنيف", // ar
	"зображення", "категорія", // uk
	"сурет", "санат", // kk
	"datei", "bild", "kategorie", // de
	"fichier", "catégorie", // fr
	"archivo", "imagen", "categoría", // es
}

// label is what a reader sees of [[target|words]].
func label(inside string) string {
	target, words, ok := strings.Cut(inside, "|")
	target = strings.TrimSpace(target)
	if space, _, named := strings.Cut(target, ":"); named && (isHidden(space) || !ok && isLanguage(space)) {
		return ""
	}
	if ok && strings.TrimSpace(words) != "" {
		return words
	}
	return strings.TrimPrefix(target, ":")
}

func isHidden(space string) bool {
	return slices.Contains(hidden, strings.ToLower(strings.TrimSpace(space)))
}

// isLanguage reports whether a prefix is that of another language's wiki: such
// a link stands beside the text.
func isLanguage(space string) bool {
	return (len(space) == 2 || len(space) == 3) && strings.Trim(space, "abcdefghijklmnopqrstuvwxyz") == ""
}
