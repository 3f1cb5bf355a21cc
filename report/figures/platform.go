package figures

// Platform is what became of the reports to one platform.
type Platform struct {
	Name     string
	Sent     int // all that people sent
	Waiting  int // of these, those without an answer
	Overdue  int // of these, those that wait too long
	Outcomes []Tally
	// MedianDays is the median of days to the first answer, of Answered.
	MedianDays float64
	Answered   int
}
