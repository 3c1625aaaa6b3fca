package questionnaires

import "tuntas/questionnaires/rules"

// Model is every number of the scoring model; a questionnaire file carries all of them.
type Model struct {
	Factors []Factor // empty: controls only
	Domains []Domain
	Layers  []Layer

	ExposureMax  rules.Decimal // share of the worst item in a factor, .6
	ExposureMean rules.Decimal // share of the mean, .4
	ControlMean  rules.Decimal // share of the weighted mean in C, .75
	ControlCore  rules.Decimal // share of the weakest core domain in C, .25
	Reduction    rules.Decimal // how much of I perfect controls remove, .80

	Evidence         [5]EvidenceLevel // E0 … E4
	AdmissibleReview rules.Decimal    // accepted "not applicable" above this share of a domain's weight forces a review, .30

	Bands      []RiskBand    // rising, the last without an upper end
	Borderline rules.Decimal // points on either side of an inner cut-off, 2

	Caps       map[Class]string // class → best band
	Floors     map[Class]string // class → best band after closing
	FloorDays  int              // 90
	OverdueCap Class            // cap of a deadline missed twice

	Colour         ColourRule
	ControlsColour ControlsColourRule

	Confidence ConfidenceRule
	Signals    map[string]rules.Decimal // signal source → p
	States     StateRule
	Tiers      TierRule
	Deadlines  map[Tier]Deadline
	Audit      AuditRule
}

// Factor is one of the exposure factors of inherent risk.
type Factor struct {
	ID     string
	Name   Text
	Weight rules.Decimal
}

// Domain is one of the domains of control strength.
type Domain struct {
	ID     string
	Name   Text
	Weight rules.Decimal
	Core   bool
}

// Layer is policy, practice or outcome.
type Layer struct {
	ID     string
	Name   Text
	Weight rules.Decimal
}

// EvidenceLevel is E0 … E4 and the factor it gives to positive credit.
type EvidenceLevel struct {
	Name   Text
	Factor rules.Decimal
}

// RiskBand is one band of residual risk in points: below Below, not below the band before it.
type RiskBand struct {
	Code  string
	Name  Text
	Below rules.Decimal
	Last  bool
}

// ColourRule turns a published band into a colour; all in points.
type ColourRule struct {
	RedControlBelow rules.Decimal // 30
	GreenControl    rules.Decimal // 70
	GreenCore       rules.Decimal // 50
	GreenConfidence rules.Decimal // 60
}

// ControlsColourRule is the colour of a questionnaire that declares controls only; all in points.
type ControlsColourRule struct {
	RedBelow  rules.Decimal // 50
	GreenFrom rules.Decimal // 75
}

// ConfidenceRule is section 7 of the scoring model.
type ConfidenceRule struct {
	Completeness  rules.Decimal // .40
	Evidence      rules.Decimal // .30
	Triangulation rules.Decimal // .20
	Consistency   rules.Decimal // .10
	PointCost     rules.Decimal // .15
	LowBelow      rules.Decimal // 60
	CapBelow      rules.Decimal // 50
	CapBand       string        // moderate
	Insufficient  rules.Decimal // 35
	TaskPoints    int64         // 3
}

// StateRule is the thresholds of an indicator's state, and the confidence that "no sign seen" needs.
type StateRule struct {
	Warning      rules.Decimal // .20
	Indicated    rules.Decimal // .50
	Corroborated rules.Decimal // .80
	Confidence   rules.Decimal // 50 points
}

// Tier is the urgency of a finding.
type Tier string

// The tiers, most urgent first.
const (
	Critical Tier = "critical"
	Severe   Tier = "severe"
	Major    Tier = "major"
	Minor    Tier = "minor"
)

// TierRule turns severity into a tier.
type TierRule struct {
	CriticalPart int64         // a scale or irremediability from which a finding is critical, 5
	Severe       rules.Decimal // 3.5
	Major        rules.Decimal // 2.5
}

// Deadline is in calendar days of Asia/Jakarta; 0 means there is none.
type Deadline struct {
	Safeguard int
	Plan      int
	Closed    int
}

// AuditRule is the probability with which a result is drawn for verification, section 8 of the scoring model.
type AuditRule struct {
	Base          rules.Decimal // .03
	Residual      rules.Decimal // .35
	LowConfidence rules.Decimal // .15
	Inconsistent  rules.Decimal // .10
	Green         rules.Decimal // .05
	FirstGreen    rules.Decimal // .10
}
