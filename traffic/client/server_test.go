package client_test

import (
	"bufio"
	"context"
	"encoding/binary"
	"io"
	"net"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/outlast/outlast/traffic/client"
	"github.com/outlast/outlast/traffic/ledger"
)

// request is what a server has seen of one request.
type request struct {
	*http.Request
	body string
	// connection numbers the connections of a server, from 1.
	connection int
	// greeting is what came before the request and is not HTTP.
	greeting string
}

// aServer accepts on loopback and answers each request with exactly the bytes that it is told.
type aServer struct {
	url string

	mu       sync.Mutex
	requests []request
	accepted int
}

// answering starts a server. `answer` writes to the connection whatever it likes; the connection is closed when it
// returns false.
func answering(t *testing.T, answer func(conn *net.TCPConn, r request) (goOn bool)) *aServer {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := &aServer{url: "http://" + listener.Addr().String()}
	var serving sync.WaitGroup
	serving.Go(func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			s.mu.Lock()
			s.accepted++
			number := s.accepted
			s.mu.Unlock()
			t.Cleanup(func() { conn.Close() })
			serving.Go(func() { s.serve(conn.(*net.TCPConn), number, answer) })
		}
	})
	t.Cleanup(serving.Wait)
	t.Cleanup(func() { listener.Close() })
	return s
}

func (s *aServer) serve(conn *net.TCPConn, number int, answer func(*net.TCPConn, request) bool) {
	defer conn.Close()
	reader := bufio.NewReader(conn)
	for {
		greeting := readGreeting(reader)
		r, err := http.ReadRequest(reader)
		if err != nil {
			return
		}
		body, _ := io.ReadAll(r.Body)
		seen := request{r, string(body), number, greeting}
		s.mu.Lock()
		s.requests = append(s.requests, seen)
		s.mu.Unlock()
		if !answer(conn, seen) {
			return
		}
	}
}

// signature is how a PROXY protocol header, version 2, begins.
const signature = "\r\n\r\n\x00\r\nQUIT\n"

// readGreeting takes a PROXY protocol header off, where there is one.
func readGreeting(reader *bufio.Reader) string {
	start, err := reader.Peek(16)
	if err != nil || string(start[:12]) != signature {
		return ""
	}
	greeting := make([]byte, 16+int(binary.BigEndian.Uint16(start[14:])))
	_, _ = io.ReadFull(reader, greeting)
	return string(greeting)
}

// seen are the requests that have reached the server.
func (s *aServer) seen() []request {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]request(nil), s.requests...)
}

// saying starts a server that answers every request with these bytes, and then keeps the connection open.
func saying(t *testing.T, answer string) *aServer {
	return answering(t, func(conn *net.TCPConn, _ request) bool {
		_, err := io.WriteString(conn, answer)
		return err == nil
	})
}

// sayingAndClosing does the same and then closes the connection.
func sayingAndClosing(t *testing.T, answer string) *aServer {
	return answering(t, func(conn *net.TCPConn, _ request) bool {
		_, _ = io.WriteString(conn, answer)
		return false
	})
}

const right = "HTTP/1.1 200 OK\r\nServed-By: web-1\r\nContent-Length: 41\r\n\r\n" +
	`{"owner":"user-7","count":2,"digest":"5"}`

// aClient makes a client that is closed at the end of the test.
func aClient(t *testing.T, url string) *client.Client {
	t.Helper()
	c, err := client.New(context.Background(), url, 16)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return c
}

// soon is time enough for anything on loopback.
func soon() time.Time { return time.Now().Add(20 * time.Second) }

// get sends a read and gives what became of it.
func get(c *client.Client, change ...func(*client.Request)) ledger.Answer {
	r := client.Request{Method: "GET", Path: "/session", Deadline: soon(), Strategy: client.Shared}
	for _, with := range change {
		with(&r)
	}
	call := c.Acquire()
	defer c.Release(call)
	return call.Do(&r)
}

func within(limit time.Duration) func(*client.Request) {
	return func(r *client.Request) { r.Deadline = time.Now().Add(limit) }
}
