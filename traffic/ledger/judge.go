package ledger

import "slices"

// deviation is what a session was last seen to hold, where that is not what it should hold. Later answers are
// compared with it first, so that one lost or doubled item is not taken for a new riddle after every write.
type deviation struct {
	count, digest uint64
	// through is the last item that count and digest account for.
	through    uint32
	flags      Anomalies
	rolledBack bool
}

// judgement is what the content of an answer says.
type judgement struct {
	flags Anomalies
	// rolledBack: when items first went missing, what was left was a beginning of what was written (else one with holes).
	rolledBack bool
	// showsPending: the item after the known ones is there.
	showsPending bool
	// tabs is what is known after it, of a session with tabs.
	tabs *tabs
}

// judge compares the content of an answer, whose owner is the right one, with what the session must hold. An item
// whose write is in doubt may be there or not.
func judge(owner string, i items, last *deviation, content Content) judgement {
	count, digest, next := i.known(owner)
	nextHash := Hash(owner, count+1)
	phantom := i.pending == phantomSeen
	is := func(c, d uint64) bool { return content.Count == c && content.Digest == d }

	switch {
	case is(uint64(count), digest):
		return judgement{flags: when(phantom, Phantom)}
	case next != neverSent && is(uint64(count)+1, digest+nextHash):
		return judgement{flags: when(phantom || next == surelyNot, Phantom), showsPending: true}
	}
	if last != nil {
		if j, ok := asBefore(owner, count, next, nextHash, *last, content); ok {
			return j
		}
	}
	return explain(owner, count, digest, next, content)
}

// asBefore explains an answer by the last deviation and what was written since.
func asBefore(owner string, count uint32, next pending, nextHash uint64, last deviation, content Content) (judgement, bool) {
	since, sum := uint64(0), uint64(0)
	for item := last.through + 1; item <= count; item++ {
		since, sum = since+1, sum+Hash(owner, item)
	}
	is := func(c, d uint64) bool { return content.Count == last.count+c && content.Digest == last.digest+d }
	j := judgement{flags: last.flags, rolledBack: last.rolledBack}

	switch {
	case is(since, sum):
		return j, true
	case next != neverSent && last.through <= count && is(since+1, sum+nextHash):
		j.showsPending = true
		j.flags |= when(next == surelyNot, Phantom)
		return j, true
	case since > 0 && is(0, 0):
		j.flags |= Set(Stale)
		return j, true
	case since > 0 && is(2*since, 2*sum):
		j.flags |= Set(Doubled)
		return j, true
	}
	return judgement{}, false
}

// explain finds out from count and digest alone what is stored. Fewer items than the known ones: some are missing
// for certain. As many or more: up to two that are there twice, or one twice and one missing, or everything twice, or
// one missing and the one in doubt there; what none of these explains is an item that this session never sent.
func explain(owner string, count uint32, digest uint64, next pending, content Content) judgement {
	if content.Count < uint64(count) {
		j := judgement{flags: Set(Stale), rolledBack: isBeginning(owner, content)}
		if next != neverSent && content.Count > 0 && !j.rolledBack {
			less := Content{Count: content.Count - 1, Digest: content.Digest - Hash(owner, count+1)}
			j.rolledBack = isBeginning(owner, less)
			j.showsPending = j.rolledBack
		}
		return j
	}
	hashes := make([]uint64, 0, count+1)
	for item := uint32(1); item <= count; item++ {
		hashes = append(hashes, Hash(owner, item))
	}
	extra, surplus := content.Count-uint64(count), content.Digest-digest
	if flags := surplusOf(hashes, digest, extra, surplus); flags != 0 {
		return judgement{flags: flags}
	}
	if next != neverSent {
		nextHash := Hash(owner, count+1)
		flags := surplusOf(append(hashes, nextHash), digest+nextHash, extra-1, surplus-nextHash)
		if extra == 0 && slices.Contains(hashes, nextHash-surplus) {
			flags = Set(Stale)
		}
		if flags != 0 {
			return judgement{flags: flags | when(next == surelyNot, Phantom), showsPending: true}
		}
	}
	return judgement{flags: Set(Foreign)}
}

// surplusOf explains a surplus of `extra` items with that digest over the items with these hashes: some of them
// are stored more than once.
func surplusOf(hashes []uint64, digest, extra, surplus uint64) Anomalies {
	at := make(map[uint64]bool, len(hashes))
	for _, h := range hashes {
		at[h] = true
	}
	switch {
	case extra == 1 && at[surplus]:
		return Set(Doubled)
	case extra > 0 && extra == uint64(len(hashes)) && surplus == digest:
		return Set(Doubled)
	}
	for _, h := range hashes {
		if extra == 2 && at[surplus-h] {
			return Set(Doubled)
		}
		if extra == 0 && surplus != 0 && at[surplus+h] {
			return Set(Stale, Doubled)
		}
	}
	return 0
}

// isBeginning says whether content is exactly items 1 to content.Count.
func isBeginning(owner string, content Content) bool {
	sum := uint64(0)
	for item := uint64(1); item <= content.Count; item++ {
		sum += Hash(owner, item)
	}
	return sum == content.Digest
}

func when(holds bool, a Anomaly) Anomalies {
	if holds {
		return Set(a)
	}
	return 0
}
