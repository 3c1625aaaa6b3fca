package reports

// Document is a report as data: what is said, in which order, not how it looks. The PDF, the HTML twin and the text
// form are made from it alone. All strings are in the reader's language; numbers and dates are already written out.
type Document struct {
	Lang      string // id or en
	Kind      string // file name stem of the report kind, for example "company"
	Title     string // of the report: "Laporan penguatan kapasitas"
	Subject   string // whom it is about: the company
	Subtitle  string // "Uji tuntas kerja paksa 2026"
	Cover     Cover  // without a Heading there is none: the document begins with its first section
	Reference string // running foot: questionnaire and version
	Hash      string // running foot: short hash of the result
	Date      string // YYYY-MM-DD, the creation date written into files
	Words     Words
	Sections  []Section
}

// Cover is the first page.
type Cover struct {
	Facts    []Fact // at most four, side by side
	Heading  string
	Text     string
	QR       string // what the QR code says
	Notes    []Fact // beside the QR code
	Footnote string
}

// Words is the few words that a layout itself needs.
type Words struct {
	Contents  string // "Isi"
	Page      string // "Halaman %d dari %d"
	Continued string // "(lanjutan)"
	HighBad   string
	HighGood  string
	Skip      string // "Langsung ke isi laporan", the first link of a page
}

// Fact is a label with its value.
type Fact struct {
	Label string
	Value string
}

// Section begins on a new page, stands in the contents and has a bookmark.
type Section struct {
	ID     string // stable, for links
	Short  string // running head and contents: "Temuan"
	Title  string // says the finding
	Lead   string
	Blocks []Block
}

// Block is one of the block types of this package.
type Block interface{ block() }

// Span is a run of text in one style.
type Span struct {
	Text string
	Bold bool
	Link string // id of a Section or Anchor in the document; empty for none
}

// Heading stands above the blocks that follow it and keeps with the next.
type Heading struct {
	Level  int // 2 or 3
	Text   string
	Anchor string
	Page   bool // begins on a new page
}

// Paragraph is running text.
type Paragraph struct {
	Spans []Span
	Quiet bool // secondary colour
	Small bool // note size
}

// List is a list of short paragraphs.
type List struct {
	Items   []string
	Ordered bool
	Boxes   bool // an empty box to tick before each
}

// Tone is the kind of a Callout.
type Tone string

// The tones: an instruction, or a matter of safety.
const (
	ToneAction Tone = "action"
	ToneSafety Tone = "safety"
)

// Callout is a text that must not be missed.
type Callout struct {
	Tone  Tone
	Title string
	Text  string
}

// Pair puts two blocks side by side, where the layout has room.
type Pair struct {
	Left  []Block
	Right []Block
}

// Aside puts a short label in the margin beside its blocks.
type Aside struct {
	Label  string
	Blocks []Block
}

// Verdict is band, colour and remark side by side at the top of the picture.
type Verdict struct {
	BandLabel   string
	Band        string // code: low … very_high, insufficient_information; empty for controls only
	BandText    string
	ColourLabel string
	Colour      string // code: green yellow red none
	ColourText  string
	Official    bool // solid shape instead of an outline
	NoteLabel   string
	Note        string
}

// Scale is the marked scale of residual risk with its range; all values in millionths of 100 points.
type Scale struct {
	Title         string
	Direction     string
	Value         int64
	ValueText     string
	Low           int64
	LowText       string
	LowLabel      string
	High          int64
	HighText      string
	HighLabel     string
	Bands         []ScaleBand
	Reached       int // index of the band that Value is in
	PublishedBand int // index of the published band, -1 for none
	Note          string
}

// ScaleBand is one segment up to To, in millionths of 100 points.
type ScaleBand struct {
	Code string
	Text string
	To   int64
}

// Gauges is up to three numbers side by side, each with its direction and an optional bar.
type Gauges struct{ Items []Gauge }

// Gauge is one number; Value and Threshold are in millionths of 100 points.
type Gauge struct {
	Title     string
	Direction string
	Value     int64
	ValueText string
	Bar       bool
	Threshold int64 // 0: none
	Mark      string
	Note      string
}

// IndicatorStrip is the states of the eleven indicators.
type IndicatorStrip struct {
	Title string
	Note  string
	Items []IndicatorItem
}

