package client

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"syscall"
	"testing"

	"github.com/valyala/fasthttp"

	"github.com/outlast/outlast/traffic/ledger"
)

// heard is a connection on which these bytes come, and then its end.
type heard struct {
	net.Conn
	*bytes.Reader
}

func (h heard) Read(b []byte) (int, error) { return h.Reader.Read(b) }

// Whatever comes: no panic, no more memory than an answer may take, and an answer that is cut short is none, if it
// says how long it is.
func FuzzRead(f *testing.F) {
	f.Add([]byte("HTTP/1.1 200 OK\r\nServed-By: web-1\r\nContent-Length: 2\r\n\r\n{}"))
	f.Add([]byte("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"))
	f.Add([]byte("HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 204 No Content\r\nSet-Cookie: a=b\r\n\r\n"))
	f.Add([]byte("HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n"))
	f.Fuzz(func(t *testing.T, came []byte) {
		var response fasthttp.Response
		reusable, err := read(heard{Reader: bytes.NewReader(came)}, &response)
		if err != nil {
			if reusable {
				t.Fatal("a broken connection cannot be used again")
			}
			return
		}
		if len(response.Body()) > maxBody || response.StatusCode() >= 100 && response.StatusCode() < 200 && response.StatusCode() != 101 {
			t.Fatalf("taken for an answer: %d with %d bytes", response.StatusCode(), len(response.Body()))
		}
		if !reusable || len(response.Body()) == 0 {
			return
		}
		var short fasthttp.Response
		if _, err := read(heard{Reader: bytes.NewReader(came[:len(came)-1])}, &short); err == nil {
			t.Fatalf("%q is complete without its last byte", came)
		}
	})
}

func TestWhyThereIsNoConnection(t *testing.T) {
	dialing := func(err error) error {
		return &net.OpError{Op: "dial", Net: "tcp", Err: os.NewSyscallError("connect", err)}
	}
	for _, c := range []struct {
		err  error
		want ledger.Ending
	}{
		{dialing(syscall.ECONNREFUSED), ledger.NotConnected},
		{dialing(syscall.EHOSTUNREACH), ledger.NotConnected},
		{dialing(syscall.ENETUNREACH), ledger.NotConnected},
		{dialing(syscall.ECONNRESET), ledger.NotConnected},
		{&net.DNSError{Err: "no such host", IsNotFound: true}, ledger.NotConnected},
		{dialing(syscall.ETIMEDOUT), ledger.ConnectTimedOut},
		{&net.OpError{Op: "dial", Err: os.ErrDeadlineExceeded}, ledger.ConnectTimedOut},
		{&net.DNSError{Err: "i/o timeout", IsTimeout: true}, ledger.ConnectTimedOut},
		{dialing(syscall.EADDRNOTAVAIL), ledger.Unsent},
		{dialing(syscall.EMFILE), ledger.Unsent},
		{dialing(syscall.ENFILE), ledger.Unsent},
		{dialing(syscall.ENOBUFS), ledger.Unsent},
	} {
		if got := notConnected(c.err); got != c.want {
			t.Errorf("%v: %v, want %v", c.err, got, c.want)
		}
	}
}

func TestHowASentRequestEnded(t *testing.T) {
	client := &Client{ctx: t.Context()}
	for _, c := range []struct {
		err  error
		want ledger.Ending
	}{
		{fasthttp.ErrTimeout, ledger.NoAnswer},
		{fmt.Errorf("error when reading response headers: %w", os.ErrDeadlineExceeded), ledger.NoAnswer},
		{io.EOF, ledger.Broken},
		{io.ErrUnexpectedEOF, ledger.Broken},
		{syscall.ECONNRESET, ledger.Broken},
		{errors.New("cannot parse"), ledger.Broken},
	} {
		if got := client.broken(c.err); got != c.want {
			t.Errorf("%v: %v, want %v", c.err, got, c.want)
		}
	}
}

func TestNamesAreKeptOnce(t *testing.T) {
	var known names
	for i := range 2 * maxNames {
		name := fmt.Sprintf("web-%d", i)
		if got := known.intern([]byte(name)); got != name {
			t.Fatalf("%s became %s", name, got)
		}
	}
	if len(known.known) != maxNames {
		t.Errorf("%d names are kept, want %d at most", len(known.known), maxNames)
	}
}

func TestAClosedPoolKeepsNothing(t *testing.T) {
	one, other := net.Pipe()
	defer other.Close()
	var idle pool
	idle.close()
	idle.put(&Conn{Conn: one})
	if _, err := one.Write([]byte{1}); !errors.Is(err, io.ErrClosedPipe) {
		t.Error("a connection given back to a closed pool stays open")
	}
}
