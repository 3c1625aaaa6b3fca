package audit

import (
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"slices"
	"strconv"
	"time"
)

// hash is the SHA-256 of the canonical entry without its hash.
func (e *Entry) hash() string {
	const usual = 512
	sum := sha256.Sum256(e.canonical(make([]byte, 0, usual)))
	return hex.EncodeToString(sum[:])
}

// canonical appends the entry without its hash as JSON with sorted keys, no blanks, and strings escaped as RFC 8785 has
// it: json.dumps(entry, sort_keys=True, separators=(",", ":"), ensure_ascii=False) in Python gives the same bytes.
func (e *Entry) canonical(b []byte) []byte {
	b = append(b, `{"at":"`...)
	b = e.At.UTC().AppendFormat(b, time.RFC3339Nano)
	b = appendMember(append(b, '"'), "by", e.By)
	b = append(b, `,"facts":{`...)
	for i, name := range slices.Sorted(maps.Keys(e.Facts)) {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendText(append(appendText(b, name), ':'), e.Facts[name])
	}
	b = appendMember(append(b, '}'), "object", e.Object)
	b = strconv.AppendInt(append(b, `,"of":`...), e.Of, 10)
	b = appendMember(b, "organisation", e.Organisation)
	b = appendMember(b, "organisation_previous", e.OrganisationPrevious)
	b = appendMember(b, "outcome", e.Outcome)
	b = appendMember(b, "previous", e.Previous)
	b = appendMember(b, "role", e.Role)
	b = strconv.AppendInt(append(b, `,"sequence":`...), e.Sequence, 10)
	return append(appendMember(b, "verb", e.Verb), '}')
}

func appendMember(b []byte, name, value string) []byte {
	b = append(append(append(b, `,"`...), name...), `":`...)
	return appendText(b, value)
}

func appendText(b []byte, s string) []byte {
	const digits = "0123456789abcdef"
	b = append(b, '"')
	start := 0
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c >= ' ' && c != '"' && c != '\\' {
			continue
		}
		b = append(b, s[start:i]...)
		start = i + 1
		if short := shortEscape(c); short != 0 {
			b = append(b, '\\', short)
		} else {
			b = append(b, '\\', 'u', '0', '0', digits[c>>4], digits[c&0xF])
		}
	}
	return append(append(b, s[start:]...), '"')
}

func shortEscape(c byte) byte {
	switch c {
	case '"', '\\':
		return c
	case '\b':
		return 'b'
	case '\t':
		return 't'
	case '\n':
		return 'n'
	case '\f':
		return 'f'
	case '\r':
		return 'r'
	default:
		return 0
	}
}
