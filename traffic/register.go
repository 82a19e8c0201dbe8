package outlast

import (
	"go.k6.io/k6/v2/js/modules"
	_ "github.com/valyala/fasthttp"
	_ "github.com/HdrHistogram/hdrhistogram-go"
)

func init() { _ = modules.Register }
