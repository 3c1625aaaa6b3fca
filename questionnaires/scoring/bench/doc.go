// Package bench compares the speed of the rules engine and of the scoring with their peers, in one run of
//
//	go test -bench . -benchmem
//
// The peers are the virtual machine of expr-lang, cel-go, and the same conditions written by hand as Go functions over
// the same slots with the same four values (hand_*_test.go, which go generate writes from the questionnaire).
// It is a module of its own, so that the peers are no dependencies of the product.
package bench

//go:generate go run ./generate
