package ledger_test

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strconv"
	"testing"

	. "github.com/outlast/outlast/traffic/ledger"
)

func readJSON(t *testing.T, file string, into any) {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, into); err != nil {
		t.Fatalf("%s: %v", file, err)
	}
}

type word struct{ Name, Of, Ends string }

func namesOf[T fmt.Stringer](things []T) (names []string) {
	for _, thing := range things {
		names = append(names, thing.String())
	}
	return names
}

// The vocabulary is one table for both languages.
func TestVocabulary(t *testing.T) {
	var vocabulary map[string][]word
	readJSON(t, "../vocabulary.json", &vocabulary)
	var anomalies []Anomaly
	AllAnomalies.Each(func(a Anomaly) { anomalies = append(anomalies, a) })
	for list, want := range map[string][]string{
		"outcomes":  namesOf(Outcomes),
		"subcounts": namesOf(Details),
		"anomalies": namesOf(anomalies),
		"fates":     namesOf(Fates),
	} {
		var got []string
		for _, w := range vocabulary[list] {
			got = append(got, w.Name)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: vocabulary.json has %v, the ledger has %v", list, got, want)
		}
	}
	known := append(namesOf(Outcomes), Dropped.String())
	for _, w := range vocabulary["subcounts"] {
		if !slices.Contains(known, w.Of) {
			t.Errorf("%s is a part of %q, which is no outcome", w.Name, w.Of)
		}
	}
	effects := append(namesOf([]Effect{Happened, DidNotHappen, MayHaveHappened}), "depends")
	for _, w := range vocabulary["outcomes"] {
		if !slices.Contains(effects, w.Ends) {
			t.Errorf("%s ends %q, which is no end of an operation", w.Name, w.Ends)
		}
	}
}

// The same file holds for the web server, which is written in another language.
func TestDigests(t *testing.T) {
	var cases []struct {
		Owner  string
		Items  []uint64
		Count  uint64
		Digest string
	}
	readJSON(t, "../../targets/web/testdata/digests.json", &cases)
	if len(cases) == 0 {
		t.Fatal("no cases")
	}
	for _, c := range cases {
		var sum uint64
		for _, item := range c.Items {
			sum += Hash(c.Owner, item)
		}
		if got := strconv.FormatUint(sum, 10); got != c.Digest || uint64(len(c.Items)) != c.Count {
			t.Errorf("%q with %v: digest %s, want %s", c.Owner, c.Items, got, c.Digest)
		}
	}
}
