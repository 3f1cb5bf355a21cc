package main

// runs lists what is measured, in the order of docs/detection.md.
func runs() []run {
	return append(append(texts(), spread()...), rest()...)
}

func tests(pattern, folder string, measures ...measure) run {
	return run{[]string{"-run", pattern, folder}, measures}
}

func benchmark(pattern, folder string, measures ...measure) run {
	return run{[]string{"-run", "^$", "-bench", pattern, folder}, measures}
}

// texts are measures of what is read in one text.
func texts() []run {
	return []run{
		tests("^Test(Accuracy|FirstLetters|SmallLanguages)$", "./classify/language",
			measure{what: "language", name: "accuracy, mean of az hy ru en tr fa ka uz, sentences", bar: least(0.99), read: worst(`mean: sentences ([\d.]+)`)},
			measure{what: "language", name: "the same, first 40 characters", bar: least(0.96), read: worst(`mean: .*first 40 characters ([\d.]+)$`)},
			measure{what: "language", name: "accuracy, lowest of tk ky kk uk tg tt, sentences of our own", bar: least(0.97), read: worst(`(?:tk|ky|kk|uk|tg|tt) +\d+ sentences: right ([\d.]+)`)},
			measure{what: "language", name: "accuracy, lower of kk uk, public set", bar: least(0.97), read: worst(` sentences +(?:kk|uk) right ([\d.]+)`)}),
		benchmark("^BenchmarkSentences$", "./classify/language",
			measure{what: "language", name: "sentences a second", bar: least(10000), read: worst(`([\d.]+) texts/s`), speed: true}),
		tests("^Test(MatchClaims|Likelihood)$", "./classify/narrative",
			measure{what: "claims", name: "MAP@5, dev, words alone", bar: least(0.80), read: worst(`dev: MAP@5 ([\d.]+)`)},
			measure{what: "claims", name: "MAP@5, train, words alone", bar: least(0.82), read: worst(`train: MAP@5 ([\d.]+)`)},
			measure{what: "calibration", name: "claims, the one ranked first, dev", bar: most(0.05), read: worst(` first: calibration error ([\d.]+)`)},
			measure{what: "calibration", name: "claims, the first five, dev", bar: most(0.05), read: worst(` first five: calibration error ([\d.]+)`)}),
		tests("^Test(Dev|Swap)$", "./classify/technique",
			measure{what: "techniques", name: "macro-F1, dev", bar: least(0.42), read: worst(`macro-F1 ([\d.]+), manipulative F1`)},
			measure{what: "techniques", name: "manipulative F1, dev", bar: least(0.87), read: worst(`manipulative F1 ([\d.]+)`)},
			measure{what: "calibration", name: "techniques, all likelihoods, dev", bar: most(0.05), read: worst(`calibration error of all likelihoods ([\d.]+)`)},
			measure{what: "calibration", name: "techniques, manipulative alone, dev", bar: most(0.05), read: worst(`manipulative +F1 [\d.]+, calibration error ([\d.]+)`)},
			measure{what: "techniques", name: "mean change of score, names swapped", bar: most(0.02), read: worst(`mean absolute change ([\d.]+)`)}),
		tests("^TestStemAzerbaijaniForms$", "./index/analysis",
			measure{what: "stems", name: "recall, az", bar: least(0.90), read: worst(`recall ([\d.]+), conflation`)},
			measure{what: "stems", name: "conflation, az", bar: most(0.05), read: worst(`conflation ([\d.]+)`)}),
	}
}

// spread are measures of what several pages have in common.
func spread() []run {
	return []run{
		tests("^TestChanges$", "./classify/duplicate",
			measure{what: "duplicates", name: "pair F1, eight languages, ten changes", bar: least(0.985), read: worst(`recall [\d.]+, F1 ([\d.]+)`)},
			measure{what: "duplicates", name: "homoglyphs, recall", bar: least(0.99), read: worst(`homoglyphs +(\d+) of (\d+)`)}),
		tests("^TestMillion$", "./classify/duplicate",
			measure{what: "duplicates", name: "texts of 2 KB a second, 20,000 in one pass", bar: least(15000), read: worst(`: (\d+) a second, the first tenth`), speed: true},
			measure{what: "duplicates", name: "the same, last tenth", bar: least(15000), read: worst(`the last tenth (\d+);`), speed: true}),
		tests("^TestParity$", "./classify/coordination",
			measure{what: "coordination", name: "rows of the published table that differ", bar: most(0), read: failed("TestParity")}),
		benchmark("^BenchmarkParity$", "./classify/coordination",
			measure{what: "coordination", name: "seconds, 35,125 rows, all five settings", bar: most(0.3), read: divided(1e9, worst(`BenchmarkParity\S*\s+\d+\s+([\d.]+) ns/op`)), speed: true}),
		tests("^TestAccuracy$", "./classify/lookalike",
			measure{what: "lookalikes", name: "precision, the lower of both halves", bar: least(0.97), read: worst(`: precision ([\d.]+), recall`)},
			measure{what: "lookalikes", name: "recall, the lower of both halves", bar: least(0.97), read: worst(`: precision [\d.]+, recall ([\d.]+)`)}),
	}
}

// rest are the promises that are kept or broken.
func rest() []run {
	return []run{
		tests("^TestOpinionIsNoIncident$", "./monitor",
			measure{what: "opinion", name: "incidents among 300 plain opinions", bar: most(0), read: count("TestOpinionIsNoIncident", ` is (?:incident|critical): `)}),
		tests("^TestBadInput$", "./classify",
			measure{what: "bad input", name: "tests of every detector that fail", bar: most(0), read: failed("TestBadInput")}),
	}
}
