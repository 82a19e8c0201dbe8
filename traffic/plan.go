package outlast

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"net/netip"
	"time"

	"github.com/outlast/outlast/traffic/client"
	"github.com/outlast/outlast/traffic/ledger"
)

// Plan is what the generator is told; `plan.ts` says what each field means.
type Plan struct {
	Version       int         `json:"version"`
	Seed          float64     `json:"seed"`
	URL           string      `json:"url"`
	Servers       []Server    `json:"servers"`
	Users         int         `json:"users"`
	Addresses     int         `json:"addresses"`
	VisitorCookie bool        `json:"visitorCookie"`
	Arrivals      string      `json:"arrivals"`
	Rate          []RatePoint `json:"rate"`
	LoginMs       float64     `json:"loginMs"`
	WarmUpMs      float64     `json:"warmUpMs"`
	DurationMs    float64     `json:"durationMs"`
	Operations    Operations  `json:"operations"`
	TimeoutMs     float64     `json:"timeoutMs"`
	LateMs        float64     `json:"lateMs"`
	Connections   string      `json:"connections"`
	Tabs          int         `json:"tabs"`
	WriteAtLogout bool        `json:"writeAtLogout"`
	Session       struct {
		TTLMs         float64 `json:"ttlMs"`
		GranularityMs float64 `json:"granularityMs"`
	} `json:"session"`
	Census CensusPlan `json:"census"`
}

// Server is a web server that may exist during the run.
type Server struct {
	Name string `json:"name"`
	URL  string `json:"url"`
}

// RatePoint is a rate of arrivals at an instant of the load.
type RatePoint struct {
	AtMs      float64 `json:"atMs"`
	PerSecond float64 `json:"perSecond"`
}

// Operations are the shares of what a user with a session does.
type Operations struct {
	Read   float64 `json:"read"`
	Write  float64 `json:"write"`
	Logout float64 `json:"logout"`
}

// CensusPlan is how the census is taken.
type CensusPlan struct {
	RatePerSecond float64 `json:"ratePerSecond"`
	DeadlineMs    float64 `json:"deadlineMs"`
	QuiesceMs     float64 `json:"quiesceMs"`
	Confirmations int     `json:"confirmations"`
	ConfirmGapMs  float64 `json:"confirmGapMs"`
	WaitForSignal bool    `json:"waitForSignal"`
	WaitMs        float64 `json:"waitMs"`
}

const (
	poissonArrivals  = "poisson"
	constantArrivals = "constant"
	planVersion      = 1
	// maxUsers bounds what a mistake in a plan can cost: sessions are held in memory.
	maxUsers = 5_000_000
)

// ParsePlan reads a plan. The error names the field that is wrong.
func ParsePlan(text []byte) (*Plan, error) {
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	plan := &Plan{}
	if err := decoder.Decode(plan); err != nil {
		return nil, fmt.Errorf("the traffic plan cannot be read: %w", err)
	}
	if err := errors.Join(plan.problems()...); err != nil {
		return nil, fmt.Errorf("the traffic plan is not valid: %w", err)
	}
	return plan, nil
}

