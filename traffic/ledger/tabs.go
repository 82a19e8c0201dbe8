package ledger

// MaxTabs is how many tabs may share a session, and write at once.
const MaxTabs = 8

// tab is one of n that share a session. Tab t writes the items t+1, t+1+n, t+1+2n and so on, each until it is
// acknowledged: what is stored of them is a beginning, so that one count for each tab says which items there are.
type tab struct {
	acknowledged, attempts uint32
	pending                pending
	// open: a write of the pending item is under way.
	open bool
}

// known is how many of its items an answer must show.
func (t tab) known() uint32 {
	if t.pending == seen || t.pending == phantomSeen {
		return t.acknowledged + 1
	}
	return t.acknowledged
}

// possible is how many of its items an answer may show.
func (t tab) possible() uint32 {
	if t.open || t.pending != neverSent {
		return t.acknowledged + 1
	}
	return t.acknowledged
}

// tabs is what a session has written whose tabs write at once. It is never changed in place.
type tabs struct {
	of    [MaxTabs]tab
	count uint32
	// digest is the sum of the hashes of the acknowledged items.
	digest uint64
	// last is how the last answer differed from what it had to show.
	last difference
}

// item is the number of a tab's n-th item.
func (t *tabs) item(tab int, n uint32) uint32 { return uint32(tab) + 1 + (n-1)*t.count }

// View is how many items of each tab were known when an operation began.
type View [MaxTabs]uint32

// WithTabs is a new session that so many tabs share.
func (s State) WithTabs(count int) State {
	if count > 1 {
		s.tabs = &tabs{count: uint32(count)}
	}
	return s
}

// NextItemOf is the item that the next write of a tab carries, and which try of it that is.
func (s State) NextItemOf(tab int) (item, attempt uint32) {
	if s.tabs == nil {
		return s.NextItem()
	}
	t := s.tabs.of[tab]
	return s.tabs.item(tab, t.acknowledged+1), t.attempts + 1
}

// Writing is the session once a tab has begun to write: the answers of others may show its item from now on.
func (s State) Writing(number int) State { return s.withTab(number, func(t *tab) { t.open = true }) }

// notWritten is the session when the write of a tab could not even be sent.
func (s State) notWritten(number int) State {
	return s.withTab(number, func(t *tab) { t.open = false })
}

// View is what is known now: an operation that begins now must show it.
func (s State) View() (view View) {
	if s.tabs != nil {
		for i, t := range s.tabs.of {
			view[i] = t.known()
		}
	}
	return view
}

func (s State) withTab(number int, change func(*tab)) State {
	if s.tabs != nil {
		next := *s.tabs
		change(&next.of[number])
		s.tabs = &next
	}
	return s
}

// written is the tabs after a write of one of them has ended.
func (t *tabs) written(owner string, tab int, effect Effect) *tabs {
	next := *t
	of := &next.of[tab]
	of.open = false
	of.attempts++
	if effect != Happened {
		of.pending = of.pending.after(effect)
		return &next
	}
	of.acknowledged++
	of.attempts, of.pending = 0, neverSent
	next.digest += Hash(owner, next.item(tab, of.acknowledged))
	return &next
}

func (t *tabs) acknowledged() (sum uint32) {
	for _, of := range t.of {
		sum += of.acknowledged
	}
	return sum
}
