package client

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestAComplaintIsTheStatusAndWhatTheServerSays(t *testing.T) {
	cases := []struct {
		status     int
		body, want string
	}{
		{200, `{"error":"nothing"}`, ""},
		{503, `{"error":"redis is away (reconnecting)"}`, "503 redis is away (reconnecting)"},
		{502, `<html>Bad Gateway</html>`, "502"},
		{500, `{}`, "500"},
		{503, `{"error":7}`, "503"},
	}
	for _, c := range cases {
		call := &Call{}
		call.response.SetStatusCode(c.status)
		call.response.SetBodyString(c.body)
		if got := call.Complaint(); got != c.want {
			t.Errorf("%d %s: %q, want %q", c.status, c.body, got, c.want)
		}
	}
}

func TestALongComplaintIsCutBetweenLetters(t *testing.T) {
	call := &Call{}
	call.response.SetStatusCode(503)
	call.response.SetBodyString(`{"error":"` + strings.Repeat("é", 80) + `"}`)
	got := call.Complaint()
	if len(got) > len("503 ")+complaintLength || !utf8.ValidString(got) {
		t.Errorf("%q is %d bytes, valid %v", got, len(got), utf8.ValidString(got))
	}
}
