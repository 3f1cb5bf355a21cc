package newsroom

// words is what a site's frame says around the articles.
type words struct {
	Home, Archive, About, Related, Updated, Rights, Author, Direction string
}

// frameWords is by language; every other language gets the English ones.
var frameWords = map[string]words{
	"az": {"Ana səhifə", "Arxiv", "Haqqımızda", "Həmçinin oxuyun", "Yenilənib", "Bütün hüquqlar qorunur", "Müəllif", "ltr"},
	"en": {"Home", "Archive", "About us", "Read also", "Updated", "All rights reserved", "By", "ltr"},
	"fa": {"خانه", "بایگانی", "درباره ما", "بیشتر بخوانید", "به‌روزرسانی", "همه حقوق محفوظ است", "نویسنده", "rtl"},
	"ru": {"Главная", "Архив", "О нас", "Читайте также", "Обновлено", "Все права защищены", "Автор", "ltr"},
	"tr": {"Ana sayfa", "Arşiv", "Hakkımızda", "Bunlar da ilginizi çekebilir", "Güncelleme", "Tüm hakları saklıdır", "Yazar", "ltr"},
}

func wordsOf(language string) words {
	if w, ok := frameWords[language]; ok {
		return w
	}
	return frameWords["en"]
}
