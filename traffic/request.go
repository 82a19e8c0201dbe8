package outlast

import (
	"strconv"
	"time"

	"github.com/outlast/outlast/traffic/client"
	"github.com/outlast/outlast/traffic/ledger"
)

// The session contract: one request for each operation.
var contract = [...]struct{ method, path string }{
	ledger.Login:  {"POST", "/session"},
	ledger.Write:  {"POST", "/session/items"},
	ledger.Read:   {"GET", "/session"},
	ledger.Logout: {"DELETE", "/session"},
}

// request is one of the contract, for a user who sends these cookies.
func (g *generator) request(kind ledger.Kind, user uint32, cookies string) client.Request {
	return client.Request{
		Method:   contract[kind].method,
		Path:     contract[kind].path,
		Cookie:   cookies,
		Strategy: client.Strategy(g.plan.Connections),
		Source:   g.plan.address(user),
		Deadline: time.Now().Add(g.plan.timeout()),
	}
}

// named adds the name of the attempt, by which a server can tell a replay: session, item (or what else it does), try.
func named(r *client.Request, session, what string, attempt uint64) {
	r.Operation = append(r.Operation[:0], session...)
	r.Operation = append(append(r.Operation, '/'), what...)
	r.Operation = strconv.AppendUint(append(r.Operation, '/'), attempt, 10)
}

func loginBody(user uint32) []byte {
	return append(append([]byte(`{"owner":"`), ledger.Owner(user)...), `"}`...)
}

func writeBody(item uint32) []byte {
	return append(strconv.AppendUint([]byte(`{"item":`), uint64(item), 10), '}')
}
