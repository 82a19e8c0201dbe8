package ledger_test

import (
	"testing"

	. "github.com/outlast/outlast/traffic/ledger"
)

// A write in one tab while the user logs out in the other: nobody knows which of them came first.
func TestAWriteAcrossALogoutMayFindTheSessionOrNot(t *testing.T) {
	for what, found := range map[string]Answer{"found": holding(2), "gone": answer(404), "in doubt": ending(NoAnswer)} {
		for order, logoutFirst := range map[string]bool{"before it": false, "after it": true} {
			t.Run(what+", "+order, func(t *testing.T) {
				m := openedIn(t, 2)
				logout, write := m.begin(Logout, 0), m.begin(Write, 1)
				var written Verdict
				if logoutFirst {
					m.expect(logout(answer(204)))
					written = write(found)
				} else {
					written = write(found)
					m.expect(logout(answer(204)))
				}
				m.expect(written)
				if written.Expectation != May {
					t.Errorf("it was judged as if the session was in %v", written.Expectation)
				}
				if got := m.Expect(rules, m.now); got != Gone {
					t.Errorf("the session is in %v after its logout", got)
				}
			})
		}
	}
}

func TestASessionThatAWriteBroughtBackIsAZombie(t *testing.T) {
	m := openedIn(t, 2)
	logout, write := m.begin(Logout, 0), m.begin(Write, 1)
	m.expect(logout(answer(204)))
	m.expect(write(holding(2)))
	m.expect(m.begin(Read, 0)(holding(2)), Zombie)
}

func TestAfterALogoutThatFailedTheSessionMustBeThere(t *testing.T) {
	for what, failed := range map[string]Answer{"refused": ending(NotConnected), "never sent": ending(Unsent)} {
		t.Run(what, func(t *testing.T) {
			m := openedIn(t, 2)
			logout, write := m.begin(Logout, 0), m.begin(Write, 1)
			logout(failed)
			m.expect(write(holding(2)))
			m.expect(m.begin(Read, 0)(answer(404)), Missing)
		})
	}
}

func TestAnOperationAfterTheLogoutIsNotAcrossIt(t *testing.T) {
	m := openedIn(t, 2)
	m.begin(Logout, 0)(answer(204))
	m.expect(m.begin(Write, 1)(holding(2)), Zombie)
}
