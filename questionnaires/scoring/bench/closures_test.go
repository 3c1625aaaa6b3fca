package bench

import "tuntas/questionnaires/rules"

// allOf is Kleene's "and" of closures.
func allOf(parts ...func([]rules.Slot) rules.Truth) func([]rules.Slot) rules.Truth {
	if len(parts) == 2 {
		a, b := parts[0], parts[1]
		return func(s []rules.Slot) rules.Truth {
			x := a(s)
			if x == rules.False {
				return rules.False
			}
			return and(x, b(s))
		}
	}
	return func(s []rules.Slot) rules.Truth {
		out := rules.True
		for _, part := range parts {
			x := part(s)
			if x == rules.False {
				return rules.False
			}
			out = max(out, x)
		}
		return out
	}
}

// someOf is Kleene's "or" of closures.
func someOf(parts ...func([]rules.Slot) rules.Truth) func([]rules.Slot) rules.Truth {
	if len(parts) == 2 {
		a, b := parts[0], parts[1]
		return func(s []rules.Slot) rules.Truth {
			x := a(s)
			if x == rules.True {
				return rules.True
			}
			return or(x, b(s))
		}
	}
	return func(s []rules.Slot) rules.Truth {
		out := rules.False
		for _, part := range parts {
			x := part(s)
			if x == rules.True {
				return rules.True
			}
			out = max(out, x)
		}
		return out
	}
}

// turned is Kleene's "not" of a closure.
func turned(part func([]rules.Slot) rules.Truth) func([]rules.Slot) rules.Truth {
	return func(s []rules.Slot) rules.Truth { return not(part(s)) }
}
