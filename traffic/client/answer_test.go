package client_test

import (
	"net"
	"strings"
	"testing"

	"github.com/outlast/outlast/traffic/client"
	"github.com/outlast/outlast/traffic/ledger"
)

func TestWhatAnAnswerSays(t *testing.T) {
	content := ledger.Content{Owner: "user-7", Count: 2, Digest: 5}
	const empty = "Content-Length: 0\r\n\r\n"
	for name, c := range map[string]struct {
		answer string
		want   ledger.Answer
	}{
		"a state": {right, ledger.Answer{Status: 200, ServedBy: "web-1", Parsed: true, Content: content}},
		"header names in small letters": {
			strings.Replace(right, "Served-By", "served-by", 1),
			ledger.Answer{Status: 200, ServedBy: "web-1", Parsed: true, Content: content},
		},
		"no state": {
			"HTTP/1.1 200 OK\r\nServed-By: web-1\r\nContent-Length: 6\r\n\r\n<html>",
			ledger.Answer{Status: 200, ServedBy: "web-1"},
		},
		"nobody's": {"HTTP/1.1 503 Service Unavailable\r\n" + empty, ledger.Answer{Status: 503}},
		"not applied": {
			"HTTP/1.1 503 Service Unavailable\r\nServed-By: web-2\r\nOutlast-Applied: no\r\n" + empty,
			ledger.Answer{Status: 503, ServedBy: "web-2", NotApplied: true},
		},
		"perhaps applied": {
			"HTTP/1.1 503 Service Unavailable\r\nServed-By: web-2\r\nOutlast-Applied: unknown\r\n" + empty,
			ledger.Answer{Status: 503, ServedBy: "web-2"},
		},
		"shed": {
			"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 3\r\n" + empty,
			ledger.Answer{Status: 503, RetryAfter: true},
		},
		"a login": {
			"HTTP/1.1 201 Created\r\nServed-By: web-3\r\nSet-Cookie: session=a; Path=/\r\n" + empty,
			ledger.Answer{Status: 201, ServedBy: "web-3", SetsCookie: true},
		},
	} {
		t.Run(name, func(t *testing.T) {
			c.want.Ending = ledger.Answered
			if got := get(aClient(t, saying(t, c.answer).url)); got != c.want {
				t.Errorf("got %+v, want %+v", got, c.want)
			}
		})
	}
}

func TestACallKeepsNothingOfTheAnswerBefore(t *testing.T) {
	first := true
	server := answering(t, func(conn *net.TCPConn, _ request) bool {
		answer := "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n"
		if first {
			answer = strings.Replace(right, "\r\n", "\r\nSet-Cookie: a=1\r\nRetry-After: 3\r\nOutlast-Applied: no\r\n", 1)
		}
		first = false
		_, err := conn.Write([]byte(answer))
		return err == nil
	})
	c := aClient(t, server.url)
	call := c.Acquire()
	r := client.Request{Method: "GET", Path: "/session", Deadline: soon(), Strategy: client.Shared}
	call.Do(&r)
	if got, want := call.Do(&r), (ledger.Answer{Status: 503}); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	if got := call.Cookies("b=2"); got != "b=2" || len(call.Body()) != 0 {
		t.Errorf("cookies %q and body %q are of the answer before", got, call.Body())
	}
}

func TestCookiesOfAnAnswer(t *testing.T) {
	server := saying(t, "HTTP/1.1 201 Created\r\nServed-By: web-1\r\nSet-Cookie: session=b; Path=/; HttpOnly\r\n"+
		"Set-Cookie: SERVER=web-2; path=/\r\nset-cookie: old=; Max-Age=0\r\nContent-Length: 0\r\n\r\n")
	c := aClient(t, server.url)
	call := c.Acquire()
	call.Do(&client.Request{Method: "POST", Path: "/session", Deadline: soon(), Strategy: client.Shared})
	if got, want := call.Cookies("old=1; session=a"), "session=b; SERVER=web-2"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

var bodies = map[string]ledger.Content{
	`{"owner":"user-1","count":3,"digest":"7374533793009953995"}`: {Owner: "user-1", Count: 3, Digest: 7374533793009953995},
	`{"owner":"user-1","count":0,"digest":"0","more":[1,{}]}`:     {Owner: "user-1"},
	`{"digest":"18446744073709551615","count":1,"owner":"Zo\u00eb"}`: {
		Owner: "Zoë", Count: 1, Digest: 18446744073709551615,
	},
}

var notBodies = []string{
	"", "null", "[]", "3", `"text"`, "<html>", "{}", `{"owner":"user-1","count":3}`,
	`{"owner":"user-1","digest":"5"}`, `{"count":3,"digest":"5"}`,
	`{"owner":null,"count":3,"digest":"5"}`, `{"owner":7,"count":3,"digest":"5"}`,
	`{"owner":"user-1","count":-1,"digest":"5"}`, `{"owner":"user-1","count":1.5,"digest":"5"}`,
	`{"owner":"user-1","count":"3","digest":"5"}`, `{"owner":"user-1","count":3,"digest":5}`,
	`{"owner":"user-1","count":3,"digest":""}`, `{"owner":"user-1","count":3,"digest":"-5"}`,
	`{"owner":"user-1","count":3,"digest":"18446744073709551616"}`,
	`{"owner":"user-1","count":3,"digest":"5"`, `{"owner":"user-1","count":3,"digest":"5"} more`,
}

func TestParseContent(t *testing.T) {
	for body, want := range bodies {
		if got, ok := client.ParseContent([]byte(body)); !ok || got != want {
			t.Errorf("%s: got %+v, %v, want %+v", body, got, ok, want)
		}
	}
	for _, body := range notBodies {
		if got, ok := client.ParseContent([]byte(body)); ok || got != (ledger.Content{}) {
			t.Errorf("%s: got %+v, want none", body, got)
		}
	}
}

func TestAddress(t *testing.T) {
	for base, want := range map[string][2]string{
		"http://10.231.0.2:8080":  {"10.231.0.2:8080", "10.231.0.2:8080"},
		"http://10.231.0.2:8080/": {"10.231.0.2:8080", "10.231.0.2:8080"},
		"http://balancer":         {"balancer:80", "balancer"},
		"http://[::1]:8080":       {"[::1]:8080", "[::1]:8080"},
	} {
		address, host, err := client.Address(base)
		if err != nil || address != want[0] || host != want[1] {
			t.Errorf("%s: got %q, %q, %v, want %q", base, address, host, err, want)
		}
	}
	for _, base := range []string{
		"", "balancer:8080", "https://balancer", "http://", "http://balancer/path", "http://balancer?a=b",
		"http://user@balancer", "http://balancer:port", "http://:8080",
	} {
		if _, err := client.New(t.Context(), base, 1); err == nil {
			t.Errorf("%q was taken", base)
		} else if !strings.Contains(err.Error(), "http://host:port") && !strings.Contains(err.Error(), "parse") {
			t.Errorf("%q: %v does not say what is wrong", base, err)
		}
	}
}
