package ledger_test

import (
	"slices"
	"testing"

	. "github.com/outlast/outlast/traffic/ledger"
)

const deadline = 1000 * second

// decide is the census: what it required when it began, and then these reads.
func (u *aUser) decide(reads ...Answer) (State, Finding) {
	f := Finding{Expectation: u.Expect(rules, u.now), At: deadline}
	for _, a := range reads {
		if e := u.does(Read, a).Evidence; e != NoEvidence {
			f.Flapping = f.Flapping || f.End != NoEvidence && f.End != e
			f.End, f.At = e, u.now-second+took
		}
	}
	return u.State, f
}

// The table of fates, row by row; each user is decided by a census of these reads. `at` is the second in which the
// deciding operation was invoked; rows that are not decided by one give their instant as it is.
func TestFates(t *testing.T) {
	gone, whole := answer(404), holding(1, 2, 3)
	three := []Answer{gone, gone, gone}
	other := of(Owner(user+1), 1)
	edge := rules.TTL - rules.Slack
	for _, c := range []struct {
		what    string
		user    *aUser
		census  []Answer
		fate    Fate
		at      Micros
		details []string
	}{
		{"someone else's state, once", withThree(t).sees(other), []Answer{whole}, Leaked, 4*second + took, nil},
		{"an item never sent", withThree(t).reads(1, 2, 3, 9), []Answer{whole}, Leaked, 4*second + took, nil},
		{"leaked, then logged out", withThree(t).sees(other).logsOut(answer(204)), []Answer{gone}, Leaked, 4*second + took, nil},
		{"leaked, then lost", withThree(t).sees(other), three, Leaked, 4*second + took, nil},
		{"leaked after logout", withThree(t).logsOut(answer(204)), []Answer{other}, Leaked, 5*second + took, nil},
		{"alive after logout, then leaked", withThree(t).logsOut(answer(204)).reads(1, 2, 3), []Answer{other}, Leaked, 6*second + took, nil},

		{"logged out, yet alive", withThree(t).logsOut(answer(204)), []Answer{whole}, Resurrected, 5*second + took, nil},
		{"alive once after logout", withThree(t).logsOut(answer(204)).reads(1, 2, 3), []Answer{gone}, Resurrected, 5*second + took, nil},

		{"logged out", withThree(t).logsOut(answer(204)), []Answer{gone}, Ended, 4*second + took, []string{"logout"}},
		{"logged out, the census cannot tell", withThree(t).logsOut(answer(204)), nil, Ended, 4*second + took, []string{"logout"}},
		{"logged out at the second try", withThree(t).logsOut(ending(NoAnswer)).logsOut(answer(204)), []Answer{gone}, Ended, 5*second + took, []string{"logout"}},
		{"expired", withThree(t).waits(2 * rules.TTL), []Answer{gone}, Ended, 3*second + edge, []string{"expired"}},
		{"expired, yet alive", withThree(t).waits(2 * rules.TTL), []Answer{whole}, Ended, 3*second + edge, []string{"expired", "overstayed"}},

		{"a logout in doubt, gone", withThree(t).logsOut(ending(NoAnswer)), []Answer{gone}, Indeterminate, 4 * second, nil},
		{"a logout in doubt, alive", withThree(t).logsOut(ending(NoAnswer)), []Answer{whole}, Indeterminate, 4 * second, nil},
		{"a logout in doubt, stale", withThree(t).logsOut(answer(500)), []Answer{holding(1)}, Indeterminate, 4 * second, nil},
		{"a logout that found none", withThree(t).logsOut(gone), three, Indeterminate, 4 * second, nil},
		{"its time nearly over", withThree(t).waits(3*second + rules.TTL), []Answer{gone}, Indeterminate, 3*second + edge, nil},

		{"no evidence", withThree(t), []Answer{ofTheBalancer(503), ending(NoAnswer)}, Unreachable, deadline, nil},
		{"signed out, then no evidence", withThree(t).isMissing(), nil, Unreachable, deadline, nil},

		{"gone", withThree(t), three, Lost, 4*second + took, nil},
		{"gone since before the census", withThree(t).isMissing(), three, Lost, 4*second + took, nil},
		{"gone, back, gone", withThree(t).isMissing().reads(1, 2, 3), three, Lost, 6*second + took, nil},
		{"rolled back, then gone", withThree(t).reads(1), three, Lost, 5*second + took, nil},
		{"gone, then no evidence", withThree(t), []Answer{gone, ending(NoAnswer)}, Lost, 4*second + took, nil},
		{"flapping, gone in the end", withThree(t), []Answer{gone, whole, gone}, Lost, 6*second + took, []string{"flapping"}},

		{"the last ones are missing", withThree(t), []Answer{holding(1), holding(1)}, RolledBack, 4*second + took, []string{"rolled_back"}},
		{"all are missing", withThree(t), []Answer{holding()}, RolledBack, 4*second + took, []string{"rolled_back"}},
		{"one in the middle is missing", withThree(t), []Answer{holding(1, 3)}, RolledBack, 4*second + took, []string{"lost_update"}},
		{"missing since before the census", withThree(t).reads(1), []Answer{holding(1)}, RolledBack, 4*second + took, []string{"rolled_back"}},
		{"the last ones are missing, then more is written", withThree(t).reads(1).writes(1, 4), []Answer{holding(1, 4)}, RolledBack, 4*second + took, []string{"rolled_back"}},
		{"missing, back, missing", withThree(t).reads(1).reads(1, 2, 3), []Answer{holding(1)}, RolledBack, 6*second + took, []string{"rolled_back"}},
		{"missing and twice", withThree(t), []Answer{holding(1, 1, 3)}, RolledBack, 4*second + took, []string{"lost_update"}},

		{"one twice", withThree(t), []Answer{holding(1, 1, 2, 3)}, Duplicated, 4*second + took, nil},
		{"one twice that we had repeated", inDoubt(t).writes(1, 2, 3, 4), []Answer{holding(1, 2, 3, 4, 4)}, Duplicated, 6*second + took, []string{"repeated"}},
		{"one that failed", withThree(t).tries(notApplied()), []Answer{holding(1, 2, 3, 4)}, Duplicated, 5*second + took, nil},
		{"twice since before the census", withThree(t).reads(1, 1, 2, 3), []Answer{holding(1, 1, 2, 3)}, Duplicated, 4*second + took, nil},

		{"whole", withThree(t), []Answer{whole}, Survived, 4*second + took, nil},
		{"whole, with the one in doubt", inDoubt(t), []Answer{holding(1, 2, 3, 4)}, Survived, 5*second + took, nil},
		{"whole at the second try", withThree(t), []Answer{ending(NoAnswer), whole}, Survived, 5*second + took, nil},
		{"signed out, and back", withThree(t).isMissing(), []Answer{whole}, Survived, 5*second + took, []string{"interrupted"}},
		{"stale, and back", withThree(t).reads(1), []Answer{whole}, Survived, 5*second + took, []string{"interrupted"}},
		{"twice, and back", withThree(t).reads(1, 1, 2, 3), []Answer{whole}, Survived, 5*second + took, nil},
		{"flapping, there in the end", withThree(t), []Answer{gone, gone, whole}, Survived, 6*second + took, []string{"interrupted", "flapping"}},
	} {
		t.Run(c.what, func(t *testing.T) {
			state, finding := c.user.decide(c.census...)
			fate, at := state.Fate(rules, finding)
			if fate != c.fate || at != c.at {
				t.Errorf("%v at %d, want %v at %d", fate, at, c.fate, c.at)
			}
			if got := state.Details(fate, finding); !slices.Equal(got, c.details) {
				t.Errorf("details %v, want %v", got, c.details)
			}
		})
	}
}

func TestWhenASessionWasLastKnownToLive(t *testing.T) {
	u := withThree(t)
	for _, a := range []Answer{answer(503), ending(NoAnswer), of("user-8"), answer(404)} {
		u.does(Read, a)
	}
	if got := u.LastGood(); got != 3*second {
		t.Errorf("last good at %d, want %d: the invocation of the last write", got, 3*second)
	}
	if u.does(Read, holding(1)); u.LastGood() != u.now-second {
		t.Error("a stale answer still proves the session alive")
	}
}

func TestWhatALedgerRemembersOfASession(t *testing.T) {
	u := withThree(t).logsOut(ending(NoAnswer)).logsOut(answer(204))
	if u.User() != user || u.LoginInvoked() != 0 || u.LoginAt() != took || u.LogoutInvoked() != 4*second || u.Base() != Gone {
		t.Errorf("user %d, login %d to %d, logout %d, now %v", u.User(), u.LoginInvoked(), u.LoginAt(), u.LogoutInvoked(), u.Base())
	}
	if got := withThree(t).LogoutInvoked(); got != Never {
		t.Errorf("a logout at %d that never was", got)
	}
}
