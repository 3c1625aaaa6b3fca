package questionnaires

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"unicode/utf8"
)

// CanonicalJSON writes v as canonical JSON: keys sorted by their bytes, no spaces, strings escaped only where JSON
// demands it, whole numbers of int64 alone. It refuses null and numbers with a fraction or exponent, so the same
// content has one form.
func CanonicalJSON(v any) ([]byte, error) {
	data, err := json.Marshal(v)
	if err != nil {
		return nil, fmt.Errorf("canonical JSON: %w", err)
	}
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.UseNumber()
	var tree any
	if err := decoder.Decode(&tree); err != nil {
		return nil, fmt.Errorf("canonical JSON: %w", err)
	}
	out, err := appendCanonical(make([]byte, 0, len(data)), tree)
	if err != nil {
		return nil, fmt.Errorf("canonical JSON: %w", err)
	}
	return out, nil
}

func appendCanonical(out []byte, v any) ([]byte, error) {
	switch t := v.(type) {
	case map[string]any:
		return appendMembers(out, t)
	case []any:
		out = append(out, '[')
		for i, item := range t {
			if i > 0 {
				out = append(out, ',')
			}
			var err error
			if out, err = appendCanonical(out, item); err != nil {
				return nil, fmt.Errorf("%d: %w", i, err)
			}
		}
		return append(out, ']'), nil
	case string:
		return appendString(out, t), nil
	case json.Number:
		i, err := strconv.ParseInt(t.String(), 10, 64)
		if err != nil {
			return nil, fmt.Errorf("%s is not a whole number of 64 bits", t)
		}
		return strconv.AppendInt(out, i, 10), nil
	case bool:
		return strconv.AppendBool(out, t), nil
	default:
		return nil, errors.New("null has no place in canonical JSON; leave the member out")
	}
}

func appendMembers(out []byte, members map[string]any) ([]byte, error) {
	out = append(out, '{')
	for i, key := range slices.Sorted(maps.Keys(members)) {
		if i > 0 {
			out = append(out, ',')
		}
		out = append(appendString(out, key), ':')
		var err error
		if out, err = appendCanonical(out, members[key]); err != nil {
			return nil, fmt.Errorf("%s: %w", key, err)
		}
	}
	return append(out, '}'), nil
}

// appendString escapes quotes, backslashes and control characters, and nothing else (RFC 8785).
func appendString(out []byte, s string) []byte {
	const hex = "0123456789abcdef"
	out = append(out, '"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			out = append(out, '\\', byte(r))
		case r == '\n':
			out = append(out, '\\', 'n')
		case r == '\r':
			out = append(out, '\\', 'r')
		case r == '\t':
			out = append(out, '\\', 't')
		case r == '\b':
			out = append(out, '\\', 'b')
		case r == '\f':
			out = append(out, '\\', 'f')
		case r < ' ':
			out = append(out, '\\', 'u', '0', '0', hex[r>>4], hex[r&0xf])
		default:
			out = utf8.AppendRune(out, r)
		}
	}
	return append(out, '"')
}
