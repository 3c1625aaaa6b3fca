package reports

// colourText says by which rule the colour of this report came about.
func (c *company) colourText() string {
	bands, red := c.def.Model.Bands, c.decimal(c.def.Model.Colour.RedControlBelow)
	return c.say("method.colour.text", "Worst", lower(bands[len(bands)-1].Name.In(c.lang)), "Best", lower(bands[0].Name.In(c.lang)),
		"Red", red, "Colour", lower(c.say("colour."+c.res.Published.Colour)), "Cause", c.colourCause(red))
}

func (c *company) colourCause(limit string) string {
	bands, band := c.def.Model.Bands, c.res.Published.Band
	switch c.res.Published.Colour {
	case green:
		return c.say("method.colour.kept")
	case red:
		if band == bands[len(bands)-1].Code {
			return c.say("method.colour.band", "Band", lower(c.bandName(band)))
		}
		return c.say("method.colour.control", "C", c.points(c.res.Control.Value), "Red", limit, "Band", lower(c.bandName(band)))
	case yellow:
		missing := 0
		for _, check := range c.conditions().Items {
			if !check.Done {
				missing++
			}
		}
		return c.count("method.colour.missing", missing)
	}
	return c.say("method.colour.unknown")
}
