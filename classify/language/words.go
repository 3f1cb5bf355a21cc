package language

import (
	"maps"
	"slices"
	"strings"
)

// functionWords are the words that no text of some length does without, by
// language, as they are written in running text. A language here need not be
// one that is configured: its words then say what a text is not.
var functionWords = map[string]string{
	"az": `və bu bir ki ilə üçün da də o olan olaraq sonra kimi ən daha çox isə görə deyil həm hər onun bunun amma ancaq lakin
		var yox idi olub edib edir ona mən biz siz onlar belə qədər ya həmin bütün öz yalnız artıq nə əgər həmçinin tərəfindən
		ve ucun ile olan deyib bildirib
		вә бир бу һәм илә үчүн ки олан олараг сонра кими ән даһа чох исә ҝөрә дејил һәр онун амма јох һеч`,
	"tr": `ve bu bir için ile de da o olarak olan çok daha gibi en ise değil her ancak ama kadar sonra mi mı ne ki ya var yok
		ben biz siz onlar onun olduğu oldu olduğunu göre tarafından bunu ayrıca şu hem diye veya eden etti dedi böyle öyle bütün
		icin gore degil kendi önce`,
	"en": `the of and to in a is that for it as was with be by on not he his but at are this have from or had an they which one
		you were her all she there would their we him been has when who will more no if out so said what up its about into than
		them can only other new some could these two may then do first any my now such like our over me even most after also
		everything something anything nothing someone everyone just`,
	"de": `der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als auch es an werden aus er hat dass sie
		nach wird bei einer um am sind noch wie einem über einen so zum war haben nur oder aber vor zur bis mehr durch man sein
		wurde sei kann gegen vom können schon wenn habe ihre dann unter wir ich`,
	"fr": `de la le et les des en un du une que est pour qui dans a par plus pas au sur ne se ce il sont avec ou son aux d'un cette
		d'une ont ses mais comme on tout nous sa fait été aussi leur bien peut ces y deux elle n'a c'est qu'il si même sans
		je vous lui très entre l'on`,
	"es": `de la que el en y a los se del las un por con no una su para es al lo como más o pero sus le ha me si sin sobre este ya
		entre cuando todo esta ser son dos también fue había era muy años hasta desde está mi porque qué sólo han yo hay vez`,
	"it": `di e il la che in a per un è del non una sono le da con si i dei al della nel come alla più lo anche ha gli ma se o su
		ci questo delle loro essere stato suo hanno dal tra fra era cui sua degli nella dalla perché c'è`,
	"pt": `de a o que e do da em um para com não uma os no se na por mais as dos como mas ao ele das à seu sua ou quando muito nos
		já eu também só pelo pela até isso ela entre depois sem mesmo aos seus quem nas me esse eles foi são está tem`,
	"nl": `de van een het en in is dat op te zijn met voor niet aan er die om ook als dan maar bij nog uit door naar heeft hebben
		deze wordt over hij ze was worden kan meer geen al tot zou zich we of veel werd haar wel`,
	"pl": `i w na z do się nie to że o jest jak po co za od przez są dla ale przy tym czy tego oraz tak jego już być był może jej
		tylko które który która ich było także te pod gdy ze będzie jako bez ma`,
	"ro": `de și în la a cu pe nu o să din că un mai au pentru este ce care se prin sunt ale al fost după fi le dar sau acest
		când această fără între până doar foarte lui ca`,
	"ru": `и в не на что он с как это по но к у из за от о же то так для бы его она они мы вы я был была были быть если уже или
		при до ли ее её их все всё только еще ещё об этом также который которые которая году лет может после чтобы над под
		этого сказал без`,
	"uk": `і в на не що з та до у за як від про це по для він його але є із так також які який яка був була були бути вони ми ви
		я або й чи якщо вже ще після при під час цього цей ця через може їх її років того між`,
	"bg": `на и да се от за не е в с че по са си като ще това към но при до или който която които има още след само между през
		беше те той тя ни му го а защото може`,
	"sr": `је и у на се да за од са су као која који које што али до по не из као њих био била било ће сваког није`,
	"be": `і у на не што з да як па за гэта для ён яго але або таксама які якая якія быў была былі ад пра ў гэтага яны мы ужо
		пасля пры`,
	"kk": `және мен бен пен бұл бір да де осы үшін деп ол болып еді емес туралы болған екен бойынша сол ғана дейін кейін оның
		жоқ бар қазақстан жылы көп барлық өз тек керек арқылы ретінде болды деген бірақ сондай еткен`,
	"ky": `жана менен бул бир да үчүн деп ал болуп эле эмес жөнүндө болгон экен боюнча ошол гана чейин кийин анын жок бар көп
		бардык өз керек аркылуу катары болду деген бирок`,
	"uz": `va bilan uchun bu bir ham edi deb emas esa lekin yoki kerak bo'lgan bo'lib bo'ldi qilish haqida hamda keyin shu ular
		uning men biz siz o'z faqat har eng kabi ammo bor yo'q barcha qadar so'ng orqali ekan ta yil
		ва билан учун бу бир ҳам эди деб эмас эса лекин ёки керак бўлган бўлиб бўлди қилиш ҳақида ҳамда кейин шу улар унинг
		фақат ҳар энг каби аммо бор йўқ барча қадар сўнг орқали`,
	"tg": `ва дар ба аз ки ин бо барои аст он мо ман шумо онҳо худ ҳам як то буд шуд кард ҳар пас бояд мешавад кардааст асту
		нест дигар`,
	"fa": `در به از که این را با است برای آن یک خود تا کرد بر هم نیز وی می شد ها اما یا شده هر دو باید بود دارد ما من او آنها
		کند گفت پس نیست می‌شود کرده پیش همه چه اگر شود است. بین دیگر`,
	"ar": `في من على إلى أن عن التي الذي ما مع هذا هذه لا كان أو ذلك بعد كما بين قد قال كل لم هو هي كانت إن ولا وقد حيث أي ثم
		حتى عند غير خلال وفي لها له عليه وهو منذ الى ان او`,
	"ur": `کے کی میں ہے اور سے کا کو اس نے پر کہ یہ ہیں بھی کر ہو ایک تو نہیں جو گیا تھا ان کیا ہی تک ہوئے وہ لیے اپنے تھے
		رہے دیا جا`,
	"ckb": `لە بە کە ئەو بۆ ئەم لەگەڵ یان هەر دوای نێوان ئەوەی پێش سەر نەک`,
}

