package bench

import (
	"bytes"
	"compress/zlib"
	"encoding/json"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"tuntas/questionnaires"
	"tuntas/questionnaires/scoring"
	"tuntas/reports"
	"tuntas/reports/pdf"
)

// report is the palm estate's report in Indonesian.
func report(tb testing.TB) *reports.Document {
	tb.Helper()
	def, err := questionnaires.Open("forced-labour@1")
	if err != nil {
		tb.Fatal(err)
	}
	name := "forced-labour/examples/palm-estate.yaml"
	data, err := fs.ReadFile(questionnaires.Library(), name)
	if err != nil {
		tb.Fatal(err)
	}
	answers, faults := questionnaires.DecodeAnswers(name, data, def)
	if len(faults) > 0 {
		tb.Fatal(faults)
	}
	model, err := scoring.Compile(def)
	if err != nil {
		tb.Fatal(err)
	}
	doc, err := reports.Company(def, answers, model.Score(answers, ""), "id")
	if err != nil {
		tb.Fatal(err)
	}
	return doc
}

func write(tb testing.TB, doc *reports.Document) []byte {
	tb.Helper()
	var out bytes.Buffer
	if err := pdf.Write(&out, doc); err != nil {
		tb.Fatal(err)
	}
	return out.Bytes()
}

// streams are the contents of the pages of our own file.
func streams(tb testing.TB, file []byte) [][]byte {
	tb.Helper()
	var pages [][]byte
	for _, part := range bytes.Split(file, []byte("stream\n"))[1:] {
		z, err := zlib.NewReader(bytes.NewReader(part))
		if err != nil {
			continue // the text between two streams, or one that is not compressed
		}
		content, err := io.ReadAll(z)
		if err == nil && bytes.Contains(content, []byte(" Tf ")) {
			pages = append(pages, content)
		}
	}
	return pages
}

// element is one thing that a page shows: a text, or a path that is filled, stroked or both.
type element struct {
	text         string
	bold         bool
	size         float64
	x, y         float64 // points from the upper left corner; a text's baseline
	fill, stroke [3]int
	weight       float64
	path         []segment
	paint        string // f, S or B
}

// segment is one step of a path: m, l, c, h or re, with its numbers.
type segment struct {
	op      string
	numbers []float64
}

const paperHeight = 841.89

// elements reads the operators of one page.
func (r *reader) elements(tb testing.TB, content []byte) []element {
	tb.Helper()
	var list []element
	var now element
	for line := range strings.SplitSeq(string(content), "\n") {
		if strings.HasPrefix(line, "BT ") {
			list = r.text(tb, list, &now, line)
			continue
		}
		var numbers []float64
		for word := range strings.FieldsSeq(line) {
			if n, err := strconv.ParseFloat(word, 64); err == nil {
				numbers = append(numbers, n)
				continue
			}
			switch word {
			case "rg":
				now.fill = colour(numbers)
			case "RG":
				now.stroke = colour(numbers)
			case "w":
				now.weight = numbers[0]
			case "m", "l", "c", "h", "re":
				now.path = append(now.path, segment{word, flip(word, numbers)})
			case "f", "S", "B":
				shape := now
				shape.text, shape.paint = "", word
				list = append(list, shape)
				now.path = nil
			}
			numbers = nil
		}
	}
	return list
}

func colour(n []float64) [3]int {
	return [3]int{int(n[0]*255 + .5), int(n[1]*255 + .5), int(n[2]*255 + .5)}
}

// flip counts heights from the top, as the peers do.
func flip(op string, n []float64) []float64 {
	if op == "re" {
		return []float64{n[0], paperHeight - n[1] - n[3], n[2], n[3]}
	}
	for i := 1; i < len(n); i += 2 {
		n[i] = paperHeight - n[i]
	}
	return n
}

// reader knows the fonts of our pages.
type reader struct{ fonts map[string]font }

// font is one of our 8-bit fonts: what its codes from 32 on stand for.
type font struct {
	bold  bool
	runes []rune
}

func newReader(tb testing.TB) *reader {
	tb.Helper()
	text, err := os.ReadFile("../fonts/pages.txt")
	if err != nil {
		tb.Fatal(err)
	}
	r := &reader{map[string]font{}}
	for i, page := range strings.Split(string(text), "\n") {
		for _, weight := range []string{"regular", "semibold"} {
			data, err := os.ReadFile(filepath.Join("..", "fonts", weight+"-"+strconv.Itoa(i)+".json"))
			if err != nil {
				continue // the text may end in an empty line
			}
			var head struct{ ID string }
			if err := json.Unmarshal(data, &head); err != nil {
				tb.Fatal(err)
			}
			r.fonts["/"+head.ID] = font{weight == "semibold", []rune(page)}
		}
	}
	return r
}

// text reads BT /F 9 Tf 10 20 Td (…) Tj ET; the font stays that of the text before when it is left out.
func (r *reader) text(tb testing.TB, list []element, now *element, line string) []element {
	tb.Helper()
	head, rest, _ := strings.Cut(line, " Td (")
	words := strings.Fields(head)[1:]
	if len(words) == 5 {
		now.size = number(tb, words[1])
		now.text = words[0]
		words = words[3:]
	}
	name := now.text
	out := *now
	out.x, out.y, out.paint, out.path = number(tb, words[0]), paperHeight-number(tb, words[1]), "", nil
	var shown strings.Builder
	for i := 0; i < len(rest); i++ {
		switch {
		case rest[i] == ')':
			if inner := strings.Fields(rest[i:]); len(inner) > 3 && strings.HasPrefix(inner[2], "/") { // another font in the middle
				name, now.text = inner[2], inner[2]
				i += strings.Index(rest[i:], " (") + 1
				continue
			}
			i = len(rest)
		case rest[i] == '\\':
			i++
			shown.WriteRune(rune(rest[i]))
		case rest[i] >= 32:
			shown.WriteRune(r.fonts[name].runes[rest[i]-32])
		}
	}
	out.text, out.bold = shown.String(), r.fonts[name].bold
	return append(list, out)
}

func number(tb testing.TB, s string) float64 {
	tb.Helper()
	n, err := strconv.ParseFloat(s, 64)
	if err != nil {
		tb.Fatal(err)
	}
	return n
}

func fontFile(tb testing.TB, weight string) []byte {
	tb.Helper()
	data, err := os.ReadFile("../fonts/SourceSans3-" + weight + ".ttf")
	if err != nil {
		tb.Fatal(err)
	}
	return data
}
