package reports

// objectionRows is how many empty rows the form for an objection has.
const objectionRows = 6

// objection says how the company corrects an answer or contests a finding, with a form for it.
func (c *company) objection() []Section {
	form := Table{Columns: []Column{
		{Head: c.say("object.item.head"), Width: 24},
		{Head: c.say("object.what.head"), Width: 48},
		{Head: c.say("object.proof.head"), Width: 28},
	}}
	for range objectionRows {
		form.Rows = append(form.Rows, Row{Cells: []Cell{{Box: true}, {Box: true}, {Box: true}}})
	}
	lead := "object.section.lead"
	if !c.res.Published.Provisional {
		lead = "object.section.official"
	}
	return []Section{{
		ID: "objection", Short: c.say("object.section.short"), Title: c.say("object.section.title"), Lead: c.say(lead),
		Blocks: []Block{
			form,
			Lines{Label: c.say("object.address.label"), Count: 2},
			Lines{Label: c.say("object.signed.label"), Count: 2},
		},
	}}
}
