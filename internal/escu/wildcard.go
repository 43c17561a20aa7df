package escu

// matchWildcard says whether value is pattern, ASCII letters in any case, each
// * of the pattern standing for any text.
func matchWildcard(pattern, value string) bool {
	p, v := 0, 0
	star, resume := -1, 0 // the last *, and where value goes on after it
	for v < len(value) {
		switch {
		case p < len(pattern) && pattern[p] == '*':
			star, resume = p, v
			p++
		case p < len(pattern) && lower(pattern[p]) == lower(value[v]):
			p++
			v++
		case star >= 0: // the last * takes one more
			resume++
			p, v = star+1, resume
		default:
			return false
		}
	}
	for p < len(pattern) && pattern[p] == '*' {
		p++
	}
	return p == len(pattern)
}

func lower(c byte) byte {
	if 'A' <= c && c <= 'Z' {
		c += 'a' - 'A'
	}
	return c
}
