package client_test

import (
	"net"
	"strconv"
	"syscall"
	"testing"
	"time"

	"github.com/outlast/outlast/traffic/ledger"
)

// aFullBacklog is a port that drops each SYN: its queue of connections that nobody accepts is full.
func aFullBacklog(t *testing.T) (url string) {
	t.Helper()
	fd, err := syscall.Socket(syscall.AF_INET, syscall.SOCK_STREAM|syscall.SOCK_CLOEXEC, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { syscall.Close(fd) })
	if err := syscall.Bind(fd, &syscall.SockaddrInet4{Addr: [4]byte{127, 0, 0, 1}}); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Listen(fd, 0); err != nil {
		t.Fatal(err)
	}
	name, err := syscall.Getsockname(fd)
	if err != nil {
		t.Fatal(err)
	}
	address := net.JoinHostPort("127.0.0.1", strconv.Itoa(name.(*syscall.SockaddrInet4).Port))
	for range 16 {
		conn, err := net.DialTimeout("tcp", address, short)
		if err != nil {
			return "http://" + address
		}
		t.Cleanup(func() { conn.Close() })
	}
	t.Fatal("the backlog does not fill")
	return ""
}

func TestAnAddressThatDrops(t *testing.T) {
	c := aClient(t, aFullBacklog(t))
	if got := get(c, within(short)).Ending; got != ledger.ConnectTimedOut {
		t.Errorf("ended %v, want %v", got, ledger.ConnectTimedOut)
	}
}

func TestAbortCancelsAConnectUnderWay(t *testing.T) {
	c := aClient(t, aFullBacklog(t))
	time.AfterFunc(short, c.Abort)
	if got := get(c).Ending; got != ledger.Cancelled {
		t.Errorf("ended %v, want %v", got, ledger.Cancelled)
	}
}

func TestNoFileDescriptorLeftIsTheGeneratorsFault(t *testing.T) {
	server := saying(t, right)
	c := aClient(t, server.url)
	var limit syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &limit); err != nil {
		t.Fatal(err)
	}
	none := syscall.Rlimit{Cur: 1, Max: limit.Max}
	if err := syscall.Setrlimit(syscall.RLIMIT_NOFILE, &none); err != nil {
		t.Fatal(err)
	}
	got := get(c).Ending
	if err := syscall.Setrlimit(syscall.RLIMIT_NOFILE, &limit); err != nil {
		t.Fatal(err)
	}
	if got != ledger.Unsent {
		t.Errorf("ended %v, want %v", got, ledger.Unsent)
	}
	if n := len(server.seen()); n != 0 {
		t.Errorf("the server saw %d requests, want none", n)
	}
}
