package outlast

import "github.com/outlast/outlast/traffic/ledger"

// The records that the generator writes, one JSON object a line; `engine/journal/traffic-records.ts` is the same in
// TypeScript, and says what each field means.

type startRecord struct {
	Type    string  `json:"type"`
	Version int     `json:"version"`
	UnixMs  float64 `json:"unixMs"`
	K6      string  `json:"k6"`
}

type frameRecord struct {
	Type       string            `json:"type"`
	Sequence   int               `json:"sequence"`
	FromMs     float64           `json:"fromMs"`
	ToMs       float64           `json:"toMs"`
	Final      bool              `json:"final"`
	Cells      []cellRecord      `json:"cells"`
	Latencies  []latencyRecord   `json:"latencies"`
	Servers    map[string]uint64 `json:"servers"`
	Complaints map[string]uint64 `json:"complaints,omitempty"`
	Affinity   affinityRecord    `json:"affinity"`
	Sessions   sessionCounts     `json:"sessions"`
	// SessionsByServer are those that users have now.
	SessionsByServer map[string]int    `json:"sessionsByServer"`
	InFlight         int               `json:"inFlight"`
	Queued           int               `json:"queued"`
	NotOk            [][3]uint64       `json:"notOk"`
	Totals           map[string]counts `json:"totals,omitempty"`
}

type cellRecord struct {
	Second    uint32            `json:"second"`
	Phase     string            `json:"phase"`
	Operation string            `json:"operation"`
	Counts    map[string]uint64 `json:"counts"`
}

type latencyRecord struct {
	Second   uint32 `json:"second"`
	Phase    string `json:"phase"`
	Class    string `json:"class"`
	Response string `json:"response"`
	Service  string `json:"service"`
}

type affinityRecord struct {
	Home      uint64 `json:"home"`
	Elsewhere uint64 `json:"elsewhere"`
}

type sessionCounts struct {
	Must      int `json:"must"`
	May       int `json:"may"`
	Gone      int `json:"gone"`
	SignedOut int `json:"signedOut"`
}

type eventRecord struct {
	Type      string  `json:"type"`
	Event     string  `json:"event"`
	Session   string  `json:"session"`
	AtMs      float64 `json:"atMs"`
	Server    string  `json:"server,omitempty"`
	Operation string  `json:"operation,omitempty"`
}

type drainedRecord struct {
	Type string  `json:"type"`
	AtMs float64 `json:"atMs"`
}

type censusRecord struct {
	Type     string  `json:"type"`
	Census   string  `json:"census"`
	Step     string  `json:"step"`
	AtMs     float64 `json:"atMs"`
	Sessions int     `json:"sessions"`
	Read     int     `json:"read"`
}

type sessionRecord struct {
	Type               string            `json:"type"`
	Session            string            `json:"session"`
	User               uint32            `json:"user"`
	Fate               string            `json:"fate"`
	FateAtMs           float64           `json:"fateAtMs"`
	Details            []string          `json:"details"`
	HomeServer         string            `json:"homeServer"`
	AcknowledgedWrites uint32            `json:"acknowledgedWrites"`
	ObservedWrites     *uint64           `json:"observedWrites"`
	Expectation        string            `json:"expectation"`
	End                string            `json:"end"`
	AsFound            string            `json:"asFound,omitempty"`
	Anomalies          map[string]uint32 `json:"anomalies"`
	LoginInvokedMs     float64           `json:"loginInvokedMs"`
	LoginAtMs          float64           `json:"loginAtMs"`
	LogoutInvokedMs    *float64          `json:"logoutInvokedMs"`
	LastGoodMs         float64           `json:"lastGoodMs"`
	SignedOutAtMs      *float64          `json:"signedOutAtMs"`
	EndAtMs            float64           `json:"endAtMs"`
	Cause              *string           `json:"cause"`
}

type serverRecord struct {
	Type      string  `json:"type"`
	Server    string  `json:"server"`
	Reachable bool    `json:"reachable"`
	Replays   *uint64 `json:"replays"`
}

func inMs(at ledger.Micros) float64 { return float64(at) / 1000 }

// orNull is null for an instant that never came.
func orNull(at ledger.Micros) *float64 {
	if at == ledger.Never {
		return nil
	}
	ms := inMs(at)
	return &ms
}
