package reports

import (
	"slices"
	"strings"

	"tuntas/questionnaires"
)

// registerRows lists what the company register gave instead of an answer.
func (c *company) registerRows() []Row {
	var rows []Row
	for i := range c.def.Contexts {
		x := &c.def.Contexts[i]
		item, ok := c.found.exposure[x.ID]
		if !ok {
			continue
		}
		codes, reasons := c.registered(x)
		named := provinces(codes)
		if x.Kind == questionnaires.ContextKBLI {
			named = activities(codes)
		}
		key := "annex.register." + x.Kind
		rows = append(rows, Row{Anchor: "answer-" + x.ID, Cells: []Cell{
			{Text: x.Title.In(c.lang)},
			{Text: c.say(key, "List", strings.Join(named, "; ")), Second: joinSentences(reasons), Bold: true},
			{Text: c.say("value.none"), Second: c.factorName(x.Factor) + ", " + c.say("annex.exposed.text", "Value", c.part(item.Severity))},
		}})
	}
	if len(rows) > 0 {
		rows = slices.Insert(rows, 0, Row{Group: true, Cells: []Cell{{Text: c.say("annex.register.title"), Bold: true}}})
	}
	return rows
}

// provinces puts the name before each code of a province.
func provinces(codes []string) []string {
	out := make([]string, 0, len(codes))
	for _, code := range codes {
		if name := questionnaires.ProvinceName(code); name != "" {
			code = name + " (" + code + ")"
		}
		out = append(out, code)
	}
	return out
}

// activities puts the official title behind each code of KBLI.
func activities(codes []string) []string {
	out := make([]string, 0, len(codes))
	for _, code := range codes {
		if title, ok := questionnaires.KBLITitle(code); ok {
			code += " " + upper(strings.ToLower(title))
		}
		out = append(out, code)
	}
	return out
}

// registered returns the company's codes for a context table, and the reasons that the table gives for them.
func (c *company) registered(x *questionnaires.Context) (codes, reasons []string) {
	if x.Kind == "kbli" {
		codes = c.answers.Company.KBLI
	} else {
		for _, site := range c.answers.Company.Sites {
			if !slices.Contains(codes, site.Province) {
				codes = append(codes, site.Province)
			}
		}
	}
	for _, code := range codes {
		if reason := reasonFor(x, code).In(c.lang); reason != "" && !slices.Contains(reasons, reason) {
			reasons = append(reasons, reason)
		}
	}
	return codes, reasons
}

// reasonFor is the reason of the row whose code is the longest beginning of a code, or the code itself.
func reasonFor(x *questionnaires.Context, code string) questionnaires.Text {
	longest, reason := 0, questionnaires.Text(nil)
	for _, row := range x.Rows {
		for _, known := range row.Codes {
			if strings.HasPrefix(code, known) && len(known) > longest {
				longest, reason = len(known), row.Reason
			}
		}
	}
	return reason
}
