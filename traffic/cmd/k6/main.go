package main

import (
	"go.k6.io/k6/v2/cmd"

	_ "github.com/outlast/outlast/traffic"
)

func main() { cmd.Execute() }
