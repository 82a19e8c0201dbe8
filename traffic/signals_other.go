//go:build !unix

package outlast

// listen never hears a command: this system has no such signals. A plan that waits for one goes on after its limit.
func listen() (commands <-chan Command, stop func()) { return make(chan Command), func() {} }
