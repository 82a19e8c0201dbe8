//go:build unix

package outlast

import (
	"os"
	"os/signal"
	"syscall"
)

// listen turns SIGUSR1 and SIGUSR2 into commands until it is stopped.
func listen() (commands <-chan Command, stop func()) {
	signals := make(chan os.Signal, 8)
	signal.Notify(signals, syscall.SIGUSR1, syscall.SIGUSR2)
	translated := make(chan Command, 8)
	go func() {
		for s := range signals {
			if s == syscall.SIGUSR1 {
				translated <- GoOn
			} else {
				translated <- AsFound
			}
		}
	}()
	return translated, func() {
		// One that comes too late must not kill k6 on its way out.
		signal.Ignore(syscall.SIGUSR1, syscall.SIGUSR2)
		signal.Stop(signals)
		close(signals)
	}
}
