package web

import (
	"html/template"
	"slices"
	"strings"

	"tuntas/app/account"
	"tuntas/app/assessment"
	"tuntas/questionnaires"
	"tuntas/questionnaires/scoring"
)

// resultPages is the result of an assessment and what can be done with it.
type resultPages struct{ desk *assessment.Desk }

// resultPage is the one-page picture of a result.
type resultPage struct {
	page
	Head       assessmentHead
	Preview    bool
	Official   bool
	Standing   string // the word that stands at every number: sementara or resmi
	Headline   string
	Day        string
	Band       string // name; "" for a questionnaire of controls alone
	Ladder     template.HTML
	Colour     string // name
	Sign       template.HTML
	Review     string // why a human looks at it again, or what else limits the result
	Human      bool
	Scale      *scaleView
	Exposure   string // I in points; "" without
	Exposed    string // which factors weigh most
	Control    gaugeView
	Confidence gaugeView
	Flags      []flagView
	FlagsTitle string
	Cap        string // what the open flags do to the band
	Waiting    []waitingRule
	Indicators []indicatorView
	SignsTitle string
	Alert      bool // case alert: safety first
	Referrals  string
	Helps      []helpView
	HelpsUp    bool // the points are of C and go up
	Path       []pathRow
	Met        int
	Ways       []wayToColour
	Domains    []domainView
	Findings   []findingRow
	Plan       bool
	Sum        string // of the answers
	Version    string
	Short      bool   // on the short path, which leaves questions out
	Lengthen   string // where to go on to all questions; "" when that is too late or another's matter
}

// scaleView is residual risk on its scale, for wide screens and for phones.
type scaleView struct {
	Wide, Narrow template.HTML
	Value        string
	Note         string
}

// gaugeView is one number where high is good.
type gaugeView struct {
	Value   string
	Picture template.HTML
	Note    string
}

// flagView is one red flag with the answers behind it.
type flagView struct {
	Class, Title, Note, Href string
	Solid                    bool
	Answers                  []answerLink
}

// answerLink leads to an answer.
type answerLink struct{ Number, Href string }

// waitingRule is a rule that cannot be decided before something is answered.
type waitingRule struct {
	Title   string
	Answers []answerLink
}

// indicatorView is the state of one indicator.
type indicatorView struct {
	Number             int
	Name, State, Class string
	Strong             bool
	Blocks             template.HTML
	Href               string
}

// helpView is one answer that would change the result much.
type helpView struct {
	Rank                      int
	Text, Where, Points, Href string
	Bar                       template.HTML
}

// pathRow is one condition of Green.
type pathRow struct {
	Name, Now, Need, Far string
	Met                  bool
}

// wayToColour is the changes of practice that reach a colour, the least effort.
type wayToColour struct {
	Title string
	Steps []stepView
}

// stepView is one change of practice: the answer that a question has to reach, verified.
type stepView struct{ Number, Text, Target, Href string }

// domainView is one domain of control.
type domainView struct {
	Name, Value string
	Core        bool
	Bar         template.HTML
}

// findingRow is one finding in the list.
type findingRow struct {
	Number                        int
	Title, Tier, Class, Due, Href string
}

// outcome is the result that a request is about.
func (p *resultPages) outcome(r *request) (*assessment.Outcome, error) {
	return p.desk.Outcome(r.context(), r.actor, assessment.ID(r.param("id")))
}

// show is the one-page picture.
func (p *resultPages) show(r *request) error {
	o, err := p.outcome(r)
	if err != nil {
		return err
	}
	data := resultOf(o, r.words)
	data.page = r.page("result.page.title", "Headline", data.Headline)
	data.Nav = navAssessments
	data.Crumbs = append(data.Head.crumbs(r.words), crumb{Title: r.t("result.crumb.title")})
	if data.Short && o.Preview && r.actor.Allow(account.SubmitAssessment, string(o.Assessment.State)) == nil {
		data.Lengthen = under(o.ID) + "#lengkap"
	}
	data.Plan = !o.Preview && r.actor.Allow(account.ReadPlan, string(o.Assessment.State)) == nil
	return r.show("result", data)
}

