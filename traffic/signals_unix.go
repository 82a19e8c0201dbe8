//go:build unix

package outlast

import (
	"maps"
	"os"
	"os/signal"
	"slices"
	"syscall"
)

// meanings of the signals that a generator hears. They are such as Go ignores where nobody listens: one that comes too early
// or too late must not end k6.
var meanings = map[os.Signal]Command{
	syscall.SIGUSR1: GoOn,
	syscall.SIGUSR2: AsFound,
	syscall.SIGALRM: GoneForGood,
}

// listen turns signals into commands until it is stopped.
func listen() (commands <-chan Command, stop func()) {
	signals := make(chan os.Signal, 8)
	signal.Notify(signals, slices.Collect(maps.Keys(meanings))...)
	translated := make(chan Command, 8)
	go func() {
		for s := range signals {
			translated <- meanings[s]
		}
	}()
	return translated, func() {
		signal.Stop(signals)
		close(signals)
	}
}
