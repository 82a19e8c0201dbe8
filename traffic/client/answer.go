package client

import (
	"encoding/json"
	"strconv"

	"github.com/outlast/outlast/traffic/ledger"
)

// answer is what the complete response says.
func (c *Call) answer() ledger.Answer {
	h := &c.response.Header
	a := ledger.Answer{
		Ending:     ledger.Answered,
		Status:     h.StatusCode(),
		ServedBy:   c.client.names.intern(h.Peek("Served-By")),
		NotApplied: string(h.Peek("Outlast-Applied")) == "no",
		RetryAfter: len(h.Peek("Retry-After")) > 0,
	}
	for range h.Cookies() {
		a.SetsCookie = true
		break
	}
	if a.Status == 200 {
		a.Content, a.Parsed = ParseContent(c.response.Body())
	}
	return a
}

// Body is the body of the last answer, until the next Do.
func (c *Call) Body() []byte { return c.response.Body() }

// ParseContent reads the body of an answer to a read or a write: `{owner, count, digest}`, the digest in decimal
// digits, as a JSON number cannot hold it. More fields may be there.
func ParseContent(body []byte) (ledger.Content, bool) {
	var b struct {
		Owner  *string `json:"owner"`
		Count  *uint64 `json:"count"`
		Digest *string `json:"digest"`
	}
	if json.Unmarshal(body, &b) != nil || b.Owner == nil || b.Count == nil || b.Digest == nil {
		return ledger.Content{}, false
	}
	digest, err := strconv.ParseUint(*b.Digest, 10, 64)
	if err != nil {
		return ledger.Content{}, false
	}
	return ledger.Content{Owner: *b.Owner, Count: *b.Count, Digest: digest}, true
}
