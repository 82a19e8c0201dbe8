package ledger

import (
	"crypto/sha256"
	"encoding/binary"
	"strconv"
)

// Owner is the name under which a user logs in.
func Owner(user uint32) string { return "user-" + strconv.FormatUint(uint64(user), 10) }

// Hash is what one stored item adds to the digest of its session: the first eight bytes, big-endian, of the
// SHA-256 of owner, newline and item in decimal.
func Hash[Item uint32 | uint64](owner string, item Item) uint64 {
	var scratch [96]byte
	text := append(scratch[:0], owner...)
	text = append(text, '\n')
	text = strconv.AppendUint(text, uint64(item), 10)
	sum := sha256.Sum256(text)
	return binary.BigEndian.Uint64(sum[:8])
}

// pending is what is known of the one item after the acknowledged ones.
type pending uint8

const (
	// neverSent: no write of it was tried, or none could have reached a server.
	neverSent pending = iota
	// surelyNot: every write of it ended `fail`.
	surelyNot
	// maybeStored: a write of it is in doubt.
	maybeStored
	// seen: a read has shown it, so it is known although no write of it was acknowledged.
	seen
	// phantomSeen: it was shown although every write of it ended `fail`.
	phantomSeen
)

// items is what a session has written: 1 to acknowledged, and perhaps the next one.
type items struct {
	acknowledged uint32
	pending      pending
	// digest is the sum of the hashes of the acknowledged items.
	digest uint64
}

// known gives how many items a read must show, their digest, and what holds for the item after them.
func (i items) known(owner string) (count uint32, digest uint64, next pending) {
	if i.pending == seen || i.pending == phantomSeen {
		return i.acknowledged + 1, i.digest + Hash(owner, i.acknowledged+1), neverSent
	}
	return i.acknowledged, i.digest, i.pending
}

// written is the items after a write of the next one has ended.
func (i items) written(owner string, effect Effect) items {
	if effect == Happened {
		return items{acknowledged: i.acknowledged + 1, digest: i.digest + Hash(owner, i.acknowledged+1)}
	}
	i.pending = i.pending.after(effect)
	return i
}

// after is what is known of an item after a write of it that was not acknowledged.
func (p pending) after(effect Effect) pending {
	switch {
	case p == seen || p == phantomSeen || p == maybeStored:
		return p
	case effect == MayHaveHappened:
		return maybeStored
	}
	return surelyNot
}

// shown is the items after an answer has shown the next one.
func (i items) shown() items {
	switch i.pending {
	case maybeStored:
		i.pending = seen
	case surelyNot:
		i.pending = phantomSeen
	}
	return i
}
