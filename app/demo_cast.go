package main

import (
	"context"
	"time"

	"tuntas/app/account"
	"tuntas/app/assessment"
)

// A palm oil estate that submitted seven weeks ago and works on its plan.
func palmSketch() sketch {
	return sketch{
		example: "palm-estate.yaml", domain: "sawit.example", regency: []string{"6202", "6202"},
		owner: account.SeedPerson{Name: "Hendra Wijaya", Position: "Direktur operasi"},
		others: []account.SeedPerson{
			{Name: "Rina Hapsari", Email: "sdm", Role: account.Contributor, Position: "Kepala SDM"},
			{Name: "Budi Santoso", Email: "komisaris", Role: account.Viewer, Position: "Komisaris"},
		},
	}
}

func (d *demo) tellOfThePlan(c *cast) {
	w := c.work
	c.begin(70)
	d.then(70, w.start(d.year(0), false))
	d.then(69.5, w.share(&c.others[0], 14))
	c.fill(69, 52, len(w.def.Sections), &w.owner, &c.others[0])
	d.then(50, w.submit)
	d.then(48, w.own("Kepala SDM"))
	d.then(40, w.move(0, assessment.Underway, "Pekerja yang terdampak sudah didampingi; daftar berkode ada di SDM."))
	d.then(31, w.move(1, assessment.Underway, ""))
	d.then(24, w.move(0, assessment.Done, "Langkah pengaman berjalan di semua blok."))
	d.then(17, w.move(2, assessment.Underway, "Menunggu rapat LKS bipartit."))
	d.then(6, w.move(1, assessment.Done, "Aturan baru ditempel di kebun dan pabrik."))
}

// A tuna fleet that submitted three days ago.
func tunaSketch() sketch {
	return sketch{
		example: "tuna-longliners.yaml", domain: "tuna.example", regency: []string{"5171"},
		owner: account.SeedPerson{Name: "I Made Suarta", Position: "Direktur"},
		others: []account.SeedPerson{
			{Name: "Ni Luh Ayu", Email: "awak", Role: account.Contributor, Position: "Kepala urusan awak"},
		},
	}
}

func (d *demo) tellOfTheSubmission(c *cast) {
	w := c.work
	c.begin(30)
	d.then(30, w.start(d.year(0), false))
	d.then(29.5, w.share(&c.others[0], 21))
	c.fill(29, 4, len(w.def.Sections), &w.owner, &c.others[0])
	d.then(3, w.submit)
}

// A garment factory whose two people are nearly done.
func garmentSketch() sketch {
	return sketch{
		example: "garment-factory.yaml", domain: "garmen.example", regency: []string{"3374"},
		owner: account.SeedPerson{Name: "Lestari Handayani", Position: "Manajer kepatuhan"},
		others: []account.SeedPerson{
			{Name: "Joko Susilo", Email: "sdm", Role: account.Contributor, Position: "Staf SDM"},
		},
	}
}

func (d *demo) tellOfTwoPeople(c *cast) {
	w := c.work
	c.begin(21)
	d.then(21, w.start(d.year(0), false))
	d.then(20.5, w.share(&c.others[0], 30))
	d.then(2, w.shareOne(w.def.Sections[len(w.def.Sections)-1].ID, "serikat@garmen.example", 14))
	const open = 2
	c.fill(20, 1, len(w.def.Sections)-open, &w.owner, &c.others[0])
	d.then(15, w.say(&c.others[0], "fee_rule", "Perjanjian agen tahun lalu belum memuat klausul ini. Kita pakai yang baru saja?"))
	d.then(14, w.say(&w.owner, "fee_rule", "Ya, yang baru saja, dan tulis di catatan sejak kapan berlaku."))
	d.then(0.5, w.mark)
}

// A small software firm that took the short path.
func softwareSketch() sketch {
	return sketch{
		example: "software-firm.yaml", domain: "lunak.example", regency: []string{"3273"},
		owner: account.SeedPerson{Name: "Tiara Nasution", Position: "Direktur", Language: "en"},
	}
}

func (d *demo) tellOfTheShortPath(c *cast) {
	w := c.work
	c.begin(20)
	d.then(20, w.start(d.year(0), true))
	c.fill(19, 13, len(w.def.Sections), &w.owner)
	d.then(12, w.submit)
}

// An electronics plant with a submission of last year and a draft of this one.
func electronicsSketch() sketch {
	return sketch{
		example: "electronics-plant.yaml", domain: "elektronik.example", regency: []string{"2171"},
		owner: account.SeedPerson{Name: "Ratna Sihombing", Position: "Kepala keberlanjutan"},
		others: []account.SeedPerson{
			{Name: "Eko Wahyudi", Email: "personalia", Role: account.Contributor, Position: "Manajer personalia"},
		},
	}
}

func (d *demo) tellOfTwoYears(c *cast) {
	w := c.work
	c.begin(330)
	d.then(330, w.start(d.year(1), false))
	c.fill(329, 306, len(w.def.Sections), &w.owner)
	d.then(305, w.submit)
	again := *w
	again.files = map[string]assessment.EvidenceID{}
	const days = 330 - 6
	again.moved += days * 24 * time.Hour
	d.then(6, again.start(d.year(0), false))
	d.then(5, again.answer(&again.owner, &w.def.Sections[0]))
	d.then(4, again.share(&c.others[0], 21))
}

// A small furniture workshop that registered two days ago.
func furnitureSketch() sketch {
	return sketch{
		domain: "mebel.example", owner: account.SeedPerson{Name: "Slamet Riyadi", Position: "Pemilik"},
		profile: account.Profile{
			LegalName: "CV Contoh Mebel Jepara Rekaan", NIB: "9120000000055", KBLIVersion: 2020, KBLI: []string{"31001"},
			Sites:     []account.Site{{Name: "Bengkel Rekaan", Regency: "3320", Workers: 24}},
			Workforce: account.Workforce{"permanent": {"women": 6, "men": 18}},
		},
	}
}

func (d *demo) tellOfTheBeginning(c *cast) {
	w := c.work
	d.then(2, w.start(d.year(0), false))
	d.then(1, func(ctx context.Context) error {
		_, _, err := d.platform.desk.Save(ctx, w.owner, w.id, []assessment.Input{
			{Question: "work_settings", Choice: assessment.Value, Codes: []string{"town"}},
			{Question: "pay_basis", Choice: assessment.Value, Codes: []string{"piece"}},
		})
		return err
	})
}
