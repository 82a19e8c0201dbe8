package client_test

import (
	"bufio"
	"context"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/outlast/outlast/traffic/client"
	"github.com/outlast/outlast/traffic/ledger"
)

// short is a deadline that has to pass; nothing else in these tests waits for time.
const short = 50 * time.Millisecond

func bufferOf(text string) *bufio.Reader { return bufio.NewReader(strings.NewReader(text)) }

// afterInterim is an answer without the interim ones before it.
func afterInterim(answer string) string {
	for strings.HasPrefix(answer, "HTTP/1.1 1") {
		_, answer, _ = strings.Cut(answer, "\r\n\r\n")
	}
	return answer
}

func TestACompleteAnswerIsOne(t *testing.T) {
	for name, answer := range map[string]string{
		"with its length":      right,
		"in chunks":            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
		"in chunks, a trailer": "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\nX: y\r\n\r\n",
		"without a body":       "HTTP/1.1 204 No Content\r\n\r\n",
		"a redirect":           "HTTP/1.1 302 Found\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n",
		"after interim answers": "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" +
			right,
		"with a head of 20 KB": "HTTP/1.1 200 OK\r\nX: " + strings.Repeat("x", 20_000) +
			"\r\nContent-Length: 1\r\n\r\na",
	} {
		t.Run(name, func(t *testing.T) {
			server := saying(t, answer)
			got := get(aClient(t, server.url))
			want, err := http.ReadResponse(bufferOf(afterInterim(answer)), nil)
			if err != nil {
				t.Fatal(err)
			}
			if got.Ending != ledger.Answered || got.Status != want.StatusCode {
				t.Errorf("ended %v with %d, want an answer with %d", got.Ending, got.Status, want.StatusCode)
			}
			if n := len(server.seen()); n != 1 {
				t.Errorf("the server saw %d requests, want 1", n)
			}
		})
	}
}

func TestWhatBreaksAfterSendingIsBroken(t *testing.T) {
	head := "HTTP/1.1 200 OK\r\nServed-By: web-1\r\n"
	for name, server := range map[string]*aServer{
		"closed without an answer":   sayingAndClosing(t, ""),
		"closed in the status line":  sayingAndClosing(t, "HTTP/1.1 2"),
		"closed in the head":         sayingAndClosing(t, head),
		"closed in the body":         sayingAndClosing(t, head+"Content-Length: 10\r\n\r\nabcde"),
		"closed between two chunks":  sayingAndClosing(t, head+"Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n"),
		"closed in a chunk":          sayingAndClosing(t, head+"Transfer-Encoding: chunked\r\n\r\n3\r\na"),
		"closed before the trailer":  sayingAndClosing(t, head+"Transfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n"),
		"closed after interim":       sayingAndClosing(t, "HTTP/1.1 100 Continue\r\n\r\n"),
		"a chunk without a size":     saying(t, head+"Transfer-Encoding: chunked\r\n\r\nxyz\r\nabc\r\n"),
		"a chunk longer than said":   saying(t, head+"Transfer-Encoding: chunked\r\n\r\n1\r\nabc\r\n0\r\n\r\n"),
		"a length that is no number": saying(t, head+"Content-Length: many\r\n\r\nabc"),
		"a body without end":         saying(t, head+"Content-Length: 1000000000\r\n\r\nabc"),
		"a head without end":         saying(t, "HTTP/1.1 200 OK\r\n"+strings.Repeat("X: y\r\n", 20_000)),
		"not HTTP":                   saying(t, "SSH-2.0-OpenSSH_10.0\r\n\r\n"),
		"reset": answering(t, func(conn *net.TCPConn, _ request) bool {
			_ = conn.SetLinger(0)
			return false
		}),
		"reset after the first byte": answering(t, func(conn *net.TCPConn, _ request) bool {
			_, _ = io.WriteString(conn, "H")
			_ = conn.SetLinger(0)
			return false
		}),
		"reset in the body": answering(t, func(conn *net.TCPConn, _ request) bool {
			_, _ = io.WriteString(conn, head+"Content-Length: 10\r\n\r\nabcde")
			_ = conn.SetLinger(0)
			return false
		}),
	} {
		t.Run(name, func(t *testing.T) {
			if got := get(aClient(t, server.url)).Ending; got != ledger.Broken {
				t.Errorf("ended %v, want %v", got, ledger.Broken)
			}
			if n := len(server.seen()); n != 1 {
				t.Errorf("the server saw %d requests, want 1: nothing is sent twice", n)
			}
		})
	}
}

func TestWhatIsSlowHasNoAnswer(t *testing.T) {
	head := "HTTP/1.1 200 OK\r\nServed-By: web-1\r\n"
	for name, server := range map[string]*aServer{
		"silent":             saying(t, ""),
		"silent in the head": saying(t, head),
		"silent in the body": saying(t, head+"Content-Length: 10\r\n\r\nabcde"),
		"silent in a chunk":  saying(t, head+"Transfer-Encoding: chunked\r\n\r\n3\r\na"),
		"silent after 100":   saying(t, "HTTP/1.1 100 Continue\r\n\r\n"),
	} {
		t.Run(name, func(t *testing.T) {
			if got := get(aClient(t, server.url), within(short)).Ending; got != ledger.NoAnswer {
				t.Errorf("ended %v, want %v", got, ledger.NoAnswer)
			}
			if n := len(server.seen()); n != 1 {
				t.Errorf("the server saw %d requests, want 1", n)
			}
		})
	}
}

func TestAPortThatRefuses(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	listener.Close()
	if got := get(aClient(t, "http://"+listener.Addr().String())).Ending; got != ledger.NotConnected {
		t.Errorf("ended %v, want %v", got, ledger.NotConnected)
	}
}

func TestAbortCancelsWhatIsUnderWayAndWhatComesAfter(t *testing.T) {
	arrived := make(chan struct{})
	server := answering(t, func(conn *net.TCPConn, _ request) bool {
		close(arrived)
		return true
	})
	c := aClient(t, server.url)
	underWay := make(chan ledger.Answer)
	go func() { underWay <- get(c) }()
	<-arrived
	c.Abort()
	if got := (<-underWay).Ending; got != ledger.Cancelled {
		t.Errorf("the request under way ended %v, want %v", got, ledger.Cancelled)
	}
	if got := get(c).Ending; got != ledger.Cancelled {
		t.Errorf("a later request ended %v, want %v", got, ledger.Cancelled)
	}
	if n := len(server.seen()); n != 1 {
		t.Errorf("the server saw %d requests, want 1", n)
	}
}

func TestTheEndOfTheContextCancels(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	server := answering(t, func(*net.TCPConn, request) bool {
		cancel()
		return true
	})
	c, err := client.New(ctx, server.url, 1)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if got := get(c).Ending; got != ledger.Cancelled {
		t.Errorf("ended %v, want %v", got, ledger.Cancelled)
	}
}
