//go:build !race

package questionnaires_test

// slowdown is how much slower than usual everything is.
const slowdown = 1
