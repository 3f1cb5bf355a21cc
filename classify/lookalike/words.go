package lookalike

import "strings"

// set makes a set of the words in a text.
func set(words string) map[string]bool {
	s := map[string]bool{}
	for _, w := range strings.Fields(words) {
		s[w] = true
	}
	return s
}

// addedWords are put before or after a brand to make it look like an edition
// of it, in the languages where that was seen.
var addedWords = set(`
	news new newz noticias notizie nachrichten actu actus actualite actualites info infos xeber xeberler xeberleri haber haberler
	haberleri novosti novyny khabar online on live life direct stream tv radio fm video press media mediya journal daily day today week
	weekly times time post gazette chronicle herald tribune report reports reporter bulletin digest magazine mag review portal site web
	page app blog vip pro plus hub club group world global international int intl official officials resmi breaking latest top first
	real true my the der die das le la les el il al edition editions business politics politik politique policy sport sports sun star mirror
	insider inside next now fresh extra network net com org ltd inc co eu us usa uk en fr de it es pl az ru tr am ge ir ua kz uz by lv lt ee
	24x7 english russian turkish azerbaijan armenia georgia iran turkey russia ukraine
	europe america france germany italia italy espana
	nouvelles courrier bref numerique flash echo hd mail login secure support mobile m www`)

// commonWords are names that many outlets bear, and words that are somebody
// else's as well. Another site with such a name imitates nobody.
var commonWords = set(`
	news news24 times time post mail mirror sun star express independent guardian telegraph observer herald tribune chronicle gazette
	courier standard journal globe mercury argus record register review record sentinel examiner dispatch bulletin reporter report
	reports leader citizen echo press pioneer nation national republic republican democrat liberal union forward progress freedom
	liberty liberation liberte libre voice truth pravda trend trends focus fokus forbes fortune money economist economy business
	finance market politics politika policy world planet earth today yesterday tomorrow daily weekly weekend monitor insider outlook
	spectator patriot people public local metro city capital island coast river valley mountain north south east west western eastern
	northern southern central atlantic pacific american america europe africa asia russia france
	welt zeit stern bunte tag tagblatt kurier anzeiger rundschau presse stimme kleine heute morgen abend
	monde parisien temps soir matin jour point express
	mundo pais razon nacion tiempo vanguardia corriere stampa giornale messaggero mattino tempo foglio gazzetta
	lenta gazeta vesti novosti novosty kultura fakty fakti segodnya sevodnya reporter ekspress
	azadliq respublika xalq yeni turan savalan olke vetan veten zaman sabah haber vatan
	aksam posta gunes turkiye aktuell aktuel online radio vision image picture
	telegram statesman trib nature positive archaeology deadline edge science history culture health weather`)

// places are names that many outlets bear alone and few in a compound.
var places = set(`
	boston chicago cleveland richmond syracuse kansas houston dallas denver seattle portland phoenix miami atlanta detroit austin
	tucson nola orlando oakland texas florida california virginia georgia ohio michigan nevada arizona washington london paris berlin
	hamburg munich vienna rome milan madrid moscow moskva kiev kyiv minsk warsaw prague riga vilnius tallinn baku baki tbilisi batumi
	yerevan erevan ganja ankara istanbul izmir tehran tashkent almaty astana bishkek dushanbe ashgabat delhi sydney toronto
	azerbaijan azerbaycan armenia turkey turkiye ukraine ukraina iran israel germany italy spain poland china india canada australia`)

// againstWords make a host that speaks against a brand and not as it.
var againstWords = set(`anti stop against boycott exposed watch fake sofake lies not sucks off`)

// soldEndings are country codes that are sold to everybody as if they were not
// one.
var soldEndings = set(`ai bz cc cf cm co cx fm ga gg gl gq gs io la li lc ly me ml ms mu nu pe pm pw sc sh st su tk to tv vc vg ws`)

// oldEndings are the first endings, which everybody uses.
var oldEndings = set(`com net org edu gov int mil`)
