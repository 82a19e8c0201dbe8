package outlast

import (
	"context"
	"encoding/binary"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strconv"
	"strings"
	"sync"
	"testing"
)

// proxied is a listener as a balancer has it that expects the PROXY protocol, version 2, from IPv4 addresses.
type proxied struct{ net.Listener }

func (l proxied) Accept() (net.Conn, error) {
	conn, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	var header [28]byte
	if _, err := io.ReadFull(conn, header[:]); err != nil {
		return nil, err
	}
	source := netip.AddrPortFrom(netip.AddrFrom4([4]byte(header[16:20])), binary.BigEndian.Uint16(header[24:26]))
	return from{conn, source}, nil
}

type from struct {
	net.Conn
	source netip.AddrPort
}

func (c from) RemoteAddr() net.Addr { return net.TCPAddrFromAddrPort(c.source) }

func TestEveryUserComesFromHerOwnAddress(t *testing.T) {
	t.Parallel()
	for _, connections := range []string{"shared", "session", "request"} {
		s := &aServer{sessions: map[string]*held{}, ended: map[string]*held{}}
		server := httptest.NewUnstartedServer(s)
		server.Listener = proxied{server.Listener}
		server.Start()
		t.Cleanup(server.Close)
		plan := aShortPlan(server.URL, func(p *Plan) { p.Addresses, p.Connections, p.Servers = 7, connections, nil })

		var mu sync.Mutex
		seen := map[string]int{}
		s.before = func(_ http.ResponseWriter, r *http.Request) bool {
			mu.Lock()
			defer mu.Unlock()
			seen[r.RemoteAddr]++
			name, _, _ := strings.Cut(strings.TrimPrefix(r.Header.Get("Outlast-Operation"), "u"), ".")
			if user, err := strconv.Atoi(name); err == nil && r.RemoteAddr != plan.address(uint32(user)).String() {
				t.Errorf("user %d comes from %s, want %s", user, r.RemoteAddr, plan.address(uint32(user)))
			}
			return false
		}
		if err := Run(context.Background(), plan, "test", io.Discard, make(chan Command)); err != nil {
			t.Fatal(err)
		}
		if len(seen) != 7 {
			t.Errorf("%s: requests came from %v, want 7 addresses", connections, seen)
		}
	}
}
