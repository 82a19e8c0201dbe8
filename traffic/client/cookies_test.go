package client_test

import (
	"strings"
	"testing"
	"time"

	"github.com/outlast/outlast/traffic/client"
)

var now = time.Date(2026, 1, 31, 10, 15, 0, 0, time.UTC)

func TestMerge(t *testing.T) {
	long := strings.Repeat("x", 4096-len("session"))
	for _, c := range []struct{ what, before, line, after string }{
		{"the first cookie", "", "session=a; Path=/; HttpOnly", "session=a"},
		{"another one comes last", "session=a", "SERVER=web-2; path=/", "session=a; SERVER=web-2"},
		{"one of that name is replaced in its place", "session=a; SERVER=web-2", "session=b", "session=b; SERVER=web-2"},
		{"names are told apart by their letters", "session=a", "Session=b", "session=a; Session=b"},
		{"a name that begins like another", "session2=a", "session=b", "session2=a; session=b"},
		{"a name that is there twice", "a=1; b=2; a=3", "a=4", "a=4; b=2"},
		{"a value with = in it", "", "session=YQ==; Path=/", "session=YQ=="},
		{"a value in quotes", "", `session="a b"`, `session="a b"`},
		{"an empty value", "session=a", "session=", "session="},
		{"space around name and value", "", " session = a ; Path=/", "session=a"},

		{"Max-Age=0 removes", "session=a; SERVER=web-2", "session=; Path=/; Max-Age=0", "SERVER=web-2"},
		{"the last one removed", "session=a", "session=; max-age=0", ""},
		{"one that was not there", "session=a", "other=; Max-Age=0", "session=a"},
		{"Max-Age below zero removes", "session=a", "session=b; Max-Age=-1", ""},
		{"Max-Age above zero keeps", "", "session=a; Max-Age=1800", "session=a"},
		{"Max-Age that is no number is not there", "", "session=a; Max-Age=soon", "session=a"},
		{"a past Expires removes", "session=a", "session=; Expires=Thu, 01 Jan 1970 00:00:00 GMT", ""},
		{"this very instant is past", "session=a", "session=; Expires=Sat, 31 Jan 2026 10:15:00 GMT", ""},
		{"a past Expires with hyphens removes", "session=a", "session=; expires=Thu, 01-Jan-1970 00:00:10 GMT", ""},
		{"a later Expires keeps", "", "session=a; Expires=Sat, 31 Jan 2026 10:15:01 GMT", "session=a"},
		{"Expires that is no date is not there", "", "session=a; Expires=yesterday", "session=a"},
		{"Max-Age goes before Expires", "", "session=a; Max-Age=5; Expires=Thu, 01 Jan 1970 00:00:00 GMT", "session=a"},
		{"… in either order", "session=a", "session=; Expires=Sat, 31 Jan 2026 11:00:00 GMT; Max-Age=0", ""},
		{"the last of two counts", "session=a", "session=b; Max-Age=5; Max-Age=0", ""},

		{"4096 bytes are kept", "", "session=" + long, "session=" + long},
		{"4097 bytes are ignored", "session=a", "session=" + long + "x; Path=/", "session=a"},
		{"no name", "session=a", "=b", "session=a"},
		{"no pair", "session=a", "session", "session=a"},
		{"nothing", "session=a", "", "session=a"},
		{"a control character", "session=a", "session=b\x01", "session=a"},
		{"the end of a line", "session=a", "session=b\r\nX: y", "session=a"},
	} {
		if got := client.Merge(c.before, c.line, now); got != c.after {
			t.Errorf("%s: got %q, want %q", c.what, got, c.after)
		}
	}
}