func (p *Plan) problems() []error {
	var problems []error
	require := func(holds bool, field string, value any, wanted string) {
		if !holds {
			problems = append(problems, fmt.Errorf("%s is %v, must be %s", field, value, wanted))
		}
	}
	positive := func(field string, value float64) {
		require(value > 0 && !math.IsInf(value, 0), field, value, "above 0")
	}
	natural := func(field string, value float64) {
		require(value >= 0 && !math.IsInf(value, 0), field, value, "0 or more")
	}

	require(p.Version == planVersion, "version", p.Version, fmt.Sprint(planVersion))
	require(p.Seed >= 0 && p.Seed < 1<<53 && p.Seed == math.Trunc(p.Seed), "seed", p.Seed, "a whole number below 2^53")
	_, _, err := client.Address(p.URL)
	require(err == nil, "url", p.URL, "http://host:port")
	for i, server := range p.Servers {
		_, _, err := client.Address(server.URL)
		require(err == nil && server.Name != "", fmt.Sprintf("servers[%d]", i), server, "a name and http://host:port")
	}
	require(p.Users >= 1 && p.Users <= maxUsers, "users", p.Users, fmt.Sprintf("from 1 to %d", maxUsers))
	require(p.Addresses >= 0 && p.Addresses < 1<<22, "addresses", p.Addresses, "from 0 to 4194303")
	require(p.Arrivals == poissonArrivals || p.Arrivals == constantArrivals, "arrivals", p.Arrivals, "poisson or constant")
	require(len(p.Rate) > 0, "rate", p.Rate, "at least one point")
	for i, point := range p.Rate {
		natural(fmt.Sprintf("rate[%d].perSecond", i), point.PerSecond)
		inOrder := i == 0 || point.AtMs >= p.Rate[i-1].AtMs
		require(inOrder, fmt.Sprintf("rate[%d].atMs", i), point.AtMs, "not before the point before it")
	}
	natural("loginMs", p.LoginMs)
	natural("warmUpMs", p.WarmUpMs)
	positive("durationMs", p.DurationMs)
	sum := p.Operations.Read + p.Operations.Write + p.Operations.Logout
	require(math.Abs(sum-1) < 1e-9, "operations", p.Operations, "shares that add up to 1")
	positive("timeoutMs", p.TimeoutMs)
	positive("lateMs", p.LateMs)
	switch client.Strategy(p.Connections) {
	case client.Shared, client.PerSession, client.PerRequest:
	default:
		require(false, "connections", p.Connections, "shared, session or request")
	}
	require(p.Tabs >= 0 && p.Tabs <= ledger.MaxTabs, "tabs", p.Tabs, fmt.Sprintf("from 1 to %d", ledger.MaxTabs))
	require(!p.WriteAtLogout || p.Tabs > 1, "writeAtLogout", p.WriteAtLogout, "false where there is one tab")
	positive("session.ttlMs", p.Session.TTLMs)
	natural("session.granularityMs", p.Session.GranularityMs)
	positive("census.ratePerSecond", p.Census.RatePerSecond)
	positive("census.deadlineMs", p.Census.DeadlineMs)
	natural("census.quiesceMs", p.Census.QuiesceMs)
	require(p.Census.Confirmations >= 0, "census.confirmations", p.Census.Confirmations, "0 or more")
	natural("census.confirmGapMs", p.Census.ConfirmGapMs)
	natural("census.waitMs", p.Census.WaitMs)
	return problems
}

func (p *Plan) rate() rate {
	points := make(rate, len(p.Rate))
	for i, point := range p.Rate {
		points[i] = ratePoint{atSeconds: point.AtMs / 1000, perSecond: point.PerSecond}
	}
	return points
}

func (p *Plan) rules() ledger.Rules {
	return ledger.Rules{
		TTL:   ledger.Micros(p.Session.TTLMs * 1000),
		Slack: ledger.Micros((p.Session.GranularityMs + 1000) * 1000),
	}
}

// tabs is in how many tabs at once a user writes.
func (p *Plan) tabs() int { return max(p.Tabs, 1) }

func (p *Plan) timeout() time.Duration { return milliseconds(p.TimeoutMs) }

func milliseconds(ms float64) time.Duration { return time.Duration(ms * float64(time.Millisecond)) }

// address is where a user's requests come from by the PROXY protocol: 10.64.0.1 and the following ones, as many as
// the plan says, in turn; the zero value where the plan has none.
func (p *Plan) address(user uint32) netip.AddrPort {
	if p.Addresses == 0 {
		return netip.AddrPort{}
	}
	n := 10<<24 | 64<<16 | user%uint32(p.Addresses) + 1
	return netip.AddrPortFrom(netip.AddrFrom4([4]byte{byte(n >> 24), byte(n >> 16), byte(n >> 8), byte(n)}), 40_000)
}

// jar is what a user's browser holds before the first login.
func (p *Plan) jar(user uint32) string {
	if !p.VisitorCookie {
		return ""
	}
	return fmt.Sprintf("visitor=visitor-%d", user)
}
