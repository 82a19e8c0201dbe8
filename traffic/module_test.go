package outlast

import (
	"bytes"
	"context"
	"encoding/json"
	"strings"
	"testing"

	"github.com/grafana/sobek"
	"go.k6.io/k6/v2/js/modules"
)

// aVU is what the module needs of k6's virtual user.
type aVU struct {
	modules.VU
	ctx     context.Context
	runtime *sobek.Runtime
}

func (v *aVU) Context() context.Context { return v.ctx }
func (v *aVU) Runtime() *sobek.Runtime  { return v.runtime }

// script runs a line of JavaScript that sees what the module exports, and the text of a plan.
func script(ctx context.Context, t *testing.T, line string, plan *Plan) (written []byte, err error) {
	t.Helper()
	vu := &aVU{ctx: ctx, runtime: sobek.New()}
	var out bytes.Buffer
	instance := (&rootModule{}).NewModuleInstance(vu).(*module)
	instance.out = &out
	text, err := json.Marshal(plan)
	if err != nil {
		t.Fatal(err)
	}
	for name, value := range map[string]any{"run": instance.Exports().Named["run"], "text": string(text)} {
		if err := vu.runtime.Set(name, value); err != nil {
			t.Fatal(err)
		}
	}
	_, err = vu.runtime.RunString(line)
	return out.Bytes(), err
}

func TestAScriptRunsAPlan(t *testing.T) {
	s := newServer(t)
	plan := aShortPlan(s.URL, func(p *Plan) { p.DurationMs = 300 })
	out, err := script(context.Background(), t, `run(JSON.parse(text))`, plan)
	if err != nil {
		t.Fatal(err)
	}
	w := read(t, out)
	w.balances(t)
	if len(w.sessions) == 0 {
		t.Error("no session was judged")
	}
}

func TestAScriptIsToldWhatIsWrong(t *testing.T) {
	for line, want := range map[string]string{
		`run()`:           "needs a plan",
		`run(null)`:       "the traffic plan is not valid",
		`run({users: 0})`: "users is 0, must be from 1",
		`run({user: 1})`:  `unknown field "user"`,
		`run("plan")`:     "the traffic plan cannot be read",
	} {
		out, err := script(context.Background(), t, line, aPlan(nil))
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: error %v, want it to say %q", line, err, want)
		}
		if len(out) > 0 {
			t.Errorf("%s wrote %s", line, out)
		}
	}
}

func TestARunEndsWithItsVirtualUser(t *testing.T) {
	s := newServer(t)
	ctx, cancel := context.WithCancel(context.Background())
	go func() {
		s.waitForLogins(t, 1)
		cancel()
	}()
	plan := aShortPlan(s.URL, func(p *Plan) { p.DurationMs = 600_000 })
	if _, err := script(ctx, t, `run(JSON.parse(text))`, plan); err == nil {
		t.Error("no error although it was left early")
	}
}
