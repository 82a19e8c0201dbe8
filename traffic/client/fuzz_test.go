package client_test

import (
	"encoding/json"
	"strconv"
	"strings"
	"testing"

	"github.com/outlast/outlast/traffic/client"
	"github.com/outlast/outlast/traffic/ledger"
)

// Whatever is taken for a state says the same when it is written down again.
func FuzzParseContent(f *testing.F) {
	for body := range bodies {
		f.Add([]byte(body))
	}
	for _, body := range notBodies {
		f.Add([]byte(body))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		content, ok := client.ParseContent(body)
		if !ok {
			if content != (ledger.Content{}) {
				t.Fatalf("%q is no state, but gives %+v", body, content)
			}
			return
		}
		digest := strconv.FormatUint(content.Digest, 10)
		again, err := json.Marshal(map[string]any{"owner": content.Owner, "count": content.Count, "digest": digest})
		if err != nil {
			t.Fatal(err)
		}
		if got, ok := client.ParseContent(again); !ok || got != content {
			t.Fatalf("%q gives %+v, written again %+v", body, content, got)
		}
	})
}

// Whatever a server sets, the header stays one that can be sent: no line ends in it, no cookie twice, none too long,
// and the same line again changes nothing.
func FuzzMerge(f *testing.F) {
	f.Add("session=a; Path=/; HttpOnly", "SERVER=web-2; path=/")
	f.Add("session=; Max-Age=0", "session=; Expires=Thu, 01 Jan 1970 00:00:00 GMT")
	f.Add("a=b\r\nX: y", " = ;=; ;")
	f.Fuzz(func(t *testing.T, first, second string) {
		header := client.Merge(client.Merge("", first, now), second, now)
		if strings.ContainsAny(header, "\r\n\x00") {
			t.Fatalf("%q would break the request", header)
		}
		names := map[string]bool{}
		for cookie := range strings.SplitSeq(header, "; ") {
			name, _, ok := strings.Cut(cookie, "=")
			if header != "" && (!ok || names[name] || len(cookie) > 4097) {
				t.Fatalf("%q is not one cookie of each name", header)
			}
			names[name] = true
		}
		if again := client.Merge(header, second, now); again != header {
			t.Fatalf("%q became %q when it was set again", header, again)
		}
	})
}
