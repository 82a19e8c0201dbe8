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

// known is how many items a read must show.
func (t tab) known() uint32 {
	if t.pending == seen || t.pending == phantomSeen {
		return t.acknowledged + 1
	}
	return t.acknowledged
}

// possible is how many items a read may show.
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

// Writing is the session once a tab has begun to write. Others may see its item from now on.
func (s State) Writing(tab int) State {
	return s.withTab(tab, func(t *tab_) { t.open = true })
}

// View is what is known now; an operation that begins now must show it.
func (s State) View() (view View) {
	if s.tabs != nil {
		for i, t := range s.tabs.of {
			view[i] = t.known()
		}
	}
	return view
}
