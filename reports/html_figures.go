package reports

import (
	"fmt"
	"strings"

	"rsc.io/qr"
)

// qrImage is a QR code as one SVG path.
type qrImage struct {
	Box  string // the view box, with a quiet zone
	Path string
}

func encodeQR(text string) (qrImage, error) {
	if text == "" {
		return qrImage{}, nil
	}
	code, err := qr.Encode(text, qr.M)
	if err != nil {
		return qrImage{}, fmt.Errorf("encode QR code: %w", err)
	}
	var path strings.Builder
	for y := range code.Size {
		for x := range code.Size {
			if code.Black(x, y) {
				fmt.Fprintf(&path, "M%d %dh1v1h-1z", x, y)
			}
		}
	}
	return qrImage{Box: fmt.Sprintf("-3 -3 %d %d", code.Size+6, code.Size+6), Path: path.String()}, nil
}

// along turns millionths of 100 points into the 0–1000 of a picture's width.
func along(v int64) int64 { return max(0, min(1000, v/1000)) }

// barShare is the length of a bar in a picture 1000 wide, the longest of all being full.
func barShare(items []Bar, v int64) int64 {
	longest := int64(1)
	for _, b := range items {
		longest = max(longest, b.Value)
	}
	return 1000 * v / longest
}

// heat is the step 0–4 of the heat ramp for millionths of 1, or -1 for none.
func heat(v int64) int64 {
	if v < 0 {
		return -1
	}
	return min(4, v/200_000)
}

// steps is the five steps of a meter, true where it is filled.
func steps(value int) []bool {
	out := make([]bool, 5)
	for i := range out {
		out[i] = i < value
	}
	return out
}

// ladderBar is one of the four rising bars of a band.
type ladderBar struct {
	X, Y, Height int
	Filled       bool
}

func ladder(code string) []ladderBar {
	filled := map[string]int{"low": 1, "moderate": 2, "high": 3, "very_high": 4}[code]
	out := make([]ladderBar, 0, 4)
	for i := range 4 {
		height := 6 + 5*i
		out = append(out, ladderBar{X: 1 + 7*i, Y: 22 - height, Height: height, Filled: i < filled})
	}
	return out
}

// filledBlocks is the three blocks of an indicator's state, true where they are filled.
func filledBlocks(state string) []bool {
	n := map[string]int{"warning": 1, "indicated": 2, "corroborated": 3}[state]
	return []bool{n > 0, n > 1, n > 2}
}

// segment is one band of a scale in a picture 1000 wide.
type segment struct {
	X, Width int64
	Code     string
	Reached  bool
}

func segments(s Scale) []segment {
	out := make([]segment, 0, len(s.Bands))
	from := int64(0)
	for i, b := range s.Bands {
		out = append(out, segment{X: along(from), Width: along(b.To) - along(from), Code: b.Code, Reached: i == s.Reached})
		from = b.To
	}
	return out
}