// FunctionWords lists the function words of a language, in lower case; none for
// a language of which none are known.
func FunctionWords(code string) []string { return strings.Fields(functionWords[code]) }

// arabicArticle is written together with its noun.
const arabicArticle = "ال"

// lexicon says for a word in which languages it is a function word.
type lexicon struct {
	codes []string
	of    map[string]uint32 // word to a bit for each of codes
}

func newLexicon() lexicon {
	l := lexicon{of: map[string]uint32{}}
	for _, code := range slices.Sorted(maps.Keys(functionWords)) {
		bit := uint32(1) << len(l.codes)
		l.codes = append(l.codes, code)
		for _, word := range FunctionWords(code) {
			l.of[word] |= bit
		}
	}
	return l
}

// shares returns for each language the share of words that are function words
// in it.
func (l lexicon) shares(words []string) map[string]float64 {
	hits, articles := make([]int, len(l.codes)), 0
	for _, w := range words {
		for mask, at := l.of[w], 0; mask != 0; mask, at = mask>>1, at+1 {
			hits[at] += int(mask & 1)
		}
		if strings.HasPrefix(w, arabicArticle) {
			articles++
		}
	}
	shares := make(map[string]float64, len(l.codes))
	for at, code := range l.codes {
		shares[code] = float64(hits[at]) / float64(max(1, len(words)))
	}
	shares["ar"] += float64(articles) / float64(max(1, len(words)))
	return shares
}
