package client_test

import (
	"encoding/binary"
	"io"
	"net"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/outlast/outlast/traffic/client"
	"github.com/outlast/outlast/traffic/ledger"
)

func with(strategy client.Strategy, held **client.Conn) func(*client.Request) {
	return func(r *client.Request) { r.Strategy, r.Held = strategy, held }
}

func expectAnswers(t *testing.T, answers ...ledger.Answer) {
	t.Helper()
	for i, a := range answers {
		if a.Ending != ledger.Answered || a.Status != 200 {
			t.Errorf("request %d ended %v with %d, want an answer with 200", i+1, a.Ending, a.Status)
		}
	}
}

func connectionsOf(s *aServer) (numbers []int) {
	for _, r := range s.seen() {
		numbers = append(numbers, r.connection)
	}
	return numbers
}

func expectConnections(t *testing.T, s *aServer, want ...int) {
	t.Helper()
	got := connectionsOf(s)
	if len(got) != len(want) {
		t.Fatalf("requests came on the connections %v, want %v", got, want)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Fatalf("requests came on the connections %v, want %v", got, want)
		}
	}
}

func TestSharedConnectionsServeAllSessions(t *testing.T) {
	server := saying(t, right)
	c := aClient(t, server.url)
	expectAnswers(t, get(c), get(c), get(c))
	expectConnections(t, server, 1, 1, 1)
}

func TestAConnectionOfASessionIsItsOwn(t *testing.T) {
	server := saying(t, right)
	c := aClient(t, server.url)
	var one, other *client.Conn
	of := func(held **client.Conn) ledger.Answer { return get(c, with(client.PerSession, held)) }
	expectAnswers(t, of(&one), of(&other), of(&one), of(&other), get(c))
	expectConnections(t, server, 1, 2, 1, 2, 3)
	one.Close()
	other.Close()
}

func TestANewConnectionForARequest(t *testing.T) {
	server := saying(t, right)
	c := aClient(t, server.url)
	again := with(client.PerRequest, nil)
	expectAnswers(t, get(c), get(c, again), get(c, again), get(c))
	expectConnections(t, server, 1, 2, 3, 1)
	if seen := server.seen(); !seen[1].Close || seen[0].Close {
		t.Error("only the request on a connection of its own says Connection: close")
	}
}

// A balancer closes idle connections when it likes. That is neither a failure of the next request nor a reason to
// send one twice.
func TestAnIdleConnectionThatTheServerClosedIsNotUsed(t *testing.T) {
	var held *client.Conn
	for name, strategy := range map[string]func(*client.Request){
		"shared":  with(client.Shared, nil),
		"session": with(client.PerSession, &held),
	} {
		t.Run(name, func(t *testing.T) {
			closed := make(chan struct{}, 2)
			server := answering(t, func(conn *net.TCPConn, _ request) bool {
				_, _ = io.WriteString(conn, right)
				conn.Close()
				closed <- struct{}{}
				return false
			})
			c := aClient(t, server.url)
			first := get(c, strategy)
			<-closed
			expectAnswers(t, first, get(c, strategy))
			expectConnections(t, server, 1, 2)
		})
	}
}

