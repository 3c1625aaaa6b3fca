package scoring

import "tuntas/questionnaires"

// Micro is a result in millionths of 1: R 60.4474 points stands as 604474, S .20 as 200000.
type Micro int64

// Result is the result document: everything that was computed from one assessment. Its canonical JSON has sorted
// keys and integers only; absent parts are left out.
type Result struct {
	Questionnaire   Pinned          `json:"questionnaire"`
	AnswersSHA256   string          `json:"answers_sha256"`
	Date            string          `json:"date"`
	Company         string          `json:"company"`
	Inherent        *Inherent       `json:"inherent,omitempty"`
	Control         Control         `json:"control"`
	Residual        *Residual       `json:"residual,omitempty"`
	Published       Published       `json:"published"`
	Indicators      []Indicator     `json:"indicators,omitempty"`
	CaseAlert       bool            `json:"case_alert"`
	Confidence      Confidence      `json:"confidence"`
	Flags           []Flag          `json:"flags"`
	Findings        []Finding       `json:"findings"`
	Undetermined    []Undetermined  `json:"undetermined"`
	Inconsistencies []Inconsistency `json:"inconsistencies"`
	Contributions   []Contribution  `json:"contributions"`
	PathToGreen     PathToGreen     `json:"path_to_green"`
	Modules         []Module        `json:"modules"`
	Questions       QuestionCounts  `json:"questions"`
	Items           []Item          `json:"items"`
	Audit           Micro           `json:"audit_probability"`
	EvaluatorTasks  []string        `json:"evaluator_tasks"`
}

// Pinned names the questionnaire version by content.
type Pinned struct {
	ID      string `json:"id"`
	Version int    `json:"version"`
	SHA256  string `json:"sha256"`
}

// Inherent is exposure I, 0–100 points, high is bad.
type Inherent struct {
	Value   Micro    `json:"value"`
	Factors []Factor `json:"factors"`
}

// Factor is one exposure factor f, 0–1.
type Factor struct {
	ID    string         `json:"id"`
	Value Micro          `json:"value"`
	Items []ExposureItem `json:"items"`
}

// ExposureItem is one exposure item: a question, or a context item of the company register.
type ExposureItem struct {
	Question string                     `json:"question"`
	Severity Micro                      `json:"severity"`
	State    questionnaires.AnswerState `json:"state"`
}

// Control is control strength C, 0–100 points, high is good.
type Control struct {
	Value        Micro    `json:"value"`
	Believed     Micro    `json:"believed"`
	VerifiedOnly Micro    `json:"verified_only"`
	Mean         Micro    `json:"mean"`
	LowestCore   *Micro   `json:"lowest_core,omitempty"`
	Domains      []Domain `json:"domains"`
}

// Domain is one control domain D, 0–100 points. Value is absent when nothing in it applies.
type Domain struct {
	ID             string  `json:"id"`
	Value          *Micro  `json:"value,omitempty"`
	Believed       *Micro  `json:"believed,omitempty"`
	VerifiedOnly   *Micro  `json:"verified_only,omitempty"`
	Layers         []Layer `json:"layers"`
	ExcludedWeight int64   `json:"excluded_weight"` // weight of accepted claims
	Review         bool    `json:"review,omitempty"`
}

// Layer is one layer L of a domain, 0–1. Layers without an applicable question are left out.
type Layer struct {
	ID    string `json:"id"`
	Value Micro  `json:"value"`
}

// Residual is residual risk R, 0–100 points, high is bad, with the range from believed to verified only.
type Residual struct {
	Value        Micro  `json:"value"`
	Believed     Micro  `json:"believed"`
	VerifiedOnly Micro  `json:"verified_only"`
	Band         string `json:"band"`
	Borderline   bool   `json:"borderline"`
}

// Published is what may be shown as the result.
type Published struct {
	Band          string `json:"band,omitempty"` // absent for a controls-only questionnaire
	Colour        string `json:"colour"`
	Provisional   bool   `json:"provisional"`
	LowConfidence bool   `json:"low_confidence"`
	HumanReview   bool   `json:"human_review"`
	Caps          []Cap  `json:"caps"`
}

