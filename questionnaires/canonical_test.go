package questionnaires_test

import (
	"encoding/json"
	"testing"

	"tuntas/questionnaires"
)

func TestCanonicalJSONHasOneForm(t *testing.T) {
	t.Parallel()
	for _, row := range []struct{ name, in, want string }{
		{"sorts keys by their bytes", `{"b":1,"a":{"d":2,"c":3},"B":4,"é":5}`, `{"B":4,"a":{"c":3,"d":2},"b":1,"é":5}`},
		{"keeps the order of lists", `[ 3, 1 , 2 ]`, `[3,1,2]`},
		{"escapes nothing that need not be", `"\u003c\u2028\/é\u00e9😀\ud83d\ude00"`, "\"<\u2028/éé😀😀\""},
		{"escapes control characters in one way", `"\u0008\u0009\u000a\u000c\u000d\u0001\u001f\"\\"`, `"\b\t\n\f\r\u0001\u001f\"\\"`},
		{"keeps whole numbers of 64 bits", `[9223372036854775807,-9223372036854775808,0,-0]`, `[9223372036854775807,-9223372036854775808,0,0]`},
		{"keeps truth and emptiness", `{"t":true,"f":false,"o":{},"l":[],"s":""}`, `{"f":false,"l":[],"o":{},"s":"","t":true}`},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			got, err := questionnaires.CanonicalJSON(json.RawMessage(row.in))
			if err != nil || string(got) != row.want {
				t.Errorf("%s %v", got, err)
			}
		})
	}
}

func TestCanonicalJSONRefusesWhatHasNoOneForm(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		`{"a":[1,null]}`:        "canonical JSON: a: 1: null has no place in canonical JSON; leave the member out",
		`{"a":1.5}`:             "canonical JSON: a: 1.5 is not a whole number of 64 bits",
		`[1e3]`:                 "canonical JSON: 0: 1e3 is not a whole number of 64 bits",
		`[9223372036854775808]`: "canonical JSON: 0: 9223372036854775808 is not a whole number of 64 bits",
	} {
		if _, err := questionnaires.CanonicalJSON(json.RawMessage(in)); err == nil || err.Error() != want {
			t.Errorf("%s: %v", in, err)
		}
	}
}
