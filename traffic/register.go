// Package outlast is the k6 extension `k6/x/outlast`: users who log in, write, read and log out, and a ledger that
// knows what each of them must see.
package outlast

import "go.k6.io/k6/v2/js/modules"

func init() { modules.Register("k6/x/outlast", &rootModule{}) }
