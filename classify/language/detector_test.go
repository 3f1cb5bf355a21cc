package language

import (
	"path/filepath"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/qalxan/qalxan/internal/shareddata"
)

func newDetector(t testing.TB) *Detector {
	t.Helper()
	d, err := New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestDetect(t *testing.T) {
	d := newDetector(t)
	for _, test := range []struct{ name, text, code, script string }{
		{"azerbaijani", "Bakı şəhərində yeni kitabxana açıldı və hər gün saat ondan işləyir.", "az", "Latn"},
		{"azerbaijani with a Cyrillic schwa", "Bu xәbәr bir neçә saytda eyni vaxtda dәrc olundu.", "az", "Latn"},
		{"azerbaijani in plain letters", "Bu xeber bir nece saytda eyni vaxtda derc olunub ve heç kim menbe gostermeyib, amma çox oxunub.", "az", "Latn"},
		{"azerbaijani in Cyrillic", "Бу хәбәр бир нечә гәзетдә ејни вахтда дәрҹ олунду вә һеч ким мәнбә ҝөстәрмәди.", "az", "Cyrl"},
		{"turkish", "Yeni kütüphane dün açıldı ve her gün saat ondan itibaren ziyaretçilerini bekliyor.", "tr", "Latn"},
		{"turkish in a wrong code page", "Yeni kütüphane dün açýldý ve her gün saat ondan baþlayarak ziyaretçilerini aðýrlýyor.", "tr", "Latn"},
		{"uzbek", "Toshkentda yangi kutubxona ochildi, u yerda bolalar uchun ham alohida xona bor va kirish bepul bo‘ldi.", "uz", "Latn"},
		{"uzbek with a plain apostrophe", "O'zbekistonda yangi yo'l qurildi.", "uz", "Latn"},
		{"uzbek in Cyrillic", "Тошкентда янги кутубхона очилди, у ерда болалар учун ҳам алоҳида хона бор.", "uz", "Cyrl"},
		{"tajik", "Дар шаҳри Душанбе китобхонаи нав кушода шуд ва он ҳар рӯз аз соати нӯҳ кор мекунад.", "tg", "Cyrl"},
		{"kazakh", "Алматыда жаңа кітапхана ашылды, ол күн сайын сағат тоғыздан жұмыс істейді.", "kk", "Cyrl"},
		{"kyrgyz", "Бишкекте жаңы китепкана ачылды, ал күн сайын саат тогуздан иштейт жана кирүү акысыз.", "ky", "Cyrl"},
		{"russian", "В городе открылась новая библиотека, она работает каждый день с девяти часов.", "ru", "Cyrl"},
		{"ukrainian", "У місті відкрилася нова бібліотека, вона працює щодня з дев'ятої години.", "uk", "Cyrl"},
		{"belarusian", "У горадзе адкрылася новая бібліятэка, яна працуе штодня з дзявятай гадзіны, і ўваход вольны.", "be", "Cyrl"},
		{"bulgarian", "В града беше открита нова библиотека, която работи всеки ден от девет часа, а входът е безплатен за всички.", "bg", "Cyrl"},
		{"serbian", "У граду је отворена нова библиотека која ради сваког дана од девет сати.", "sr", "Cyrl"},
		{"armenian", "Քաղաքում բացվեց նոր գրադարան։", "hy", "Armn"},
		{"georgian", "ქალაქში ახალი ბიბლიოთეკა გაიხსნა.", "ka", "Geor"},
		{"hebrew", "ספרייה חדשה נפתחה בעיר", "he", "Hebr"},
		{"persian", "کتابخانه جدیدی در شهر باز شد و هر روز از ساعت نه کار می‌کند.", "fa", "Arab"},
		{"arabic", "افتتحت مكتبة جديدة في المدينة وتعمل كل يوم من الساعة التاسعة.", "ar", "Arab"},
		{"urdu", "شہر میں ایک نئی لائبریری کھل گئی ہے اور یہ روزانہ نو بجے سے کام کرتی ہے۔", "ur", "Arab"},
		{"kurdish", "کتێبخانەیەکی نوێ لە شارەکە کرایەوە و هەموو ڕۆژێک لە کاتژمێر نۆ کار دەکات.", "ckb", "Arab"},
		{"english", "A new library opened in the city, and it is open every day from nine o'clock.", "en", "Latn"},
		{"an Irish name", "Who's next? O'Rourke speaks for O'Connor and O'Toole.", "en", "Latn"},
		{"german", "In der Stadt wurde eine neue Bibliothek eröffnet, die jeden Tag ab neun Uhr geöffnet ist.", "de", "Latn"},
		{"french", "Une nouvelle bibliothèque a ouvert dans la ville, elle est ouverte tous les jours dès neuf heures.", "fr", "Latn"},
		{"greek", "Μια νέα βιβλιοθήκη άνοιξε στην πόλη", "el", "Grek"},
		{"an Azerbaijani text with a Latin address", "https://example.com/very/long/english/path/that/is/not/text Yeni məktəb açıldı", "az", "Latn"},
		{"empty", "", "und", "Zyyy"},
		{"digits", "2026-11-21 12:30", "und", "Zyyy"},
		{"two letters", "ok", "und", "Latn"},
		{"not UTF-8", "\xff\xfe\xfa", "und", "Zyyy"},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := d.Detect(test.text)
			if got.Code != test.code || got.Script != test.script {
				t.Errorf("got %s %s (%.2f), want %s %s", got.Code, got.Script, got.Confidence, test.code, test.script)
			}
			if got.Confidence < 0 || got.Confidence > 1 || (got.Code == "und") != (got.Confidence == 0) {
				t.Errorf("confidence %v for %s", got.Confidence, got.Code)
			}
		})
	}
}

