package scoring

import (
	"crypto/sha256"
	"encoding/binary"
)

// Drawn reports whether an assessment is drawn for verification with probability pi, in millionths: when the first 32
// bits of SHA-256("seed/assessment id") are below π·2³². Section 8 of the scoring model.
func Drawn(seed, assessment string, pi Micro) bool {
	sum := sha256.Sum256([]byte(seed + "/" + assessment))
	first := int64(binary.BigEndian.Uint32(sum[:4]))
	return first*int64(one) < int64(pi)<<32
}
