package ledger_test

import (
	"testing"

	. "github.com/outlast/outlast/traffic/ledger"
)

// withThree is a user who has written 1, 2 and 3.
func withThree(t *testing.T) *aUser {
	return loggedIn(t).writes(1).writes(1, 2).writes(1, 2, 3).expect()
}

// inDoubt is one who does not know of the fourth write.
func inDoubt(t *testing.T) *aUser { return withThree(t).tries(ending(NoAnswer)) }

func TestWhatASessionMayShow(t *testing.T) {
	for what, u := range map[string]*aUser{
		"what was written":                         withThree(t).reads(1, 2, 3),
		"in any order":                             withThree(t).reads(3, 1, 2),
		"a write in doubt, not there":              inDoubt(t).reads(1, 2, 3),
		"a write in doubt, there":                  inDoubt(t).reads(1, 2, 3, 4),
		"there later":                              inDoubt(t).reads(1, 2, 3).reads(1, 2, 3, 4),
		"repeated and acknowledged":                inDoubt(t).writes(1, 2, 3, 4),
		"seen, then repeated and acknowledged":     inDoubt(t).reads(1, 2, 3, 4).writes(1, 2, 3, 4),
		"seen, then repeated in vain":              inDoubt(t).reads(1, 2, 3, 4).tries(notApplied()).reads(1, 2, 3, 4),
		"in doubt, then refused":                   inDoubt(t).tries(notApplied()).reads(1, 2, 3, 4),
		"refused, then in doubt":                   withThree(t).tries(notApplied()).tries(ending(Broken)).reads(1, 2, 3, 4),
		"refused, not there":                       withThree(t).tries(notApplied()).reads(1, 2, 3),
		"never sent, not there":                    withThree(t).tries(ending(Unsent)).reads(1, 2, 3),
		"alive after a logout in doubt":            withThree(t).logsOut(ending(NoAnswer)).reads(1, 2, 3),
		"alive after a logout in doubt, and going": withThree(t).logsOut(answer(500)).writes(1, 2, 3, 4),
	} {
		if u.last.Outcome != OK || u.last.Anomalies != 0 {
			t.Errorf("%s: %v with %v", what, u.last.Outcome, names(u.last.Anomalies))
		}
	}
}

func TestWhatASessionMustNotShow(t *testing.T) {
	other := Owner(user + 1)
	for what, c := range map[string]struct {
		user *aUser
		want Anomalies
	}{
		"the last one lost":                    {withThree(t).reads(1, 2), Set(Stale)},
		"the last two lost":                    {withThree(t).reads(1), Set(Stale)},
		"all lost":                             {withThree(t).reads(), Set(Stale)},
		"one in the middle lost":               {withThree(t).reads(1, 3), Set(Stale)},
		"lost before a write":                  {withThree(t).writes(1, 2, 4), Set(Stale)},
		"the one just written lost":            {withThree(t).writes(1, 2, 3), Set(Stale)},
		"one lost, the one in doubt there":     {inDoubt(t).reads(1, 3, 4), Set(Stale)},
		"two lost, the one in doubt there":     {inDoubt(t).reads(1, 4), Set(Stale)},
		"one in doubt seen, then not":          {inDoubt(t).reads(1, 2, 3, 4).reads(1, 2, 3), Set(Stale)},
		"another owner":                        {withThree(t).sees(of(other, 1, 2, 3)), Set(Foreign)},
		"another owner, the same items":        {loggedIn(t).sees(of(other)), Set(Foreign)},
		"no owner":                             {loggedIn(t).sees(of("")), Set(Foreign)},
		"an item never sent":                   {withThree(t).reads(1, 2, 3, 9), Set(Foreign)},
		"the next item, never sent":            {withThree(t).reads(1, 2, 3, 4), Set(Foreign)},
		"another item in place of one":         {withThree(t).reads(1, 2, 9), Set(Foreign)},
		"one twice":                            {withThree(t).reads(1, 2, 2, 3), Set(Doubled)},
		"one three times":                      {withThree(t).reads(1, 2, 2, 2, 3), Set(Doubled)},
		"two twice":                            {withThree(t).reads(1, 1, 2, 3, 3), Set(Doubled)},
		"all twice":                            {withThree(t).reads(1, 1, 2, 2, 3, 3), Set(Doubled)},
		"the one in doubt twice":               {inDoubt(t).reads(1, 2, 3, 4, 4), Set(Doubled)},
		"one twice, the one in doubt there":    {inDoubt(t).reads(1, 1, 2, 3, 4), Set(Doubled)},
		"one twice, the one in doubt not":      {inDoubt(t).reads(1, 1, 2, 3), Set(Doubled)},
		"the one just written twice":           {inDoubt(t).writes(1, 2, 3, 4, 4), Set(Doubled)},
		"one twice, another lost":              {withThree(t).reads(1, 1, 3), Set(Stale, Doubled)},
		"one that failed is there":             {withThree(t).tries(notApplied()).reads(1, 2, 3, 4), Set(Phantom)},
		"one that was refused is there":        {withThree(t).tries(ending(NotConnected)).reads(1, 2, 3, 4), Set(Phantom)},
		"one that was rejected is there":       {withThree(t).tries(answer(413)).reads(1, 2, 3, 4), Set(Phantom)},
		"one that failed is there, one is not": {withThree(t).tries(notApplied()).reads(1, 3, 4), Set(Stale, Phantom)},
		"one that failed is there, one twice":  {withThree(t).tries(notApplied()).reads(1, 1, 2, 3, 4), Set(Doubled, Phantom)},
		"one that failed is still there":       {withThree(t).tries(notApplied()).reads(1, 2, 3, 4).reads(1, 2, 3, 4), Set(Phantom)},
		"logged out, yet alive":                {withThree(t).logsOut(answer(204)).reads(1, 2, 3), Set(Zombie)},
		"logged out, another owner":            {withThree(t).logsOut(answer(204)).sees(of(other)), Set(Foreign)},
		"logged out and expired, yet alive":    {withThree(t).logsOut(answer(204)).waits(2*rules.TTL).reads(1, 2, 3), Set(Zombie)},
		"expired, yet alive":                   {withThree(t).waits(2*rules.TTL).reads(1, 2, 3), Set(Overstayed)},
		"expired, yet half of it alive":        {withThree(t).waits(2 * rules.TTL).reads(1), Set(Overstayed, Stale)},
	} {
		if c.user.last.Outcome != Wrong || c.user.last.Anomalies != c.want {
			t.Errorf("%s: %v with %v, want %v", what, c.user.last.Outcome, names(c.user.last.Anomalies), names(c.want))
		}
		if c.user.last.Evidence != Present {
			t.Errorf("%s: %v is no evidence of presence", what, c.user.last.Evidence)
		}
	}
}

