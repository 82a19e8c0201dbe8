//go:build !linux

package outlast

import (
	"context"
	"time"
)

// alarm wakes its owner after a time.
type alarm struct {
	timer *time.Timer
	ctx   context.Context
}

// newAlarm makes an alarm that rings early when the context ends.
func newAlarm(ctx context.Context) (*alarm, error) { return &alarm{time.NewTimer(0), ctx}, nil }

// wait is for one goroutine at a time. It may end early.
func (a *alarm) wait(d time.Duration) {
	a.timer.Reset(d)
	select {
	case <-a.timer.C:
	case <-a.ctx.Done():
	}
}

func (a *alarm) close() { a.timer.Stop() }