// resultOf builds the picture of a result.
func resultOf(o *assessment.Outcome, w *words) resultPage {
	b := newResultBuilder(o, w)
	res := o.Result
	data := resultPage{
		Head: headOf(o.ID, &o.Assessment, o.Definition, w), Preview: o.Preview, Official: !res.Published.Provisional, Standing: b.standing(),
		Headline: b.headline(), Day: w.day(res.Date), Colour: b.colour(res.Published.Colour),
		Sign: colourSign(res.Published.Colour, !res.Published.Provisional), Human: res.Published.HumanReview, Review: b.remarks(),
		Scale: b.scale(), Control: b.control(), Confidence: b.confidence(), Flags: b.flags(), Waiting: b.waiting(),
		Indicators: b.indicators(), SignsTitle: b.signsTitle(), Alert: res.CaseAlert, Helps: b.helps(), HelpsUp: res.Residual == nil,
		Path: b.path(), Ways: b.ways(), Domains: b.domains(), Findings: b.findings(), Sum: short(res.AnswersSHA256),
		Version: w.t("result.version.text", "Title", o.Definition.Title.In(w.lang), "Version", o.Definition.Version), Short: o.Assessment.Short, Referrals: under(o.ID, "hasil", "bantuan"),
	}
	if band := res.Published.Band; band != "" {
		data.Band, data.Ladder = b.band(band), bandLadder(band, b.bandStep(band))
	}
	if res.Inherent != nil {
		data.Exposure, data.Exposed = w.points(res.Inherent.Value), b.exposed()
	}
	data.FlagsTitle, data.Cap = b.flagsTitle(), b.capWords()
	for _, row := range data.Path {
		if row.Met {
			data.Met++
		}
	}
	return data
}

// short is the beginning of a hash, as people compare it.
func short(hash string) string {
	if len(hash) < 12 {
		return hash
	}
	return hash[:4] + " " + hash[4:8] + " " + hash[8:12]
}

// resultBuilder finds what a result names.
type resultBuilder struct {
	o       *assessment.Outcome
	def     *questionnaires.Definition
	res     *scoring.Result
	w       *words
	numbers map[string]string // of questions
}

func newResultBuilder(o *assessment.Outcome, w *words) *resultBuilder {
	return &resultBuilder{o: o, def: o.Definition, res: o.Result, w: w, numbers: questionNumbers(o.Definition)}
}

// questionNumbers is the number of each question for people, in the order of the file: "6.5".
func questionNumbers(def *questionnaires.Definition) map[string]string {
	out := map[string]string{}
	for i := range def.Sections {
		n := 0
		for _, topic := range def.Sections[i].Topics {
			for _, id := range topic.Questions {
				n++
				out[id] = itoa(i+1) + "." + itoa(n)
			}
		}
	}
	return out
}

// standing is the word that tells a provisional number from an official one.
func (b *resultBuilder) standing() string {
	if b.res.Published.Provisional {
		return b.w.t("result.standing.provisional")
	}
	return b.w.t("result.standing.official")
}

func (b *resultBuilder) band(code string) string {
	for i := range b.def.Model.Bands {
		if b.def.Model.Bands[i].Code == code {
			return b.def.Model.Bands[i].Name.In(b.w.lang)
		}
	}
	return b.w.t("band.insufficient.name")
}

// bandStep is how many of the four bars a band fills; none when too little is known.
func (b *resultBuilder) bandStep(code string) int {
	return 1 + slices.IndexFunc(b.def.Model.Bands, func(band questionnaires.RiskBand) bool { return band.Code == code })
}

func (b *resultBuilder) colour(code string) string { return b.w.t("colour." + code + ".name") }

func (b *resultBuilder) headline() string {
	switch band := b.res.Published.Band; {
	case band == "":
		return b.w.t("result.headline.colour", "Colour", small(b.colour(b.res.Published.Colour)))
	case b.bandStep(band) == 0:
		return b.w.t("result.headline.insufficient")
	default:
		return b.w.t("result.headline.band", "Band", small(b.band(band)))
	}
}

// remarks says what limits the result besides the flags, which have a block of their own.
func (b *resultBuilder) remarks() string {
	var out []string
	if band := b.res.Published.Band; band != "" && b.bandStep(band) == 0 && b.res.Published.Colour == "red" {
		out = append(out, b.w.t("result.limit.red"))
	}
	for _, limit := range b.res.Published.Caps {
		switch limit.Source {
		case "borderline":
			out = append(out, b.borderline())
		case "confidence":
			out = append(out, b.w.t("result.limit.confidence", "Band", small(b.band(limit.Band))))
		case "floor":
			out = append(out, b.w.t("result.limit.floor", "Band", small(b.band(limit.Band))))
		case "overdue":
			out = append(out, b.w.t("result.limit.overdue", "Band", small(b.band(limit.Band))))
		}
	}
	if b.res.Published.LowConfidence {
		out = append(out, b.w.t("result.limit.low_confidence"))
	}
	if len(out) == 0 {
		out = append(out, b.w.t("result.limit.none"))
	}
	return strings.Join(out, " ")
}

