package rules_test

import (
	"testing"

	"tuntas/questionnaires/rules"

	"github.com/google/go-cmp/cmp"
)

// ids is a wording that shows ids.
type ids struct{}

func (ids) Question(id string) string    { return id }
func (ids) Option(_, code string) string { return code }
func (ids) Row(_, code string) string    { return code }
func (ids) Column(_, code string) string { return code }
func (ids) Derived(id string) string     { return id }
func (ids) Module(id string) string      { return id }

// texts is the wording of a small questionnaire in one language.
type texts map[string]string

func (t texts) Question(id string) string           { return t[id] }
func (t texts) Option(question, code string) string { return t[question+"."+code] }
func (t texts) Row(question, code string) string    { return t[question+"."+code] }
func (t texts) Column(question, code string) string { return t[question+"."+code] }
func (t texts) Derived(id string) string            { return t[id] }
func (t texts) Module(id string) string             { return t[id] }

func wordings() (english, indonesian texts) {
	english = texts{
		"agents_used": "Do outsiders find workers?", "agents_used.yes": "Yes", "agents_used.no": "No",
		"agent_rule": "How are agents checked?", "agent_rule.step0": "Not at all", "agent_rule.step1": "On paper",
		"locked_in": "Were workers locked in?", "locked_in.many": "Many", "locked_in.few": "A few", "locked_in.fixed": "Put right",
		"fee_items": "What did workers pay?", "fee_items.ticket": "Ticket", "fee_items.agency": "100% of the agency fee", "fee_items.tools": "Tools",
		"workforce": "How many work here?", "workforce.daily": "Day labour", "workforce.women": "Women",
		"overtime": "How long is overtime?", "overtime.week": "In a week", "housed": "How many live here?", "fee_months": "How many months of pay?",
		"agents": "outsiders find workers", "headcount": "the number of workers", "m6": "Safe grievance",
	}
	indonesian = texts{
		"agents_used": "Apakah pihak luar mencari pekerja?", "agents_used.yes": "Ya", "agents_used.no": "Tidak",
		"agent_rule": "Bagaimana agen diperiksa?", "agent_rule.step0": "Belum", "agent_rule.step1": "Tertulis",
		"locked_in": "Adakah pekerja yang dikunci?", "locked_in.many": "Banyak", "locked_in.few": "Sedikit", "locked_in.fixed": "Sudah dipulihkan",
		"fee_items": "Apa yang dibayar pekerja?", "fee_items.ticket": "Tiket", "fee_items.agency": "100% jasa agen", "fee_items.tools": "Alat",
		"workforce": "Berapa pekerja di sini?", "workforce.daily": "Harian", "workforce.women": "Perempuan",
		"overtime": "Berapa lama lembur?", "overtime.week": "Seminggu", "housed": "Berapa yang tinggal di sini?", "fee_months": "Berapa bulan upah?",
		"agents": "pihak luar mencari pekerja", "headcount": "jumlah pekerja", "m6": "Keluhan aman",
	}
	return english, indonesian
}

// readable is a program with the derived values and findings that the examples read.
func readable(tb testing.TB, condition string) (*rules.Program, rules.Node) {
	tb.Helper()
	b := newBuilder(tb)
	b.Derive("agents", `agents_used == "yes"`)
	b.Derive("headcount", "sum(workforce)")
	b.Show("agent_rule", "agents")
	b.Finding("locked", "yes(locked_in)", "m6", true)
	b.Condition("it", condition)
	p := built(tb, b)
	return p, nodeOf(tb, p, "it")
}

