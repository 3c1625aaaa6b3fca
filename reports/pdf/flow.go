package pdf

import (
	"math"
	"slices"
)

// piece is something that stays together on a page, or columns that are each placed by themselves.
type piece struct {
	height float64
	gap    float64                             // space above, but not at the top of a page or column
	keep   bool                                // never the last on a page
	first  bool                                // always the first on a page
	draw   func(p *page, y float64)            // draws the piece with its top at y
	again  *piece                              // stands above this piece where a page begins with it
	cols   [][]piece                           // side by side
	loose  bool                                // columns that may break across pages even where they fit on one
	begin  float64                             // loose columns that do not fit begin only where at least this is left
	snap   bool                                // begins on the grid
	spare  bool                                // left out where what stays with it fits on the page only without it
	split  func(room float64) (piece, []piece) // what fits into a height and what remains, where columns are better set anew
}

const (
	grid    = 2.5  // half of the 5 mm between baselines
	slack   = 0.01 // of a sum of heights
	minimum = 40.0 // columns higher than a page begin where at least this is left
)

// cursor is where the next piece goes.
type cursor struct {
	layout *layout
	page   int
	y      float64
	fresh  bool // at the top of a page or a column
}

func (c *cursor) next() {
	c.page++
	c.y, c.fresh = top, true
	if c.page == len(c.layout.pages) {
		c.layout.pages = append(c.layout.pages, newPage(c.layout.fonts, c.layout.section))
	}
}

// above is the space before a piece here.
func (c *cursor) above(p piece) float64 {
	if c.fresh {
		return 0
	}
	y := c.y + p.gap
	if p.snap {
		y = top + math.Ceil((y-top)/grid-0.01)*grid
	}
	return y - c.y
}

// put places pieces one below the other and breaks pages between them.
func (c *cursor) put(pieces []piece) {
	kept, lean := false, false
	for i, p := range pieces {
		if lean && p.spare {
			continue
		}
		need := 0.0
		switch {
		case !kept:
			need, lean = c.need(pieces[i:])
		case p.cols == nil:
			need = p.height
		}
		kept = p.keep
		if c.y > top && (p.first || c.y+c.above(p)+need > bottom+slack) {
			c.next()
			if p.again != nil && i > 0 {
				c.place(*p.again)
			}
		}
		if p.split == nil || !c.split(p) {
			c.place(p)
		}
	}
}

// need is the height that the first pieces need together here, and whether that is without the spare ones.
func (c *cursor) need(pieces []piece) (float64, bool) {
	all := together(pieces)
	room := bottom + slack - c.y - c.above(pieces[0])
	if all <= room {
		return all, false
	}
	least := together(slices.DeleteFunc(slices.Clone(pieces), func(p piece) bool { return p.spare }))
	if least < all && least <= room {
		return least, true
	}
	return all, false
}

// split places what fits of a piece here and the rest on the next page, where that is better than columns of their own.
func (c *cursor) split(p piece) bool {
	room := bottom - c.y - c.above(p)
	if p.tall() <= room+slack {
		return false
	}
	upper, lower := p.split(room)
	if upper.cols == nil {
		return false
	}
	c.place(upper)
	c.next()
	c.put(lower)
	return true
}

func (c *cursor) place(p piece) {
	c.y += c.above(p)
	c.fresh = false
	if p.cols == nil {
		if p.draw != nil {
			p.draw(c.layout.pages[c.page], c.y)
		}
		c.y += p.height
		return
	}
	furthest := *c
	for _, column := range p.cols {
		own := *c
		own.fresh = true
		own.put(column)
		if own.page > furthest.page || own.page == furthest.page && own.y > furthest.y {
			furthest = own
		}
	}
	*c = furthest
	c.fresh = false
}

// together is the height that the first pieces need, up to one that need not stay with the next.
func together(pieces []piece) float64 {
	sum := 0.0
	for i, p := range pieces {
		if i > 0 {
			sum += p.gap
			if p.snap {
				sum += grid
			}
		}
		sum += p.least()
		if !p.keep {
			break
		}
	}
	if sum > bottom-top {
		return math.Max(minimum, pieces[0].least())
	}
	return sum
}

// least is the height that a piece needs to begin on a page.
func (p piece) least() float64 {
	if p.cols == nil {
		return p.height
	}
	if h := p.tall(); h <= bottom-top && !p.loose {
		return h
	}
	most := 0.0
	for _, column := range p.cols {
		most = math.Max(most, together(column))
	}
	return math.Max(most, math.Min(p.begin, p.tall()))
}

// tall is the whole height of a piece.
func (p piece) tall() float64 {
	if p.cols == nil {
		return p.height
	}
	most := 0.0
	for _, column := range p.cols {
		most = math.Max(most, tall(column))
	}
	return most
}

func tall(pieces []piece) float64 {
	sum := 0.0
	for i, p := range pieces {
		if i > 0 {
			sum += p.gap
			if p.snap {
				sum = math.Ceil(sum/grid-0.01) * grid
			}
		}
		sum += p.tall()
	}
	return sum
}

// spaced sets the space above the first of the pieces.
func spaced(gap float64, pieces []piece) []piece {
	if len(pieces) > 0 {
		pieces[0].gap, pieces[0].snap = gap, true
	}
	return pieces
}
