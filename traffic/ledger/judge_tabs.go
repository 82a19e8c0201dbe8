package ledger

// difference is by how much an answer had more items than it had to, or fewer; zero where it had all.
type difference struct {
	count, digest uint64
	flags         Anomalies
}

// content is one that the tabs of a session may show: what was known when the operation began, and as much of what
// was written meanwhile, or is in doubt, as `shown` says.
type content struct {
	count, digest uint64
	shown         View
}

// mostContents bounds how many different contents are told apart: where there are more, as an answer took very long
// in which much was written, it is believed.
const mostContents = 4096

// judge compares what an answer shows with what the tabs have written.
func (t *tabs) judge(owner string, op Operation) judgement {
	allowed := t.contents(owner, t.required(op))
	if allowed == nil {
		return judgement{tabs: t}
	}
	for _, last := range []difference{{}, t.last} {
		if shown, ok := t.match(allowed, last, op.Answer.Content); ok {
			return t.judged(shown, last)
		}
	}
	for _, last := range []difference{t.last, {}} {
		if found, ok := t.explain(owner, allowed, last, op.Answer.Content); ok {
			return found
		}
	}
	return t.unexplained(allowed, op.Answer.Content)
}

// required is what an answer has to show: what was known when its operation began, and what it has written itself.
func (t *tabs) required(op Operation) View {
	view := op.View
	if op.Kind == Write {
		view[op.Tab] = max(view[op.Tab], t.of[op.Tab].acknowledged)
	}
	return view
}

// contents are all that an answer may show; nil if they are too many.
func (t *tabs) contents(owner string, required View) []content {
	all := []content{{digest: t.digest, shown: required}}
	for tab, of := range t.of {
		hash := func(n uint32) uint64 { return Hash(owner, t.item(tab, n)) }
		all[0].count += uint64(required[tab])
		for n := required[tab] + 1; n <= of.acknowledged; n++ {
			all[0].digest -= hash(n)
		}
		for n := of.acknowledged + 1; n <= required[tab]; n++ {
			all[0].digest += hash(n)
		}
	}
	for tab, of := range t.of {
		more := uint64(0)
		without := all
		for n := required[tab] + 1; n <= of.possible(); n++ {
			more += Hash(owner, t.item(tab, n))
			for _, c := range without {
				c.count += uint64(n - required[tab])
				c.digest += more
				c.shown[tab] = n
				all = append(all, c)
			}
			if len(all) > mostContents {
				return nil
			}
		}
	}
	return all
}

// match finds the content that an answer shows, apart from a difference.
func (t *tabs) match(allowed []content, apart difference, shows Content) (View, bool) {
	for _, c := range allowed {
		if shows.Count == c.count+apart.count && shows.Digest == c.digest+apart.digest {
			return c.shown, true
		}
	}
	return View{}, false
}

// judged is the judgement of an answer that shows so much of each tab, with a difference.
func (t *tabs) judged(shown View, with difference) judgement {
	next := *t
	next.last = with
	flags := with.flags
	for i := range next.of {
		of := &next.of[i]
		if shown[i] <= of.acknowledged {
			continue
		}
		if of.pending == surelyNot && !of.open || of.pending == phantomSeen {
			of.pending = phantomSeen
			flags |= Set(Phantom)
		} else {
			of.pending = seen
		}
	}
	return judgement{flags: flags, tabs: &next}
}

// explain finds one or two items that are missing, one that is there twice, or one of each, besides a difference that
// was there before.
func (t *tabs) explain(owner string, allowed []content, before difference, shows Content) (judgement, bool) {
	for _, c := range allowed {
		hashes := t.hashes(owner, c.shown)
		count := shows.Count - c.count - before.count
		digest := shows.Digest - c.digest - before.digest
		if flags := oddItems(hashes, count, digest); flags != 0 {
			return t.judged(c.shown, difference{
				count: before.count + count, digest: before.digest + digest, flags: before.flags | flags,
			}), true
		}
	}
	return judgement{}, false
}

// hashes are those of the items that a content shows.
func (t *tabs) hashes(owner string, shown View) map[uint64]bool {
	hashes := map[uint64]bool{}
	for tab, count := range shown {
		for n := uint32(1); n <= count; n++ {
			hashes[Hash(owner, t.item(tab, n))] = true
		}
	}
	return hashes
}

// oddItems says which anomaly makes this difference of items with these hashes; none if it cannot tell.
func oddItems(hashes map[uint64]bool, count, digest uint64) Anomalies {
	const oneLess, twoLess = ^uint64(0), ^uint64(1)
	switch {
	case count == oneLess && hashes[-digest]:
		return Set(Stale)
	case count == 1 && hashes[digest]:
		return Set(Doubled)
	}
	for h := range hashes {
		switch {
		case count == twoLess && hashes[-digest-h] && -digest != 2*h:
			return Set(Stale)
		case count == 0 && digest != 0 && hashes[h+digest]:
			return Set(Stale, Doubled)
		}
	}
	return 0
}

// unexplained is the judgement of an answer that nothing explains. More items than were ever sent: someone else's are
// among them. Else some of its own are missing, as that is what tabs do to each other.
func (t *tabs) unexplained(allowed []content, shows Content) judgement {
	least := allowed[0]
	if shows.Count > allowed[len(allowed)-1].count {
		return judgement{flags: Set(Foreign), tabs: t}
	}
	return t.judged(least.shown, difference{
		count: shows.Count - least.count, digest: shows.Digest - least.digest, flags: Set(Stale),
	})
}
