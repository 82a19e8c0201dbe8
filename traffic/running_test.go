package outlast

import (
	"bytes"
	"context"
	"encoding/json"
	"sync"
	"testing"
	"time"

	"github.com/outlast/outlast/traffic/ledger"
)

// written is what a run wrote, by type.
type written struct {
	frames   []frameRecord
	sessions []sessionRecord
	events   []eventRecord
	servers  []serverRecord
	types    []string
}

func (w *written) add(t *testing.T, line []byte) {
	t.Helper()
	var kind struct{ Type string }
	if err := json.Unmarshal(line, &kind); err != nil {
		t.Fatalf("not a record: %s", line)
	}
	w.types = append(w.types, kind.Type)
	switch kind.Type {
	case "frame":
		w.frames = append(w.frames, readAs[frameRecord](t, line))
	case "session":
		w.sessions = append(w.sessions, readAs[sessionRecord](t, line))
	case "event":
		w.events = append(w.events, readAs[eventRecord](t, line))
	case "server":
		w.servers = append(w.servers, readAs[serverRecord](t, line))
	}
}

func readAs[Record any](t *testing.T, line []byte) Record {
	t.Helper()
	var record Record
	if err := json.Unmarshal(line, &record); err != nil {
		t.Fatalf("%v in %s", err, line)
	}
	return record
}

func read(t *testing.T, out []byte) written {
	t.Helper()
	var w written
	for line := range bytes.Lines(out) {
		w.add(t, line)
	}
	return w
}

// UnmarshalJSON is for tests: the generator itself only writes.
func (c *counts) UnmarshalJSON(text []byte) error {
	var all map[string]uint64
	if err := json.Unmarshal(text, &all); err != nil {
		return err
	}
	c.scheduled, c.dropped, c.sent = all["scheduled"], all["dropped"], all["sent"]
	for _, outcome := range ledger.Outcomes {
		c.outcomes[outcome] = all[outcome.String()]
	}
	for _, detail := range ledger.Details {
		c.details[detail] = all[detail.String()]
	}
	return nil
}

func (w written) final(t *testing.T) frameRecord {
	t.Helper()
	last := w.frames[len(w.frames)-1]
	if !last.Final {
		t.Fatal("the last frame is not the final one")
	}
	return last
}

// balances checks that every operation that was due is accounted for, and that the frames add up to the totals.
func (w written) balances(t *testing.T) {
	t.Helper()
	sums := map[string]map[string]uint64{"warmUp": {}, "measured": {}, "census": {}}
	for _, frame := range w.frames {
		for _, cell := range frame.Cells {
			for name, count := range cell.Counts {
				sums[cell.Phase][name] += count
			}
		}
	}
	for phase, c := range w.final(t).Totals {
		var ends uint64
		for _, count := range c.outcomes {
			ends += count
		}
		if c.scheduled != c.dropped+c.sent || c.sent != ends {
			t.Errorf("%s does not balance: %+v", phase, c)
		}
		c.each(func(name string, count uint64) {
			if sums[phase][name] != count {
				t.Errorf("%s: the frames have %d %s, the totals %d", phase, sums[phase][name], name, count)
			}
		})
	}
}

func (w written) fates() map[string]int {
	fates := map[string]int{}
	for _, s := range w.sessions {
		fates[s.Fate]++
	}
	return fates
}

// aShortPlan drives a server for a second: 20 users, 200 arrivals a second at equal distances.
func aShortPlan(url string, change func(*Plan)) *Plan {
	return aPlan(func(p *Plan) {
		p.URL, p.Users, p.Arrivals = url, 20, constantArrivals
		p.Servers = []Server{{Name: "web-1", URL: url}}
		p.Rate = []RatePoint{{0, 200}}
		p.LoginMs, p.WarmUpMs, p.DurationMs = 100, 200, 1_000
		if change != nil {
			change(p)
		}
	})
}

// aRun is a run under way, which is told what to do.
type aRun struct {
	t        *testing.T
	commands chan Command
	leave    context.CancelFunc
	done     chan error

	mu  sync.Mutex
	out bytes.Buffer
}

func start(t *testing.T, plan *Plan) *aRun {
	t.Helper()
	ctx, leave := context.WithCancel(context.Background())
	r := &aRun{t: t, commands: make(chan Command), leave: leave, done: make(chan error, 1)}
	go func() { r.done <- Run(ctx, plan, "test", r, r.commands) }()
	t.Cleanup(leave)
	return r
}

func (r *aRun) Write(line []byte) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.out.Write(line)
}

// await waits for a line that has all of this in it.
func (r *aRun) await(wanted ...string) {
	r.t.Helper()
	for limit := time.Now().Add(patience); time.Now().Before(limit); time.Sleep(time.Millisecond) {
		r.mu.Lock()
		text := bytes.Clone(r.out.Bytes())
		r.mu.Unlock()
		for line := range bytes.Lines(text) {
			if hasAll(line, wanted) {
				return
			}
		}
	}
	r.t.Fatalf("no record came with %q", wanted)
}

func hasAll(line []byte, wanted []string) bool {
	for _, w := range wanted {
		if !bytes.Contains(line, []byte(w)) {
			return false
		}
	}
	return true
}

// patience is how long a test waits for what must come.
const patience = 20 * time.Second

func (r *aRun) tell(command Command) {
	r.t.Helper()
	select {
	case r.commands <- command:
	case <-time.After(patience):
		r.t.Fatalf("nobody listens to command %d", command)
	}
}

// ends waits for the end of the run.
func (r *aRun) ends() (written, error) {
	r.t.Helper()
	err := <-r.done
	return read(r.t, r.out.Bytes()), err
}

// runs carries a plan out that needs no telling.
func runs(t *testing.T, plan *Plan) written {
	t.Helper()
	w, err := start(t, plan).ends()
	if err != nil {
		t.Fatal(err)
	}
	w.balances(t)
	return w
}
