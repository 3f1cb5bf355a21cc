package infrastructure

import "github.com/qalxan/qalxan/crawler/extract/marks"

// Tier says how much a shared mark proves.
type Tier int

// The tiers of evidence.
const (
	TierOwner  Tier = 1 // a service gave it to one owner
	TierChosen Tier = 2 // a site chose it; another may by chance
	TierCommon Tier = 3 // many strangers share it
)

// tiers are those of all kinds that are not common.
var tiers = map[marks.Kind]Tier{
	marks.Analytics: TierOwner, marks.TagManager: TierOwner, marks.Ads: TierOwner, marks.AdSense: TierOwner,
	marks.Metrika: TierOwner, marks.YandexAds: TierOwner, marks.Pixel: TierOwner, marks.TikTok: TierOwner, marks.MailRu: TierOwner,
	marks.Hotjar: TierOwner, marks.Clarity: TierOwner, marks.Matomo: TierOwner, marks.Verification: TierOwner, marks.Certificate: TierOwner,
	marks.App: TierChosen, marks.Pages: TierChosen, marks.Account: TierChosen, marks.Feed: TierChosen, marks.Favicon: TierChosen,
	marks.PushSite: TierOwner,
}

// TierOf is the tier of a kind of mark.
func TierOf(k marks.Kind) Tier {
	if t, ok := tiers[k]; ok {
		return t
	}
	return TierCommon
}

// weight is what one rare mark of the tier adds, 0 to 1. Two of the chosen
// make a tie; those that are common never do, however many.
func (t Tier) weight() float64 {
	return [...]float64{TierOwner: 0.9, TierChosen: 0.35, TierCommon: 0.1}[t]
}

// labels are what the kinds are called in a sentence.
var labels = map[marks.Kind]string{
	marks.Analytics: "Google Analytics account", marks.TagManager: "Google Tag Manager container", marks.Ads: "Google Ads account",
	marks.AdSense: "AdSense publisher", marks.Metrika: "Yandex Metrika counter", marks.YandexAds: "Yandex advertising partner",
	marks.Pixel: "Meta pixel", marks.TikTok: "TikTok pixel", marks.MailRu: "Mail.Ru counter", marks.Hotjar: "Hotjar site",
	marks.Clarity: "Clarity project", marks.Matomo: "Matomo counter", marks.Verification: "proof of ownership",
	marks.Certificate: "certificate name", marks.App: "Facebook app", marks.Pages: "Facebook page", marks.Account: "Twitter account",
	marks.Feed: "feed", marks.Favicon: "icon", marks.PushSite: "push application", marks.Generator: "page generator",
	marks.Theme: "theme", marks.Assets: "source of scripts", marks.Server: "server software",
}
