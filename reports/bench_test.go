package reports_test

import (
	"io"
	"testing"

	"tuntas/reports"
)

func BenchmarkCompany(b *testing.B) {
	def, answers, result := example(b, "palm-estate")
	for b.Loop() {
		if _, err := reports.Company(def, answers, result, "id"); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkHTML(b *testing.B) {
	def, answers, result := example(b, "palm-estate")
	doc, err := reports.Company(def, answers, result, "id")
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if err := reports.WriteHTML(io.Discard, doc); err != nil {
			b.Fatal(err)
		}
	}
}
