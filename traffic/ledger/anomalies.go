package ledger

import "math/bits"

// Anomaly is a way in which an answer breaks the expectation.
type Anomaly uint8

// The anomalies, in the order of `vocabulary.json`.
const (
	Missing Anomaly = iota
	Stale
	Foreign
	Doubled
	Phantom
	Zombie
	Overstayed
	anomalyCount
)

func (a Anomaly) String() string {
	return [...]string{"missing", "stale", "foreign", "doubled", "phantom", "zombie", "overstayed"}[a]
}

// Anomalies is a set of them: one answer can break the expectation in several ways.
type Anomalies uint8

// AllAnomalies is the set of every anomaly.
const AllAnomalies Anomalies = 1<<anomalyCount - 1

// Set is the set of the given anomalies.
func Set(anomalies ...Anomaly) Anomalies {
	var set Anomalies
	for _, a := range anomalies {
		set |= 1 << a
	}
	return set
}

// Has says whether the set holds a.
func (s Anomalies) Has(a Anomaly) bool { return s&(1<<a) != 0 }

// Each calls do for every anomaly of the set, in order.
func (s Anomalies) Each(do func(Anomaly)) {
	for rest := s; rest != 0; rest &= rest - 1 {
		do(Anomaly(bits.TrailingZeros8(uint8(rest))))
	}
}
