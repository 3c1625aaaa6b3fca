package reports

// help is the text that must not harm anybody and the channels where help can be found.
func (c *company) help() []Section {
	if len(c.def.Cautions) == 0 && len(c.def.Referrals) == 0 {
		return nil
	}
	s := Section{ID: "help", Short: c.say("help.section.short"), Title: c.say("help.section.title"), Lead: c.say("help.section.lead")}
	if len(c.def.Cautions) > 0 {
		l := List{}
		for _, x := range c.def.Cautions {
			l.Items = append(l.Items, x.Text.In(c.lang))
		}
		s.Blocks = append(s.Blocks, Heading{Level: 2, Text: c.say("help.cautions.title")}, l)
	}
	if len(c.def.Referrals) > 0 {
		t := Table{
			Columns: []Column{
				{Head: c.say("help.name.head"), Width: 26},
				{Head: c.say("help.for.head") + "; " + lower(c.say("help.reach.head")), Width: 58},
				{Head: c.say("help.number.head"), Width: 16},
			},
			Note: c.say("help.referrals.note"),
		}
		for _, r := range c.def.Referrals {
			t.Rows = append(t.Rows, Row{Cells: []Cell{
				{Text: r.Name.In(c.lang), Bold: true}, {Text: joinSentences([]string{r.For.In(c.lang), r.Reach.In(c.lang)})}, {Box: true},
			}})
		}
		page := len(s.Blocks) > 0
		s.Blocks = append(s.Blocks, Heading{Level: 2, Text: c.say("help.referrals.title"), Page: page}, t)
	}
	return []Section{s}
}
