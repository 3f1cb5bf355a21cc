package cue

// lists are the words by which a text tells how it stands to what it says:
// phrases between commas, an asterisk for any ending.
type lists struct {
	verdict     string // the text itself calls it untrue
	denial      string // somebody denies it
	distance    string // it is called a claim
	attribution string // somebody else says it
	vague       string // nobody in particular says it: that is no attribution
	negation    string // single words
}

var byLanguage = map[string]lists{
	"az": {
		verdict: `yalandır, yalan, yalanı, yalanlar, feyk*, əsassız*, uydurma*, saxta*, dezinformasiya*, böhtan*, mif, mifdir, doğru deyil*,
			həqiqətə uyğun deyil*, həqiqət deyil*, həqiqəti əks etdirmir, reallığı əks etdirmir, heç bir əsası yox*, sübut yox*`,
		denial:      `təkzib*, inkar et*, inkar ed*, rədd et*, rədd ed*`,
		distance:    `iddia*, guya*, sözdə, şayiə*`,
		attribution: `bildirib*, bildirdi, deyib, dedi, söyləyib, açıqlayıb, vurğulayıb, adlandır*, sözlərinə görə, məlumatına görə`,
		vague:       `mənbə*, sakin*, insanlar*, camaat, şahid*, ekspert*, deyirlər, bildirilir`,
		negation:    `deyil yox yoxdur heç`,
	},
	"en": {
		verdict: `fake*, false, falsely, hoax*, untrue, baseless, unfounded, debunk*, no truth, no evidence, not true, no basis, misleading,
			myth*, disinformation, misinformation, fabricat*, fact check*, factcheck*, incorrect, made up, lie, lies`,
		denial:      `deny, denies, denied, denying, refut*, reject*, rebut*, dismiss*`,
		distance:    `claim, claims, claimed, claiming, alleg*, purported*, rumour*, rumor*, supposed*, so called, conspiracy`,
		attribution: `said, says, told, stated, announced, calls, called, according to`,
		vague:       `sources, residents, people, locals, insiders, experts, witnesses, reportedly, everyone`,
		negation: `not no never nobody none cannot can't didn't isn't wasn't aren't weren't don't doesn't hasn't haven't hadn't won't
			wouldn't couldn't`,
	},
	"ru": {
		verdict: `ложь, ложью, ложн*, лжив*, фейк*, фэйк*, недостоверн*, не соответств*, неправд*, вымыс*, выдум*, миф, мифы, дезинформац*,
			беспочвенн*, необоснованн*, нет доказательств, не подтвержда*`,
		denial:      `опроверг*, опроверж*, отверг*, отрица*`,
		distance:    `утвержда*, якобы, слух, слухи, слухов, мним*, так называем*, будто`,
		attribution: `сообщил*, заявил*, сказал*, рассказал*, отметил*, подчеркнул*, называ*, назвал*, по словам, по данным`,
		vague:       `источник*, жител*, очевид*, эксперт*, говорят, люди, инсайдер*`,
		negation:    `не нет никто никогда ни`,
	},
	"tr": {
		verdict: `yalan, yalandır, yalanı, sahte*, asılsız*, gerçek dışı*, doğru değil*, gerçeği yansıtm*, uydurma*, dezenformasyon*,
			mesnetsiz*, kanıt yok*, efsane*`,
		denial:      `yalanla*, reddet*, redded*, inkar et*, tekzip*`,
		distance:    `iddia*, sözde, öne sür*, söylenti*, güya`,
		attribution: `açıkladı, söyledi, belirtti, bildirdi, dedi, diyor, ifade etti, göre`,
		vague:       `kaynak*, sakin*, vatandaş*, uzman*, tanık*, söyleniyor, konuşuluyor`,
		negation:    `değil yok yoktur hiç hiçbir`,
	},
	"fa": {
		verdict:     `دروغ*, جعلی*, بی اساس, بی‌اساس, نادرست*, کذب*, صحت ندارد, واقعیت ندارد, ساختگی*`,
		denial:      `تکذیب*, رد کرد*`,
		distance:    `ادعا*, مدعی*, شایعه*, شایعات, گویا`,
		attribution: `گفت, به گفته, اعلام کرد, افزود`,
		vague:       `منابع, منبع, ساکنان, مردم, شاهدان, کارشناسان`,
		negation:    `نیست نه هیچ نشده نمی‌شود`,
	},
	"hy": {
		verdict:     `կեղծ*, սուտ, ֆեյք*, չի համապատասխանում, անհիմն*, ապատեղեկատվ*, առասպել*`,
		denial:      `հերք*, մերժ*`,
		distance:    `իբր*, պնդ*, ասեկոսե*`,
		attribution: `ասաց, ասել, հայտնել, հայտարարել, խոսքով`,
		vague:       `աղբյուր*, բնակիչ*, մարդիկ`,
		negation:    `չի չէ չեն ոչ չկա`,
	},
	"ka": {
		verdict:     `ყალბ*, ტყუილ*, სიცრუე*, არ შეესაბამება, უსაფუძვლო*, დეზინფორმაცია*, მით*`,
		denial:      `უარყ*`,
		distance:    `თითქოს*, ამტკიც*, ჭორ*, ვითომ`,
		attribution: `თქვა, განაცხად*, ცნობით, თქმით`,
		vague:       `წყარო*, მოსახლე*, ხალხ*`,
		negation:    `არ არა ვერ არც აღარ`,
	},
	"uz": {
		verdict:     `yolg'on*, soxta*, asossiz*, feyk*, uydirma*, haqiqatga to'g'ri kelmaydi`,
		denial:      `rad et*, inkor et*`,
		distance:    `go'yo*, da'vo*, mish mish*`,
		attribution: `aytdi, bildirdi, ma'lum qildi, so'zlariga ko'ra`,
		vague:       `manba*, aholi*, odamlar`,
		negation:    `emas yo'q hech`,
	},
	"uk": {
		verdict:     `брехн*, фейк*, неправд*, недостовірн*, не відповіда*, вигад*, міф, міфи, дезінформац*`,
		denial:      `спросту*, запереч*`,
		distance:    `нібито, стверджу*, чутки, начебто`,
		attribution: `повідоми*, заяви*, сказав, сказала, за словами`,
		vague:       `джерел*, мешкан*, люди, кажуть`,
		negation:    `не ні немає ніхто`,
	},
	"kk": {
		verdict:     `жалған*, өтірік*, фейк*, негізсіз*`,
		denial:      `жоққа шығар*, теріске шығар*`,
		distance:    `қауесет*, сыңайлы`,
		attribution: `деді, айтты, мәлімде*, хабарла*`,
		vague:       `дереккөз*, тұрғын*`,
		negation:    `емес жоқ`,
	},
	"ar": {
		verdict:     `كاذب*, مزيف*, زائف*, كذب, مفبرك*, لا صحة, لا أساس`,
		denial:      `نفى, نفت, ينفي, تنفي, دحض*`,
		distance:    `زعم*, يزعم*, مزاعم, ادعى, ادعاءات, شائعة, شائعات`,
		attribution: `قال, قالت, صرح*, أعلن*, وفقا ل*`,
		vague:       `مصادر, مصدر, سكان`,
		negation:    `لا لم ليس ليست لن`,
	},
	"de": {
		verdict:     `falsch, falsche*, fake*, lüge*, unwahr*, falschmeldung*, erfunden*, haltlos*, desinformation*, keine beweise, mythos, faktencheck*`,
		denial:      `dementier*, bestreite*, bestritt*, widerleg*, weist zurück`,
		distance:    `angeblich*, behaupt*, gerücht*, sogenannt*`,
		attribution: `sagte, sagt, erklärte, laut, zufolge, teilte mit`,
		vague:       `quellen, bewohner, leute, experten`,
		negation:    `nicht kein keine keinen nie niemand`,
	},
	"fr": {
		verdict:     `faux, fausse*, fake*, infox, intox, mensong*, infondé*, aucune preuve, désinformation, mythe`,
		denial:      `dément*, réfut*, rejett*, nie, nient, nié`,
		distance:    `prétend*, soi disant, rumeur*, alléga*`,
		attribution: `a déclaré, a dit, a annoncé, selon, indique`,
		vague:       `sources, habitants, gens, experts, témoins`,
		negation:    `pas jamais aucun aucune ni`,
	},
}