func TestAConnectionWithBytesLeftOverIsNotUsedAgain(t *testing.T) {
	server := saying(t, right+"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
	c := aClient(t, server.url)
	expectAnswers(t, get(c), get(c))
	expectConnections(t, server, 1, 2)
}

func TestAnAnswerThatClosesItsConnection(t *testing.T) {
	server := saying(t, strings.Replace(right, "\r\n", "\r\nConnection: close\r\n", 1))
	c := aClient(t, server.url)
	expectAnswers(t, get(c), get(c))
	expectConnections(t, server, 1, 2)
}

func TestAtMostSoManyRequestsAtOnce(t *testing.T) {
	c := aClient(t, "http://127.0.0.1:1")
	var calls []*client.Call
	for call := c.Acquire(); call != nil; call = c.Acquire() {
		calls = append(calls, call)
	}
	if len(calls) != 16 {
		t.Fatalf("%d calls at once, want 16", len(calls))
	}
	c.Release(calls[3])
	if c.Acquire() != calls[3] {
		t.Error("a call that was given back can be had again")
	}
}

func TestTheUsersAddressGoesAheadOfANewConnection(t *testing.T) {
	server := saying(t, right)
	c := aClient(t, server.url)
	from := func(address string) func(*client.Request) {
		return func(r *client.Request) { r.Source = netip.MustParseAddrPort(address) }
	}
	to, err := netip.ParseAddrPort(strings.TrimPrefix(server.url, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	ports := "\x30\x39" + string(binary.BigEndian.AppendUint16(nil, to.Port()))
	from4 := func(last byte) string {
		return signature + "\x21\x11\x00\x0c" + string([]byte{10, 0, 0, last, 127, 0, 0, 1}) + ports
	}
	from6 := signature + "\x21\x21\x00\x24" +
		"\x20\x01\x0d\xb8\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x07" +
		"\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\xff\xff\x7f\x00\x00\x01" + ports
	steps := []struct{ what, source, greeting string }{
		{"a new connection begins with it", "10.0.0.7:12345", from4(7)},
		{"the same address has its connection", "10.0.0.7:12345", ""},
		{"another address gets another one", "10.0.0.8:12345", from4(8)},
		{"an IPv6 address, on an IPv4 connection", "[2001:db8::7]:12345", from6},
	}
	for _, step := range steps {
		expectAnswers(t, get(c, from(step.source)))
	}
	expectAnswers(t, get(c))
	for i, step := range append(steps, struct{ what, source, greeting string }{what: "none without an address"}) {
		if got := server.seen()[i].greeting; got != step.greeting {
			t.Errorf("%s: the connection began with %q, want %q", step.what, got, step.greeting)
		}
	}
	expectConnections(t, server, 1, 1, 2, 3, 4)
}

func TestWhatIsSent(t *testing.T) {
	server := saying(t, right)
	c := aClient(t, server.url)
	expectAnswers(t, get(c, func(r *client.Request) {
		r.Method, r.Path, r.Body = "POST", "/session/items", []byte(`{"item":3}`)
		r.Cookie, r.Operation = "session=a; SERVER=web-2", []byte("7/3/1")
	}))
	got := server.seen()[0]
	if got.Method != "POST" || got.URL.Path != "/session/items" || got.body != `{"item":3}` ||
		got.Header.Get("Cookie") != "session=a; SERVER=web-2" || got.Header.Get("Outlast-Operation") != "7/3/1" ||
		got.Header.Get("Content-Type") != "application/json" || "http://"+got.Host != server.url {
		t.Errorf("sent %v with %q", got.Request, got.body)
	}
	if len(got.Header) != 4 {
		t.Errorf("the headers %v are more than needed", got.Header)
	}
}

func TestADeadlineCountsForAllOfARequest(t *testing.T) {
	server := answering(t, func(conn *net.TCPConn, _ request) bool {
		for i := range len(right) {
			if _, err := io.WriteString(conn, right[i:i+1]); err != nil {
				return false
			}
			time.Sleep(short)
		}
		return true
	})
	if got := get(aClient(t, server.url), within(4*short)).Ending; got != ledger.NoAnswer {
		t.Errorf("ended %v, want %v", got, ledger.NoAnswer)
	}
}

func TestAnIdleConnectionIsUsedAlsoAfterTheDeadlineOfTheRequestBefore(t *testing.T) {
	var held *client.Conn
	for name, strategy := range map[string]func(*client.Request){
		"shared":  with(client.Shared, nil),
		"session": with(client.PerSession, &held),
	} {
		t.Run(name, func(t *testing.T) {
			server := saying(t, right)
			c := aClient(t, server.url)
			deadline := time.Now().Add(10 * short)
			first := get(c, strategy, func(r *client.Request) { r.Deadline = deadline })
			time.Sleep(time.Until(deadline) + time.Millisecond)
			expectAnswers(t, first, get(c, strategy))
			expectConnections(t, server, 1, 1)
		})
	}
}