// Cap is one reason why the published band is no better than Band.
type Cap struct {
	Source string `json:"source"` // a flag's id, "borderline", "confidence", "floor" or "overdue"
	Band   string `json:"band"`
}

// Indicator is the signs S of one ILO indicator, 0–1, high is bad.
type Indicator struct {
	ID      int      `json:"id"`
	Value   Micro    `json:"value"`
	State   string   `json:"state"`
	Signals []Signal `json:"signals"`
}

// Signal is one sign; Rule is the finding, question or consistency rule it comes from.
type Signal struct {
	Source string `json:"source"`
	Value  Micro  `json:"value"`
	Rule   string `json:"rule,omitempty"`
}

// Confidence is K, 0–100 points, high is good, and its parts, 0–1.
type Confidence struct {
	Value         Micro `json:"value"`
	Completeness  Micro `json:"completeness"`
	Evidence      Micro `json:"evidence"`
	Triangulation Micro `json:"triangulation"`
	Consistency   Micro `json:"consistency"`
	Points        int64 `json:"points"`
}

// Flag is one red flag that is open, undetermined or closed.
type Flag struct {
	ID            string                   `json:"id"`
	Class         questionnaires.Class     `json:"class"`
	State         questionnaires.FlagState `json:"state"`
	Answers       []string                 `json:"answers"`
	SelfDisclosed bool                     `json:"self_disclosed,omitempty"`
}

// Finding is one open finding, most severe first.
type Finding struct {
	ID       string               `json:"id"`
	Tier     questionnaires.Tier  `json:"tier"`
	Class    questionnaires.Class `json:"class,omitempty"`
	Severity Micro                `json:"severity"` // 1–5
	Due      Due                  `json:"due"`
	Answers  []string             `json:"answers"`
	Action   string               `json:"action"`
	Module   string               `json:"module"`
}

// Due is the deadlines of a finding, dates as YYYY-MM-DD.
type Due struct {
	Safeguard string `json:"safeguard,omitempty"`
	Plan      string `json:"plan,omitempty"`
	Closed    string `json:"closed"`
}

// Undetermined is a rule that waits for answers.
type Undetermined struct {
	Rule       string   `json:"rule"`
	WaitingFor []string `json:"waiting_for"`
}

// Inconsistency is one consistency rule that fired, or one engine-wide point.
type Inconsistency struct {
	Rule    string   `json:"rule"`
	Points  int64    `json:"points"`
	Answers []string `json:"answers"`
}

// Contribution is the points of R gained if one control question became a = 1 at E4.
type Contribution struct {
	Question string `json:"question"`
	Gain     Micro  `json:"gain"`
}

// PathToGreen is the least-effort set of practice changes that reaches Green.
type PathToGreen struct {
	Reachable     bool   `json:"reachable"`
	ProvenMinimal bool   `json:"proven_minimal"`
	Steps         []Step `json:"steps"`
	Next          *Next  `json:"next,omitempty"` // the way to the next colour, when that is not Green
}

// Next is the least-effort set of practice changes that reaches the next better colour.
type Next struct {
	Colour        string `json:"colour"`
	Reachable     bool   `json:"reachable"`
	ProvenMinimal bool   `json:"proven_minimal"`
	Steps         []Step `json:"steps"`
}

// Step is one practice change: the answer a question has to reach, verified.
type Step struct {
	Question string `json:"question"`
	To       string `json:"to"`
	Effort   int64  `json:"effort"`
}

// Module is one selected training module; Need is its learning need, 0–1.
type Module struct {
	ID   string `json:"id"`
	Need Micro  `json:"need"`
}

// QuestionCounts counts over applicable questions.
type QuestionCounts struct {
	Applicable    int `json:"applicable"`
	Answered      int `json:"answered"`
	NotKnown      int `json:"not_known"`
	Unanswered    int `json:"unanswered"`
	NotApplicable int `json:"not_applicable"`
}

// Item is one control question as it was scored.
type Item struct {
	Question string                     `json:"question"`
	State    questionnaires.AnswerState `json:"state"`
	Value    Micro                      `json:"value"`    // a, 0–1
	Evidence int                        `json:"evidence"` // level 0–4 after expiry
	Factor   Micro                      `json:"factor"`   // e, 0–1
}
