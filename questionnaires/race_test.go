//go:build race

package questionnaires_test

// slowdown is how much slower than usual everything is: the race detector watches every access to memory.
const slowdown = 16
