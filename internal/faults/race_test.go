//go:build race

package faults

// underRace says that the tests, and so the command, look for data races.
const underRace = true
