//go:build !linux

package outlast

import "time"

func nap(wait time.Duration) { time.Sleep(wait) }
