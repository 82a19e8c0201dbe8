package outlast

import (
	"encoding/json"
	"io"
	"sync"
)

// maxUnwritten is how much may wait for a reader that is slow, before the generator waits for it.
const maxUnwritten = 64 << 20

// recorder writes records, a line each, in their order, without making anybody wait for the reader of the output: a
// burst of events would otherwise hold up operations. It keeps the first error, and writes nothing after it.
type recorder struct {
	out    io.Writer
	failed func()

	mu        sync.Mutex
	changed   *sync.Cond
	unwritten []byte
	err       error
	closing   bool
	closed    chan struct{}
}

// newRecorder writes to `out`, and calls `failed` when that goes wrong.
func newRecorder(out io.Writer, failed func()) *recorder {
	r := &recorder{out: out, failed: failed, closed: make(chan struct{})}
	r.changed = sync.NewCond(&r.mu)
	go r.writeOut()
	return r
}

// write adds a record.
func (r *recorder) write(record any) {
	line, err := json.Marshal(record)
	if err != nil {
		r.fail(err)
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	for len(r.unwritten) > maxUnwritten && r.err == nil {
		r.changed.Wait()
	}
	if r.err == nil {
		r.unwritten = append(append(r.unwritten, line...), '\n')
		r.changed.Broadcast()
	}
}

// fail notes an error that is not one of writing.
func (r *recorder) fail(err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.keep(err)
}

func (r *recorder) keep(err error) {
	if r.err != nil {
		return
	}
	r.err = err
	r.unwritten = nil
	r.changed.Broadcast()
	r.failed()
}

// close waits until all is written, and says what the first error was, or nil.
func (r *recorder) close() error {
	r.mu.Lock()
	r.closing = true
	r.changed.Broadcast()
	r.mu.Unlock()
	<-r.closed
	return r.err
}

// writeOut hands over what has gathered, whole lines, until the recorder is closed.
func (r *recorder) writeOut() {
	defer close(r.closed)
	var writing []byte
	r.mu.Lock()
	defer r.mu.Unlock()
	for {
		for len(r.unwritten) == 0 && !r.closing {
			r.changed.Wait()
		}
		if len(r.unwritten) == 0 {
			return
		}
		writing, r.unwritten = r.unwritten, writing[:0]
		r.mu.Unlock()
		_, err := r.out.Write(writing)
		r.mu.Lock()
		if err != nil {
			r.keep(err)
		}
		r.changed.Broadcast()
	}
}
