// Package compatibility holds no code, only tests: the built command gives the
// same bytes whatever version of Splunk writes getinfo, however the rows are
// quoted and their lines end, and on another processor.
package compatibility
