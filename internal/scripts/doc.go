// Package scripts plays cases written down in a small language: rows in, a
// search over them, findings out, with the verdict and the reason for it.
// testdata/README.md explains the language on one page; the scripts lie beside
// it.
//
// What is played is the search command itself, from the arguments as splunkd
// splits them to the CSV of its answer, so that a script says what users see.
package scripts
