// Package faults holds no code, only tests of what the built command does when
// something around it breaks. Each row of its tables is a fault; what has to
// come of it is one of four things:
//
//   - the same replies as without the fault, byte for byte;
//   - a clear error to the user, exit code 0, and nothing half reported;
//   - a quiet end, where nobody listens any more: exit code 0, no output;
//   - exit code 1 and one line on stderr, where the conversation itself broke.
//
// A hang, a panic, a wrong finding, or a file left behind fails any row.
//
// The tests run with a selection of places and seeds, and with all of them by
// "make faults". The soak test is run by "make soak".
package faults