// borderline says how close R lies to which cut-off.
func (b *resultBuilder) borderline() string {
	if b.res.Residual == nil {
		return ""
	}
	for _, band := range b.def.Model.Bands {
		far := int64(b.res.Residual.Value) - int64(band.Below)
		if band.Last || far < -int64(b.def.Model.Borderline) || far >= int64(b.def.Model.Borderline) {
			continue
		}
		key := "result.borderline.above"
		if far < 0 {
			key, far = "result.borderline.below", -far
		}
		return b.w.t(key, "Far", b.w.cut(far, 4, 1), "Cut", limitText(int64(band.Below)))
	}
	return ""
}

func (b *resultBuilder) scale() *scaleView {
	r := b.res.Residual
	if r == nil {
		return nil
	}
	chart := scaleChart{
		Value: int64(r.Value), Low: int64(r.Believed), High: int64(r.VerifiedOnly),
		ValueText: b.w.points(r.Value), LowText: b.w.points(r.Believed), HighText: b.w.points(r.VerifiedOnly),
		LowLabel: b.w.t("result.scale.believed"), HighLabel: b.w.t("result.scale.verified"),
		Label: b.w.t("result.scale.label", "R", b.w.points(r.Value), "Low", b.w.points(r.Believed), "High", b.w.points(r.VerifiedOnly), "Band", b.band(r.Band)),
	}
	for i, band := range b.def.Model.Bands {
		to := int64(band.Below)
		if band.Last {
			to = hundred
		}
		chart.Bands = append(chart.Bands, scaleBand{Code: band.Code, Name: band.Name.In(b.w.lang), To: to})
		if band.Code == r.Band {
			chart.Reached = i
		}
	}
	view := &scaleView{Wide: chart.draw(1056, "scale wide"), Value: chart.ValueText, Note: b.w.t("result.scale.note")}
	chart.LowLabel, chart.HighLabel = b.w.t("result.scale.believed_short"), b.w.t("result.scale.verified_short")
	view.Narrow = chart.draw(328, "scale narrow")
	if r.Band != b.res.Published.Band {
		view.Note = b.w.t("result.scale.capped", "Reached", small(b.band(r.Band)), "Published", small(b.band(b.res.Published.Band))) + " " + view.Note
	}
	return view
}

func (b *resultBuilder) control() gaugeView {
	threshold := int64(b.def.Model.Colour.GreenControl)
	if b.res.Residual == nil {
		threshold = int64(b.def.Model.ControlsColour.GreenFrom)
	}
	return b.gauge(b.res.Control.Value, threshold, "result.control.mark", "result.control.label", "result.control.note")
}

func (b *resultBuilder) confidence() gaugeView {
	threshold := int64(b.def.Model.Confidence.LowBelow)
	return b.gauge(b.res.Confidence.Value, threshold, "result.confidence.mark", "result.confidence.label", "result.confidence.note")
}

func (b *resultBuilder) gauge(value scoring.Micro, threshold int64, mark, label, note string) gaugeView {
	text := b.w.points(value)
	chart := gaugeChart{
		Value: int64(value), Threshold: threshold, Mark: b.w.t(mark, "Points", limitText(threshold)),
		Label: b.w.t(label, "Value", text, "Points", limitText(threshold)),
	}
	return gaugeView{Value: text, Picture: chart.draw(), Note: b.w.t(note)}
}

// exposed names the factors that weigh most, the heaviest first.
func (b *resultBuilder) exposed() string {
	factors := slices.Clone(b.res.Inherent.Factors)
	slices.SortStableFunc(factors, func(x, y scoring.Factor) int { return int(y.Value - x.Value) })
	var names []string
	for _, f := range factors[:min(2, len(factors))] {
		for i := range b.def.Model.Factors {
			if b.def.Model.Factors[i].ID == f.ID {
				names = append(names, small(b.def.Model.Factors[i].Name.In(b.w.lang)))
			}
		}
	}
	return b.w.t("result.exposure.note", "Factors", b.w.listed(names))
}
