package outlast

import (
	"encoding/json"
	"strings"
	"testing"
)

func textOf(t *testing.T, change func(map[string]any)) []byte {
	t.Helper()
	text, err := json.Marshal(aPlan(nil))
	if err != nil {
		t.Fatal(err)
	}
	fields := map[string]any{}
	if err := json.Unmarshal(text, &fields); err != nil {
		t.Fatal(err)
	}
	fields["servers"] = []any{}
	change(fields)
	text, err = json.Marshal(fields)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func TestAPlanIsReadWhole(t *testing.T) {
	plan, err := ParsePlan(textOf(t, func(map[string]any) {}))
	if err != nil {
		t.Fatal(err)
	}
	if plan.Users != 50 || plan.Census.Confirmations != 2 {
		t.Errorf("read %+v", plan)
	}
}

func TestAnErrorNamesTheFieldThatIsWrong(t *testing.T) {
	cases := map[string]func(map[string]any){
		"version":           func(f map[string]any) { f["version"] = 2 },
		"seed":              func(f map[string]any) { f["seed"] = 1.5 },
		"url":               func(f map[string]any) { f["url"] = "ftp://a" },
		"servers[0]":        func(f map[string]any) { f["servers"] = []any{map[string]any{"name": "", "url": "http://a"}} },
		"users":             func(f map[string]any) { f["users"] = 0 },
		"addresses":         func(f map[string]any) { f["addresses"] = -1 },
		"arrivals":          func(f map[string]any) { f["arrivals"] = "sometimes" },
		"rate":              func(f map[string]any) { f["rate"] = []any{} },
		"rate[0].perSecond": func(f map[string]any) { f["rate"] = []any{map[string]any{"atMs": 0, "perSecond": -1}} },
		"rate[1].atMs": func(f map[string]any) {
			f["rate"] = []any{map[string]any{"atMs": 1000, "perSecond": 1}, map[string]any{"atMs": 999, "perSecond": 1}}
		},
		"loginMs":              func(f map[string]any) { f["loginMs"] = -1 },
		"warmUpMs":             func(f map[string]any) { f["warmUpMs"] = -1 },
		"durationMs":           func(f map[string]any) { f["durationMs"] = 0 },
		"operations":           func(f map[string]any) { f["operations"] = map[string]any{"read": 1, "write": 1, "logout": 1} },
		"timeoutMs":            func(f map[string]any) { f["timeoutMs"] = 0 },
		"lateMs":               func(f map[string]any) { f["lateMs"] = 0 },
		"session.ttlMs":        func(f map[string]any) { f["session"] = map[string]any{"granularityMs": 1} },
		"connections":          func(f map[string]any) { f["connections"] = "none" },
		"writeAtLogout":        func(f map[string]any) { f["writeAtLogout"] = true },
		"tabs":                 func(f map[string]any) { f["tabs"] = 9 },
		"census.ratePerSecond": func(f map[string]any) { f["census"] = map[string]any{"deadlineMs": 1} },
		"speed":                func(f map[string]any) { f["speed"] = 1 },
	}
	for field, change := range cases {
		t.Run(field, func(t *testing.T) {
			if _, err := ParsePlan(textOf(t, change)); err == nil || !strings.Contains(err.Error(), field) {
				t.Errorf("error %v does not name %s", err, field)
			}
		})
	}
}

func TestUsersShareAddressesInTurn(t *testing.T) {
	plan := aPlan(func(p *Plan) { p.Addresses = 300 })
	for user, want := range map[uint32]string{0: "10.64.0.1", 254: "10.64.0.255", 299: "10.64.1.44", 300: "10.64.0.1"} {
		if got := plan.address(user).Addr().String(); got != want {
			t.Errorf("user %d comes from %s, want %s", user, got, want)
		}
	}
	if aPlan(nil).address(3).IsValid() {
		t.Error("without addresses a user has one")
	}
}