func TestWords(t *testing.T) {
	t.Parallel()
	english, indonesian := wordings()
	for _, c := range []struct{ condition, en, id string }{
		{`agents_used == "yes"`, `the answer to “Do outsiders find workers?” is “Yes”`, `jawaban “Apakah pihak luar mencari pekerja?” adalah “Ya”`},
		{`agents_used != "yes"`, `the answer to “Do outsiders find workers?” is not “Yes”`, `jawaban “Apakah pihak luar mencari pekerja?” bukan “Ya”`},
		{`yes(locked_in)`, `the answer to “Were workers locked in?” is “Many” or “A few”`, `jawaban “Adakah pekerja yang dikunci?” adalah “Banyak” atau “Sedikit”`},
		{`locked_in not in ["many", "fixed"]`, `the answer to “Were workers locked in?” is neither “Many” nor “Put right”`, `jawaban “Adakah pekerja yang dikunci?” bukan “Banyak” atau “Sudah dipulihkan”`},
		{`any(fee_items, "agency", "tools", "ticket")`, `the answers to “What did workers pay?” include “Ticket”, “100% of the agency fee” or “Tools”`, `jawaban “Apa yang dibayar pekerja?” memuat “Tiket”, “100% jasa agen” atau “Alat”`},
		{`not any(fee_items, "tools")`, `the answers to “What did workers pay?” do not include “Tools”`, `jawaban “Apa yang dibayar pekerja?” tidak memuat “Alat”`},
		{`count(fee_items) > 1`, `the number of answers to “What did workers pay?” is more than 1`, `banyaknya jawaban pada “Apa yang dibayar pekerja?” lebih dari 1`},
		{`level(agent_rule) <= 1`, `the answer to “How are agents checked?” is “On paper” or a lower step`, `jawaban “Bagaimana agen diperiksa?” adalah “Tertulis” atau langkah yang lebih rendah`},
		{`1 > level(agent_rule)`, `the answer to “How are agents checked?” is a step below “On paper”`, `jawaban “Bagaimana agen diperiksa?” di bawah langkah “Tertulis”`},
		{`not (level(agent_rule) <= 1)`, `the answer to “How are agents checked?” is a step above “On paper”`, `jawaban “Bagaimana agen diperiksa?” di atas langkah “Tertulis”`},
		{`level(agent_rule) >= 1`, `the answer to “How are agents checked?” is “On paper” or a higher step`, `jawaban “Bagaimana agen diperiksa?” adalah “Tertulis” atau langkah yang lebih tinggi`},
		{`level(agent_rule) != 1`, `the answer to “How are agents checked?” is not “On paper”`, `jawaban “Bagaimana agen diperiksa?” bukan “Tertulis”`},
		{`level(agent_rule) * 2 >= 3`, `the step reached in “How are agents checked?” times 2 is at least 3`, `tingkat yang dicapai pada “Bagaimana agen diperiksa?” dikali 2 sekurang-kurangnya 3`},
		{`not (fee_months >= 1.5)`, `the answer to “How many months of pay?” is less than 1.5`, `jawaban “Berapa bulan upah?” kurang dari 1,5`},
		{`headcount >= 1250`, `the number of workers is at least 1,250`, `jumlah pekerja sekurang-kurangnya 1.250`},
		{`50 > headcount`, `the number of workers is less than 50`, `jumlah pekerja kurang dari 50`},
		{`housed != 3`, `the answer to “How many live here?” is not 3`, `jawaban “Berapa yang tinggal di sini?” bukan 3`},
		{`sum(workforce, "women") * 2 == headcount + 10`, `the total of “Women” in “How many work here?” times 2 is the number of workers plus 10`, `jumlah “Perempuan” pada “Berapa pekerja di sini?” dikali 2 adalah jumlah pekerja ditambah 10`},
		{`(housed - 2) / 3 > 1`, `(the answer to “How many live here?” minus 2) divided by 3 is more than 1`, `(jawaban “Berapa yang tinggal di sini?” dikurangi 2) dibagi 3 lebih dari 1`},
		{`cell(workforce, "daily", "women") > 0 and cell(overtime, "week") > 18`, `“Day labour”, “Women” in “How many work here?” is more than 0 and “In a week” in “How long is overtime?” is more than 18`, `“Harian”, “Perempuan” pada “Berapa pekerja di sini?” lebih dari 0 dan “Seminggu” pada “Berapa lama lembur?” lebih dari 18`},
		{`share(housed, headcount) > 30`, `the answer to “How many live here?” as a percentage of the number of workers is more than 30`, `persentase jawaban “Berapa yang tinggal di sini?” terhadap jumlah pekerja lebih dari 30`},
		{`agents and (not agents or headcount > 5)`, `outsiders find workers and (it is not true that outsiders find workers or the number of workers is more than 5)`, `pihak luar mencari pekerja dan (tidak benar bahwa pihak luar mencari pekerja atau jumlah pekerja lebih dari 5)`},
		{`not (agents and headcount > 5)`, `it is not true that (outsiders find workers and the number of workers is more than 5)`, `tidak benar bahwa (pihak luar mencari pekerja dan jumlah pekerja lebih dari 5)`},
		{`module_finding(6) or severe_finding()`, `a finding that names the module “Safe grievance” is open or a critical or severe finding is open`, `ada temuan terbuka yang menunjuk modul “Keluhan aman” atau ada temuan kritis atau berat yang terbuka`},
		{`fixed_any() or not checked_any()`, `some answer says that it happened and was put right or it is not true that some answer is said to be confirmed by workers through independent people`, `ada jawaban bahwa hal itu pernah terjadi dan sudah dipulihkan atau tidak benar bahwa ada jawaban yang disebut dibenarkan pekerja lewat pihak independen`},
		{`true`, `always`, `selalu`},
		{`not true`, `never`, `tidak pernah`},
	} {
		t.Run(c.condition, func(t *testing.T) {
			t.Parallel()
			p, n := readable(t, c.condition)
			if diff := cmp.Diff([]string{c.en, c.id}, []string{p.Words(n, "en", english), p.Words(n, "id", indonesian)}); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestExplain(t *testing.T) {
	t.Parallel()
	english, indonesian := wordings()
	for _, c := range []struct{ name, condition, answers, en, id string }{
		{"names the answer that made it true", `agents_used == "yes"`, "agents_used=yes", `True: the answer to “Do outsiders find workers?” is “Yes”.`, `Benar: jawaban “Apakah pihak luar mencari pekerja?” adalah “Ya”.`},
		{"names the answer that made it false", `agents`, "agents_used=no", `False: the answer to “Do outsiders find workers?” is “No”.`, `Tidak benar: jawaban “Apakah pihak luar mencari pekerja?” adalah “Tidak”.`},
		{"leaves the sides out that did not matter", `yes(locked_in) or any(fee_items, "tools")`, "locked_in=fixed fee_items=ticket,tools", `True: the answers to “What did workers pay?” are “Ticket” and “Tools”.`, `Benar: jawaban “Apa yang dibayar pekerja?” adalah “Tiket” dan “Alat”.`},
		{"shows numbers", `headcount > 5 and share(housed, headcount) > 30`, "workforce=known workforce.daily.women=1500 housed=600.5", `True: the number of workers is 1,500; the answer to “How many live here?” as a percentage of the number of workers is 40.0333.`, `Benar: jumlah pekerja adalah 1.500; persentase jawaban “Berapa yang tinggal di sini?” terhadap jumlah pekerja adalah 40,0333.`},
		{"shows the step in its own words", `level(agent_rule) <= 1`, "agents_used=yes agent_rule=step1", `True: the answer to “How are agents checked?” is “On paper”.`, `Benar: jawaban “Bagaimana agen diperiksa?” adalah “Tertulis”.`},
		{"says what it waits for", `agents or headcount > 5`, "", `Not known yet: it waits for the answers to “Do outsiders find workers?” and “How many work here?”.`, `Belum diketahui: menunggu jawaban “Apakah pihak luar mencari pekerja?” dan “Berapa pekerja di sini?”.`},
		{"says what does not apply", `level(agent_rule) <= 1`, "agents_used=no", `Not applicable: it reads “How are agents checked?”, which does not apply.`, `Tidak berlaku: membaca “Bagaimana agen diperiksa?” yang tidak berlaku.`},
		{"says that a share of nothing cannot be computed", `share(housed, headcount) > 30`, "workforce=known housed=1", `Not known: a share of nothing cannot be computed.`, `Tidak diketahui: bagian dari nol tidak dapat dihitung.`},
		{"needs no answer", `true`, "", `True: always.`, `Benar: selalu.`},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			p, n := readable(t, c.condition)
			run := p.NewRun()
			give(t, p, run, c.answers)
			run.Update()
			if diff := cmp.Diff([]string{c.en, c.id}, []string{run.Explain(n, "en", english), run.Explain(n, "id", indonesian)}); diff != "" {
				t.Error(diff)
			}
		})
	}
}
