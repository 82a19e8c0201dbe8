//go:build unix

package outlast

import (
	"syscall"
	"testing"
	"time"
)

func TestSignalsAreCommands(t *testing.T) {
	commands, stop := listen()
	for signal, want := range map[syscall.Signal]Command{
		syscall.SIGUSR1: GoOn, syscall.SIGUSR2: AsFound, syscall.SIGALRM: GoneForGood,
	} {
		if err := syscall.Kill(syscall.Getpid(), signal); err != nil {
			t.Fatal(err)
		}
		select {
		case got := <-commands:
			if got != want {
				t.Errorf("%v is command %d, want %d", signal, got, want)
			}
		case <-time.After(10 * time.Second):
			t.Fatalf("no command came with %v", signal)
		}
	}
	stop()
	// This test would die of a signal that is not ignored.
	for signal := range meanings {
		if err := syscall.Kill(syscall.Getpid(), signal.(syscall.Signal)); err != nil {
			t.Fatal(err)
		}
	}
}
