// Package security holds no code, only the tests behind
// docs/SECURITY-REVIEW.md: what the shipped program cannot do, what it never
// gives away, what bounds it, and what hostile logs come to in its outputs.
package security
