package outlast

import (
	"encoding/json"

	"github.com/outlast/outlast/traffic/ledger"
)

// counts is one ledger of operations: what was due, and what became of it.
type counts struct {
	scheduled, dropped, sent uint64
	outcomes                 [ledger.Dropped]uint64
	details                  [ledger.Connect + 1]uint64
}

// addEnds adds what became of operations; how many were due and sent is counted apart, when they were, so that one
// that gets lost on the way shows.
func (c *counts) addEnds(other counts) {
	c.dropped += other.dropped
	for i := range c.outcomes {
		c.outcomes[i] += other.outcomes[i]
	}
	for i := range c.details {
		c.details[i] += other.details[i]
	}
}

// each calls do for every count by its name in the journal.
func (c counts) each(do func(name string, count uint64)) {
	do("scheduled", c.scheduled)
	do("dropped", c.dropped)
	do("sent", c.sent)
	for _, outcome := range ledger.Outcomes {
		do(outcome.String(), c.outcomes[outcome])
	}
	for _, detail := range ledger.Details {
		do(detail.String(), c.details[detail])
	}
}

// changes is the counts that are not zero, as a frame has them.
func (c counts) changes() map[string]uint64 {
	changed := map[string]uint64{}
	c.each(func(name string, count uint64) {
		if count > 0 {
			changed[name] = count
		}
	})
	return changed
}

// MarshalJSON writes every count.
func (c counts) MarshalJSON() ([]byte, error) {
	all := map[string]uint64{}
	c.each(func(name string, count uint64) { all[name] = count })
	return json.Marshal(all)
}
