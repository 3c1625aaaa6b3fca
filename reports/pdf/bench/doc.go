// Package bench compares the speed of writing a company report with its peers, in one run of
//
//	go test -bench . -benchmem -cpu 1
//
// The low-level peers draw what our own pages contain, operator by operator, so that they are spared composing and laying
// out; maroto lays out the text of the same Document, and Chromium prints its HTML twin. It is a module of its own, so that
// the peers are no dependencies of the product.
package bench