// TestStrangers feeds languages that no model knows. Each must be told by its
// own name or be left undetermined: never taken for one that is configured.
func TestStrangers(t *testing.T) {
	d := newDetector(t)
	for code, text := range map[string]string{
		"pl": "W mieście otwarto nową bibliotekę, która jest czynna codziennie od dziewiątej, a wstęp do niej jest bezpłatny dla wszystkich.",
		"es": "En la ciudad se abrió una nueva biblioteca que funciona todos los días desde las nueve y la entrada es gratuita para todos.",
		"it": "In città è stata aperta una nuova biblioteca che è aperta tutti i giorni dalle nove e l'ingresso è gratuito per tutti.",
		"pt": "Na cidade foi aberta uma nova biblioteca que funciona todos os dias a partir das nove e a entrada é gratuita para todos.",
		"nl": "In de stad is een nieuwe bibliotheek geopend die elke dag vanaf negen uur open is en de toegang is gratis voor iedereen.",
		"ro": "În oraș a fost deschisă o nouă bibliotecă care este deschisă în fiecare zi de la ora nouă, iar intrarea este liberă pentru toți.",
		"cs": "Ve městě byla otevřena nová knihovna, která je otevřena každý den od devíti hodin a vstup je pro všechny zdarma.",
		"hu": "A városban új könyvtár nyílt, amely minden nap kilenc órától tart nyitva, és a belépés mindenki számára ingyenes.",
		"fi": "Kaupunkiin on avattu uusi kirjasto, joka on avoinna joka päivä kello yhdeksästä alkaen ja sisäänpääsy on kaikille maksuton.",
		"sv": "I staden har ett nytt bibliotek öppnats som är öppet varje dag från klockan nio och inträdet är gratis för alla.",
		"tk": "Şäherde täze kitaphana açyldy, ol her gün sagat dokuzdan işleýär we giriş hemmeler üçin mugt bolar diýip habar berdiler.",
		"vi": "Một thư viện mới vừa được mở trong thành phố, mở cửa mỗi ngày từ chín giờ và vào cửa miễn phí cho tất cả mọi người.",
		"id": "Sebuah perpustakaan baru telah dibuka di kota ini, buka setiap hari mulai pukul sembilan dan masuknya gratis untuk semua orang.",
		"la": "Gallia est omnis divisa in partes tres, quarum unam incolunt Belgae, aliam Aquitani, tertiam qui ipsorum lingua Celtae appellantur.",
	} {
		if got := d.Detect(text).Code; got != code && got != "und" {
			t.Errorf("%s was taken for %s", code, got)
		}
	}
}

func TestNew(t *testing.T) {
	for name, codes := range map[string][]string{
		"no such language": {"az", "xx"},
		"empty code":       {"az", "en", ""},
		"one model":        {"az", "uz"},
	} {
		if _, err := New(codes); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	d, err := New([]string{"en", "es"})
	if err != nil {
		t.Fatal(err)
	}
	if got := d.Detect("Una mañana de otoño en la plaza").Code; got != "es" {
		t.Errorf("configured es, got %s", got)
	}
}

func FuzzDetect(f *testing.F) {
	d := newDetector(f)
	for _, seed := range []string{"", "Bakı", "o'g'il", "ДНК və RNT", "\u200c\u200d", "و", "İIıi", "\xff"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got := d.Detect(text)
		if got.Code == "" || got.Script == "" || got.Confidence < 0 || got.Confidence > 1 {
			t.Errorf("%q: %+v", text, got)
		}
		if again := d.Detect(text); again != got {
			t.Errorf("%q: first %+v, then %+v", text, got, again)
		}
	})
}

func BenchmarkDetect(b *testing.B) {
	d := newDetector(b)
	for name, text := range map[string]string{
		"az": "Bu gün şəhərdə keçirilən tədbirdə yeni layihə barədə ətraflı məlumat verildi. ",
		"en": "Details of the new project were given at an event that was held in the city today. ",
		"ru": "На мероприятии, которое прошло сегодня в городе, подробно рассказали о новом проекте. ",
	} {
		text = strings.Repeat(text, 1+3000/len(text))
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				d.Detect(text)
			}
		})
	}
}

// BenchmarkSentences reads sentences of all languages, on all cores, and tells
// how many a second.
func BenchmarkSentences(b *testing.B) {
	var texts []string
	folder := shareddata.Folder(b, "lingua-go")
	for _, code := range []string{"az", "hy", "ru", "en", "tr", "fa", "ka", "kk", "uk"} {
		texts = append(texts, lines(b, filepath.Join(folder, "sentences", code+".txt"))...)
	}
	d := newDetector(b)
	var before, after runtime.MemStats
	var next atomic.Int64
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			d.Detect(texts[int(next.Add(1))%len(texts)])
		}
	})
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "texts/s")
	runtime.GC()
	runtime.ReadMemStats(&before)
	runtime.KeepAlive(d)
	d = nil
	runtime.GC()
	runtime.ReadMemStats(&after)
	b.ReportMetric(float64(before.HeapAlloc-after.HeapAlloc)/(1<<20), "MiB-detector")
}

func BenchmarkNew(b *testing.B) {
	for b.Loop() {
		if _, err := New(nil); err != nil {
			b.Fatal(err)
		}
	}
}
