package outlast

import "hash/fnv"

// stream is a sequence of draws that is read by index, not in order: whatever happens to one arrival, the others
// stay the same.
type stream uint64

// newStream gives a stream of its own to each purpose, so that one more draw here never shifts the draws there.
func newStream(seed uint64, purpose string) stream {
	h := fnv.New64a()
	h.Write([]byte(purpose))
	return stream(mix(seed) ^ h.Sum64())
}

// at is the draw of an index, uniform over all 64-bit numbers (Steele, Lea and Flood, "Fast splittable pseudorandom
// number generators", OOPSLA 2014: SplitMix64).
func (s stream) at(index uint64) uint64 { return mix(uint64(s) + (index+1)*0x9e3779b97f4a7c15) }

// unit is the draw of an index, uniform in [0, 1).
func (s stream) unit(index uint64) float64 { return float64(s.at(index)>>11) / (1 << 53) }

// below is the draw of an index, a whole number from 0 to below the limit.
func (s stream) below(index uint64, limit uint32) uint32 {
	return uint32(s.at(index) >> 32 * uint64(limit) >> 32)
}

func mix(z uint64) uint64 {
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}
