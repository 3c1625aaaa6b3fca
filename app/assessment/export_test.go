package assessment

// What tests of pure parts look at.
var (
	ParseNumber = parseNumber
	ParseDay    = parseDay
	ShowNumber  = showNumber
	CleanName   = cleanName
	Clean       = clean
)