// IndicatorItem is one indicator; State is the code of the result document.
type IndicatorItem struct {
	Number    int
	Name      string
	State     string
	StateText string
}

// Bars is a ranked list of labelled bars, the longest is full width.
type Bars struct {
	Title string
	Note  string
	Items []Bar
}

// Bar is one bar.
type Bar struct {
	Label string
	Value int64
	Text  string
}

// Checks is a list of conditions with whether they hold.
type Checks struct {
	Title string
	Note  string
	Items []Check
}

// Check is one condition.
type Check struct {
	Done  bool
	Text  string
	Text2 string // the value today
}

// FindingBlock is one finding in full.
type FindingBlock struct {
	Number    int
	Anchor    string
	Title     string
	Tier      string
	TierLabel string
	Meters    []Meter
	Deadlines []Fact
	FlagLabel string
	Flag      string // A, B or C; empty for none
	FlagNote  string
	Parts     []Part // what is seen, why it matters, what good looks like
	FirstStep Part
	Sources   []string // answers, law
}

// Meter is a five-step meter.
type Meter struct {
	Label string
	Value int
}

// Part is a headed paragraph.
type Part struct {
	Title string
	Text  string
}

// Align is the alignment of a table column.
type Align uint8

// The alignments.
const (
	Left Align = iota
	Right
	Center
)

// Table is a real table: it may break between rows, its head is repeated.
type Table struct {
	Title   string
	Columns []Column
	Rows    []Row
	Note    string
	Empty   string // what stands there when there are no rows
	Keep    bool   // its end stays on a page with the block that follows
}

// Column is a table column; Width is its share of the table's width in percent.
type Column struct {
	Head  string
	Width int
	Align Align
}

// Row is a table row.
type Row struct {
	Cells  []Cell
	Notes  []string // lines below the row, across the table, in the secondary colour
	Group  bool     // a subheading across all columns (Cells[0])
	Anchor string
}

// Cell is a table cell.
type Cell struct {
	Text   string
	Second string // a second line in the secondary colour
	Bold   bool
	Link   string
	Band   string // code of a band whose ladder is drawn before the text
	Box    bool   // an empty line to fill in by hand
}

// DomainChart is the controls by domain and layer: a bar with its range, and a heat cell per layer.
type DomainChart struct {
	Title   string
	Heads   DomainHeads
	Layers  []string
	Items   []DomainRow
	Note    string
	Minimum int64 // threshold of core domains, millionths of 100 points
}

// DomainHeads is the column heads of a DomainChart.
type DomainHeads struct{ Domain, Value, Range string }

// DomainRow is one domain; values in millionths of 100 points, Layers in millionths of 1 with -1 for none.
type DomainRow struct {
	Name      string
	Second    string
	Core      bool
	Absent    string // why there is no value; empty otherwise
	Value     int64
	ValueText string
	Low       int64
	High      int64
	Layers    []int64
}

// Agenda is a timetable in days.
type Agenda struct {
	Title string
	From  int // first minute of the day shown, for example 540 for 09.00
	To    int
	Days  []AgendaDay
}

// AgendaDay is one day of an Agenda.
type AgendaDay struct {
	Name  string
	Items []AgendaItem
}

// AgendaItem is one session; times in minutes of the day.
type AgendaItem struct {
	From   int
	To     int
	Title  string
	Second string
	Module bool // a module rather than opening, break or closing
}

// Columns is up to three short texts side by side.
type Columns struct{ Items []Part }

// Facts is labels with their values, one below the other.
type Facts struct{ Items []Fact }

// Code is a QR code with what belongs to it beside it.
type Code struct {
	QR    string // what the code says
	Notes []Fact
}

// Lines is empty lines to write on by hand.
type Lines struct {
	Label string
	Count int
}

func (Heading) block()        {}
func (Paragraph) block()      {}
func (List) block()           {}
func (Callout) block()        {}
func (Pair) block()           {}
func (Aside) block()          {}
func (Verdict) block()        {}
func (Scale) block()          {}
func (Gauges) block()         {}
func (IndicatorStrip) block() {}
func (Bars) block()           {}
func (Checks) block()         {}
func (FindingBlock) block()   {}
func (Table) block()          {}
func (DomainChart) block()    {}
func (Agenda) block()         {}
func (Columns) block()        {}
func (Facts) block()          {}
func (Code) block()           {}
func (Lines) block()          {}
