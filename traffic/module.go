package outlast

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"strings"

	"github.com/grafana/sobek"
	"go.k6.io/k6/v2/js/common"
	"go.k6.io/k6/v2/js/modules"
)

type (
	// rootModule is the same for all virtual users.
	rootModule struct{}
	// module is one virtual user's.
	module struct {
		vu  modules.VU
		out io.Writer
	}
)

var (
	_ modules.Module   = &rootModule{}
	_ modules.Instance = &module{}
)

// NewModuleInstance makes the module of one virtual user.
func (*rootModule) NewModuleInstance(vu modules.VU) modules.Instance {
	return &module{vu: vu, out: os.Stdout}
}

// Exports are what a script can import.
func (m *module) Exports() modules.Exports {
	return modules.Exports{Named: map[string]any{"run": m.run}}
}

// run carries a plan out and returns when all is done.
func (m *module) run(plan sobek.Value) {
	if err := m.carryOut(plan); err != nil {
		common.Throw(m.vu.Runtime(), err)
	}
}

func (m *module) carryOut(plan sobek.Value) error {
	if plan == nil || sobek.IsUndefined(plan) {
		return errors.New("run() needs a plan")
	}
	text, err := json.Marshal(plan.Export())
	if err != nil {
		return fmt.Errorf("the traffic plan is no JSON: %w", err)
	}
	parsed, err := ParsePlan(text)
	if err != nil {
		return err
	}
	commands, stop := listen()
	defer stop()
	return Run(m.vu.Context(), parsed, k6Version(), m.out, commands)
}

// k6Version is the version of the k6 that this was built into: `2.2.0`.
func k6Version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	for _, dependency := range info.Deps {
		if strings.HasPrefix(dependency.Path, "go.k6.io/k6") {
			return strings.TrimPrefix(dependency.Version, "v")
		}
	}
	return "unknown"
}