func TestMissingSignsOut(t *testing.T) {
	u := withThree(t)
	u.isMissing()
	if u.last.Outcome != Rejected || u.last.Anomalies != Set(Missing) || !u.last.SignedOut || !u.last.Over {
		t.Errorf("the first absence: %+v", u.last)
	}
	at := u.now - second + took
	u.reads(1, 2, 3).expect()
	u.isMissing()
	if u.last.SignedOut || u.SignedOut() != at || u.Count(Missing) != 2 {
		t.Errorf("signed out at %d, again %v, after %d absences; want once, at %d", u.SignedOut(), u.last.SignedOut, u.Count(Missing), at)
	}
}

func TestOnlyTheApplicationsWordIsEvidence(t *testing.T) {
	for _, a := range []Answer{
		ofTheBalancer(404), ofTheBalancer(503), answer(500), answer(429), notApplied(), answer(302), answer(200),
		ending(NotConnected), ending(ConnectTimedOut), ending(Broken), ending(NoAnswer), ending(Cancelled), ending(Unsent),
	} {
		u := withThree(t)
		got := u.does(Read, a)
		if got.Evidence != NoEvidence || got.Anomalies != 0 || got.Over || u.SignedOut() != Never {
			t.Errorf("%+v: taken for evidence: %+v", a, got)
		}
	}
}

// A deviation that stays is one deviation, however much is written after it.
func TestADeviationIsRecognisedLater(t *testing.T) {
	u := withThree(t).reads(1, 3).expect(Stale).writes(1, 3, 4).expect(Stale).writes(1, 3, 4, 5).expect(Stale)
	u.tries(ending(NoAnswer)).reads(1, 3, 4, 5, 6).expect(Stale).reads(1, 3, 4, 5, 6).expect(Stale)
	u.reads(1, 2, 3, 4, 5, 6).expect()

	u = withThree(t).reads(1, 2, 2, 3).expect(Doubled).writes(1, 2, 2, 3, 4).expect(Doubled)
	u.reads(1, 2, 2, 3).expect(Stale, Doubled)

	u = withThree(t).reads(1, 2, 3, 9).expect(Foreign).writes(1, 2, 3, 9, 4).expect(Foreign)
	u.writes(1, 2, 3, 9, 4).expect(Stale, Foreign).reads(1, 2, 3, 4, 5).expect()
	u.reads(1, 2, 3, 4, 5, 9).expect(Foreign).writes(1, 2, 3, 4, 5, 9, 6, 6).expect(Foreign, Doubled)

	withThree(t).reads(1, 1, 2, 2, 3, 3).expect(Doubled).writes(1, 1, 2, 2, 3, 3, 4, 4).expect(Doubled)
}

func TestOnlyWhatIsNewBegins(t *testing.T) {
	u := withThree(t)
	for i, step := range []struct {
		shows Answer
		began Anomalies
	}{
		{holding(1, 2), Set(Stale)},
		{holding(1, 2), 0},
		{answer(503), 0},
		{holding(1, 2), 0},
		{holding(1, 1, 2), Set(Doubled)},
		{holding(1, 2, 3), 0},
		{holding(1, 2), Set(Stale)},
		{answer(404), Set(Missing)},
		{answer(404), 0},
		{holding(1, 2, 3), 0},
		{answer(404), Set(Missing)},
	} {
		if got := u.does(Read, step.shows).Began; got != step.began {
			t.Errorf("answer %d: %v began, want %v", i+1, names(got), names(step.began))
		}
	}
}

func TestTheItemThatAWriteCarries(t *testing.T) {
	u := loggedIn(t)
	expect := func(item, attempt uint32, repeated bool) {
		t.Helper()
		if i, a := u.NextItem(); i != item || a != attempt || u.Repeated != repeated {
			t.Errorf("item %d, attempt %d, repeated %v; want %d, %d, %v", i, a, u.Repeated, item, attempt, repeated)
		}
	}
	expect(1, 1, false)
	u.tries(ending(Unsent))
	expect(1, 1, false)
	u.tries(ending(NoAnswer))
	expect(1, 2, false)
	u.tries(answer(500))
	expect(1, 3, true)
	u.writes(1)
	expect(2, 1, true)
	if u.Acknowledged() != 1 {
		t.Errorf("%d writes are acknowledged, want 1", u.Acknowledged())
	}
}
