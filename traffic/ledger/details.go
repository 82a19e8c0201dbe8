package ledger

// Detail words of a session's row, beside its fate.
const (
	byLogout    = "logout"
	byExpiry    = "expired"
	overstaying = "overstayed"
	rolledBack  = "rolled_back"
	lostUpdate  = "lost_update"
	repeated    = "repeated"
	interrupted = "interrupted"
	flapping    = "flapping"
)

// Details says more about a fate: how a session ended, whether the missing writes are the last ones (rolled_back) or
// some before them (lost_update), whether we had repeated a write that is there twice (repeated), whether a session
// that survived was away in between (interrupted), and whether the reads of the census disagreed (flapping).
func (s State) Details(fate Fate, f Finding) []string {
	details := []string{}
	add := func(holds bool, detail string) {
		if holds {
			details = append(details, detail)
		}
	}
	switch fate {
	case Ended:
		add(s.base == Gone, byLogout)
		add(s.base != Gone, byExpiry)
		add(s.Count(Overstayed) > 0, overstaying)
	case RolledBack:
		beginning := s.troubles.last != nil && s.troubles.last.rolledBack
		add(beginning, rolledBack)
		add(!beginning, lostUpdate)
	case Duplicated:
		add(s.Repeated, repeated)
	case Survived:
		add(s.Count(Missing)+s.Count(Stale) > 0, interrupted)
	}
	add(f.Flapping, flapping)
	return details
}
