package rules

import (
	"strings"
)

// Wording is the texts of a questionnaire in one language, by which conditions are put into words.
type Wording interface {
	Question(id string) string
	Option(question, code string) string
	Row(question, code string) string
	Column(question, code string) string
	Derived(id string) string
	Module(id string) string
}

// phrases is the words of one language between the texts of the questionnaire. %1 and %2 stand for what is put in.
type phrases struct {
	always, never                 string
	and, or, nor, notThat         string
	is, isNot, oneOf, noneOf      string // one answer
	includes, includesNone        string // several answers
	answers, nothing              string // what was answered
	answer, cell, cellOf, step    string
	stepBelow, stepAtMost         string // steps of a ladder
	stepAbove, stepAtLeast        string
	ticked, total, totalOf, share string
	plus, minus, times, over      string
	less, most, more, least       string
	equal, differs                string
	moduleFinding, severeFinding  string
	fixedAny, checkedAny          string

	isTrue, isFalse, isNumber       string
	unknown, notApplicable, imposed string
	shareOfNothing                  string
	point, thousands                byte
}

// phrasesOf is the words of a language: Indonesian for "id", English for every other.
func phrasesOf(lang string) *phrases {
	if lang == "id" {
		return indonesian()
	}
	return english()
}

func english() *phrases {
	return &phrases{
		always: "always", never: "never",
		and: "and", or: "or", nor: "nor", notThat: "it is not true that %1",
		is: "the answer to “%1” is %2", isNot: "the answer to “%1” is not %2",
		oneOf: "the answer to “%1” is %2", noneOf: "the answer to “%1” is neither %2",
		includes: "the answers to “%1” include %2", includesNone: "the answers to “%1” do not include %2",
		answers: "the answers to “%1” are %2", nothing: "nothing",
		answer: "the answer to “%1”", cell: "“%2” in “%1”", cellOf: "“%2”, “%3” in “%1”",
		stepBelow: "the answer to “%1” is a step below %2", stepAtMost: "the answer to “%1” is %2 or a lower step",
		stepAbove: "the answer to “%1” is a step above %2", stepAtLeast: "the answer to “%1” is %2 or a higher step",
		step: "the step reached in “%1”", ticked: "the number of answers to “%1”",
		total: "the total of “%1”", totalOf: "the total of “%2” in “%1”", share: "%1 as a percentage of %2",
		plus: "%1 plus %2", minus: "%1 minus %2", times: "%1 times %2", over: "%1 divided by %2",
		less: "%1 is less than %2", most: "%1 is at most %2", more: "%1 is more than %2", least: "%1 is at least %2",
		equal: "%1 is %2", differs: "%1 is not %2",
		moduleFinding: "a finding that names the module “%1” is open", severeFinding: "a critical or severe finding is open",
		fixedAny:   "some answer says that it happened and was put right",
		checkedAny: "some answer is said to be confirmed by workers through independent people",
		isTrue:     "True: %1.", isFalse: "False: %1.", isNumber: "%1: %2.",
		unknown: "Not known yet: it waits for the answers to %1.", notApplicable: "Not applicable: it reads %1, which does not apply.",
		imposed: "decided outside the answers", shareOfNothing: "Not known: a share of nothing cannot be computed.",
		point: '.', thousands: ',',
	}
}

func indonesian() *phrases {
	return &phrases{
		always: "selalu", never: "tidak pernah",
		and: "dan", or: "atau", nor: "atau", notThat: "tidak benar bahwa %1",
		is: "jawaban “%1” adalah %2", isNot: "jawaban “%1” bukan %2",
		oneOf: "jawaban “%1” adalah %2", noneOf: "jawaban “%1” bukan %2",
		includes: "jawaban “%1” memuat %2", includesNone: "jawaban “%1” tidak memuat %2",
		answers: "jawaban “%1” adalah %2", nothing: "tidak ada",
		answer: "jawaban “%1”", cell: "“%2” pada “%1”", cellOf: "“%2”, “%3” pada “%1”",
		stepBelow: "jawaban “%1” di bawah langkah %2", stepAtMost: "jawaban “%1” adalah %2 atau langkah yang lebih rendah",
		stepAbove: "jawaban “%1” di atas langkah %2", stepAtLeast: "jawaban “%1” adalah %2 atau langkah yang lebih tinggi",
		step: "tingkat yang dicapai pada “%1”", ticked: "banyaknya jawaban pada “%1”",
		total: "jumlah “%1”", totalOf: "jumlah “%2” pada “%1”", share: "persentase %1 terhadap %2",
		plus: "%1 ditambah %2", minus: "%1 dikurangi %2", times: "%1 dikali %2", over: "%1 dibagi %2",
		less: "%1 kurang dari %2", most: "%1 tidak lebih dari %2", more: "%1 lebih dari %2", least: "%1 sekurang-kurangnya %2",
		equal: "%1 adalah %2", differs: "%1 bukan %2",
		moduleFinding: "ada temuan terbuka yang menunjuk modul “%1”", severeFinding: "ada temuan kritis atau berat yang terbuka",
		fixedAny:   "ada jawaban bahwa hal itu pernah terjadi dan sudah dipulihkan",
		checkedAny: "ada jawaban yang disebut dibenarkan pekerja lewat pihak independen",
		isTrue:     "Benar: %1.", isFalse: "Tidak benar: %1.", isNumber: "%1: %2.",
		unknown: "Belum diketahui: menunggu jawaban %1.", notApplicable: "Tidak berlaku: membaca %1 yang tidak berlaku.",
		imposed: "diputuskan di luar jawaban", shareOfNothing: "Tidak diketahui: bagian dari nol tidak dapat dihitung.",
		point: ',', thousands: '.',
	}
}

// fill puts texts into a phrase. Texts are put in once: a percent sign inside them stays what it is.
func fill(phrase string, texts ...string) string {
	var out strings.Builder
	for {
		before, after, found := strings.Cut(phrase, "%")
		out.WriteString(before)
		if !found {
			return out.String()
		}
		if i := int(after[0] - '1'); i >= 0 && i < len(texts) {
			out.WriteString(texts[i])
		}
		phrase = after[1:]
	}
}

// number writes n/den as the language writes numbers.
func (ph *phrases) number(n, den int64) string {
	whole, decimals, _ := strings.Cut(plainNumber(n, den, '.'), ".")
	sign := ""
	if strings.HasPrefix(whole, "-") {
		sign, whole = "−", whole[1:]
	}
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + string(ph.thousands) + whole[i:]
	}
	if decimals != "" {
		whole += string(ph.point) + decimals
	}
	return sign + whole
}
