package rules

import (
	"math"
	"math/bits"
	"strconv"
	"strings"
)

// pointsPerShare is what share() multiplies a quotient by: percent, in ten-thousandths.
const pointsPerShare = 100 * int64(One)

// roundHalfUp divides, rounded half up; b is not 0.
func roundHalfUp(a, b int64) int64 {
	if b < 0 {
		a, b = -a, -b
	}
	quotient := a / b
	rest := a - quotient*b
	if rest < 0 {
		quotient, rest = quotient-1, rest+b
	}
	if rest >= b-rest {
		quotient++
	}
	return quotient
}

// floorDiv divides and rounds down; b is positive.
func floorDiv(a, b int64) int64 {
	if q := a / b; a%b >= 0 {
		return q
	}
	return a/b - 1
}

// times multiplies and tells whether the product fits; the smallest int64 counts as not fitting, so that a sign can
// always be turned.
func times(a, b int64) (int64, bool) {
	high, low := bits.Mul64(magnitude(a), magnitude(b))
	if high != 0 || low > math.MaxInt64 {
		return 0, false
	}
	return a * b, true
}

// add adds and tells whether the sum fits.
func add(a, b int64) (int64, bool) {
	sum := a + b
	return sum, (sum > a) == (b > 0) && sum != math.MinInt64
}

func magnitude(a int64) uint64 {
	if a < 0 {
		return -uint64(a) //nolint:gosec // the magnitude of the smallest int64 is its own two's complement
	}
	return uint64(a)
}

func gcd(a, b int64) int64 {
	for b != 0 {
		a, b = b, a%b
	}
	return max(a, -a)
}

// scale is the interval of all products with by; it tells whether they fit.
func (i interval) scale(by int64) (interval, bool) {
	low, ok1 := times(i.low, by)
	high, ok2 := times(i.high, by)
	return interval{min(low, high), max(low, high)}, ok1 && ok2
}

// add is the interval of all sums; it tells whether they fit.
func (i interval) add(o interval) (interval, bool) {
	low, ok1 := add(i.low, o.low)
	high, ok2 := add(i.high, o.high)
	return interval{low, high}, ok1 && ok2
}

// meets tells whether the two intervals have a common number.
func (i interval) meets(o interval) bool {
	return i.low <= i.high && o.low <= o.high && i.low <= o.high && o.low <= i.high
}

// maxDenominator bounds denominators, so that decimals can be written out in int64.
const maxDenominator = 1_000_000_000_000_000

// denominator multiplies two denominators and tells whether the product may be one.
func denominator(a, b int64) (int64, bool) {
	den, ok := times(a, b)
	return den, ok && den <= maxDenominator
}

// commonFactors are the multipliers that bring two amounts to the same denominator, and that denominator.
func commonFactors(a, b int64) (byA, byB, den int64, ok bool) {
	g := gcd(a, b)
	byA, byB = b/g, a/g
	den, ok = denominator(a, byA)
	return byA, byB, den, ok
}

// parseDecimal reads digits with at most four after a point as an integer over a reduced denominator.
func parseDecimal(text string) (n, den int64, ok bool) {
	whole, places, point := strings.Cut(text, ".")
	if whole == "" {
		whole = "0"
	}
	if point && places == "" || len(places) > 4 || strings.Trim(whole+places, "0123456789") != "" {
		return 0, 0, false
	}
	n, err := strconv.ParseInt(whole+places+strings.Repeat("0", 4-len(places)), 10, 64)
	if err != nil {
		return 0, 0, false
	}
	g := gcd(n, int64(One))
	return n / g, int64(One) / g, true
}

// plainNumber writes n/den with at most four decimals, cut off after that.
func plainNumber(n, den int64, point byte) string {
	text := make([]byte, 0, 24)
	if n < 0 {
		text = append(text, '-')
		n = -n
	}
	text = strconv.AppendInt(text, n/den, 10)
	rest := n % den
	for place := 0; rest != 0 && place < 4; place++ {
		if place == 0 {
			text = append(text, point)
		}
		rest *= 10
		text = append(text, byte('0'+rest/den)) //nolint:gosec // a digit: rest is below ten times den
		rest %= den
	}
	return string(text)
}
