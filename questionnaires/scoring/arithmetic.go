package scoring

import "tuntas/questionnaires/rules"

// one is 1 in millionths: a full share, or 100 points.
const one Micro = 1_000_000

// perDecimal is how many millionths are in a ten-thousandth.
const perDecimal = 100

// divide is a / b rounded half up, for a ≥ 0 and b > 0; the only rounding of the model besides the cut in R.
func divide(a, b int64) Micro {
	return Micro((a + b/2) / b)
}

// share turns a Decimal share of 1 into millionths.
func share(d rules.Decimal) Micro { return Micro(d) * perDecimal }

// points turns a Decimal number of points (0–100) into millionths of 100 points.
func points(d rules.Decimal) Micro { return Micro(d) }

// factor is f = max·worst + mean·average over n items; sum and worst are in ten-thousandths.
// Section 2 of the scoring model.
func factor(max, mean rules.Decimal, worst, sum, n int64) Micro {
	if n == 0 {
		return 0
	}
	return divide((int64(max)*worst*n+int64(mean)*sum)*perDecimal, int64(rules.One)*n)
}

// layer is L = Σ w·a·e / Σ w, where sum is Σ w·a·e with a and e in ten-thousandths.
// Section 3 of the scoring model.
func layer(sum, weight int64) Micro {
	return divide(sum, perDecimal*weight)
}

// control is C = mean share of the weighted mean + core share of the lowest core domain.
func control(mean, core rules.Decimal, average, lowest Micro) Micro {
	return divide(int64(mean)*int64(average)+int64(core)*int64(lowest), int64(rules.One))
}

// residual is R = I − cut(reduction·I·C), cut to a millionth. Section 5 of the scoring model.
func residual(reduction rules.Decimal, i, c Micro) Micro {
	return i - Micro(int64(reduction)*int64(i)*int64(c)/(int64(rules.One)*int64(one)))
}

// severity is Sev = ½·max(scale, irremediability) + ½·mean of the three, 1–5. Section 8 of the scoring model.
func severity(scale, scope, irremedy int64) Micro {
	return divide((3*max(scale, irremedy)+scale+scope+irremedy)*int64(one), 6)
}

// noisyOr is S = 1 − Π(1 − p) for p in twentieths (0–20), at most nine. Section 6 of the scoring model.
func noisyOr(twentieths []int64) Micro {
	all, none := int64(1), int64(1)
	for _, p := range twentieths {
		all *= 20
		none *= 20 - p
	}
	return divide((all-none)*int64(one), all)
}

// surveyFires reports whether x of n answers is a sign: n ≥ 10 and the lower bound of the Wilson 90 % interval above
// 5 %, in integers (z = 1.645). Section 6 of the scoring model. n is at most 100,000.
func surveyFires(x, n int64) bool {
	d := 20*x - n
	return n >= 10 && d > 0 && 1_000_000*d*d > 51_414_475*n
}
