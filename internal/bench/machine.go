package main

import (
	"bufio"
	"fmt"
	"os"
	"runtime"
	"strings"
)

// Machine is where it was measured.
type Machine struct {
	OS     string `json:"os"`
	CPU    string `json:"cpu"`
	Cores  int    `json:"cores"`
	Memory string `json:"memory"`
	Go     string `json:"go"`
}

// machine asks this one, as far as it tells.
func machine() Machine {
	m := Machine{OS: runtime.GOOS + "/" + runtime.GOARCH, Cores: runtime.NumCPU(), Go: runtime.Version()}
	m.CPU = fact("/proc/cpuinfo", "model name")
	var kB float64
	if _, err := fmt.Sscan(fact("/proc/meminfo", "MemTotal"), &kB); err == nil {
		m.Memory = fmt.Sprintf("%.0f GB", kB/(1<<20))
	}
	return m
}

func (m Machine) String() string {
	cpu := m.CPU
	if cpu == "" {
		cpu = "a processor that does not tell its name"
	}
	return fmt.Sprintf("%s, %d cores of %s, %s of memory, %s", m.OS, m.Cores, cpu, m.Memory, m.Go)
}

// fact is the first value of a name in a file of lines "name: value".
func fact(file, name string) string {
	f, err := os.Open(file)
	if err != nil {
		return ""
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		key, value, _ := strings.Cut(lines.Text(), ":")
		if strings.TrimSpace(key) == name {
			return strings.TrimSpace(value)
		}
	}
	return ""
}
