package client

import (
	"bufio"
	"errors"
	"net"
	"sync"

	"github.com/valyala/fasthttp"
)

const (
	// maxBody is more than any state of a session; a longer body is broken framing.
	maxBody = 1 << 20
	// maxHead is more than any head of an answer; usualHead takes one with a cookie of full length.
	maxHead, usualHead = 64 << 10, 8 << 10
)

var readers = sync.Pool{New: func() any { return bufio.NewReaderSize(nil, usualHead) }}

// read takes the complete answer from a connection; interim answers (1xx) before it are passed over. Says whether
// the connection can be used again.
func read(conn net.Conn, response *fasthttp.Response) (reusable bool, err error) {
	reader := readers.Get().(*bufio.Reader)
	reader.Reset(conn)
	defer func() {
		reader.Reset(nil)
		readers.Put(reader)
	}()
	response.Reset()
	left := reader
	err = response.ReadLimitBody(reader, maxBody)
	if small := (*fasthttp.ErrSmallBuffer)(nil); errors.As(err, &small) {
		// A head that did not fit is still in the reader, to the last byte.
		left = bufio.NewReaderSize(reader, maxHead)
		err = response.ReadLimitBody(left, maxBody)
	}
	if err != nil {
		return false, err
	}
	return !response.ConnectionClose() && left.Buffered() == 0 && reader.Buffered() == 0, nil
}
