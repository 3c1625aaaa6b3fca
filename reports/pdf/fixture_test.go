package pdf_test

import (
	"fmt"

	"tuntas/reports"
)

// english is the fixture with the words of the layout in English.
func english() *reports.Document {
	d := fixture()
	d.Lang = "en"
	d.Words = reports.Words{Contents: "Contents", Page: "Page %d of %d", Continued: "(continued)", HighBad: "high = bad", HighGood: "high = good"}
	return d
}

// fixture is a report about an invented company with every kind of block.
func fixture() *reports.Document {
	return &reports.Document{
		Lang: "id", Kind: "company", Title: "Laporan penguatan kapasitas", Subject: "PT Wana Tirta Sawit",
		Subtitle: "Uji tuntas kerja paksa 2026", Reference: "TNT-2026-0417 · KP-2026 versi 1.3",
		Hash: "sidik hasil 9f3c 41a7 e02b", Date: "2026-11-24",
		Cover: reports.Cover{
			Facts: []reports.Fact{
				{Label: "Kuesioner", Value: "KP-2026 versi 1.3"},
				{Label: "Dikirim", Value: "24 November 2026"},
				{Label: "Status", Value: "Sementara, belum diputuskan"},
				{Label: "Nomor", Value: "TNT-2026-0417"},
			},
			Heading: "Untuk pelatih dan perusahaan",
			Text:    "Isi laporan ini menunjukkan tanda yang perlu diperiksa dan kemampuan yang perlu dibangun. Laporan ini tidak menyatakan bahwa kerja paksa ditemukan.",
			QR:      "https://tuntas.example/v/TNT-2026-0417",
			Notes: []reports.Fact{
				{Label: "Periksa keaslian", Value: "tuntas.example/v/TNT-2026-0417"},
				{Label: "Baca sebagai halaman web", Value: "tuntas.example/id/laporan/0417"},
			},
			Footnote: "Data contoh, bukan perusahaan nyata",
		},
		Words: reports.Words{
			Contents: "Isi", Page: "Halaman %d dari %d", Continued: "(lanjutan)", HighBad: "tinggi = buruk", HighGood: "tinggi = baik",
		},
		Sections: []reports.Section{
			pictureSection(), findingsSection(), controlsSection(), pathSection(), planSection(), learningSection(), sheetSection(), appendixSection(),
		},
	}
}

func pictureSection() reports.Section {
	return reports.Section{
		ID: "picture", Short: "Gambaran satu halaman", Title: "Risiko sisa sangat tinggi; pemulihan dan perekrutan paling lemah",
		Blocks: []reports.Block{
			reports.Verdict{
				BandLabel: "Pita risiko sisa", Band: "very_high", BandText: "Sangat tinggi", ColourLabel: "Warna sementara", Colour: "red",
				ColourText: "Merah", NoteLabel: "Ditinjau manusia", Note: "R berada 0,4 di atas batas 60. Petugas memeriksa ulang pita ini.",
			},
			reports.Scale{
				Title: "Risiko sisa R", Direction: "tinggi = buruk", Value: 604000, ValueText: "60,4", Low: 415000, LowText: "41,5",
				LowLabel: "bila semua klaim benar", High: 768000, HighText: "76,8", HighLabel: "hanya bukti terverifikasi",
				Bands: []reports.ScaleBand{
					{Code: "low", Text: "Rendah", To: 200000},
					{Code: "moderate", Text: "Sedang", To: 400000},
					{Code: "high", Text: "Tinggi", To: 600000},
					{Code: "very_high", Text: "Sangat tinggi", To: 1000000},
				},
				Reached: 3, PublishedBand: 3,
			},
			reports.Gauges{Items: []reports.Gauge{
				{Title: "Paparan I", Direction: "tinggi = buruk", Value: 868000, ValueText: "86,8", Note: "Kendali tidak mengubah angka ini."},
				{Title: "Kendali C", Direction: "tinggi = baik", Value: 379000, ValueText: "37,9", Bar: true, Threshold: 700000, Mark: "70 Hijau"},
				{Title: "Keyakinan K", Direction: "tinggi = baik", Value: 630000, ValueText: "63", Bar: true, Threshold: 600000, Mark: "60 cukup"},
			}},
			reports.Pair{
				Left: []reports.Block{indicatorStrip()},
				Right: []reports.Block{
					reports.Bars{Title: "Yang paling menurunkan R", Note: "Poin R bila satu hal terbukti baik; tidak dijumlahkan", Items: []reports.Bar{
						{Label: "Biaya perekrutan pekerja diganti", Value: 68, Text: "−6,8"},
						{Label: "Tindakan korektif ditutup dengan bukti", Value: 59, Text: "−5,9"},
						{Label: "Paspor dan KTP disimpan pekerja sendiri", Value: 47, Text: "−4,7"},
						{Label: "Agen dan mandor terpetakan seluruhnya", Value: 39, Text: "−3,9"},
						{Label: "Saluran pengaduan di luar atasan", Value: 26, Text: "−2,6"},
					}},
					reports.Checks{Title: "Jalan ke Hijau", Items: []reports.Check{
						{Text: "R di bawah 40", Text2: "60,4"},
						{Text: "C 70 atau lebih", Text2: "37,9"},
						{Text: "Setiap bidang inti 50 atau lebih", Text2: "22, 34, 48"},
						{Text: "Tidak ada tanda bahaya terbuka", Text2: "2"},
						{Text: "K 60 atau lebih", Text2: "63", Done: true},
					}},
				},
			},
		},
	}
}

func indicatorStrip() reports.IndicatorStrip {
	s := reports.IndicatorStrip{Title: "Sebelas indikator", Note: "Tanda yang perlu diperiksa, bukan temuan"}
	names := []string{
		"Penyalahgunaan kerentanan", "Penipuan", "Pembatasan gerak", "Isolasi", "Kekerasan fisik dan seksual", "Intimidasi dan ancaman",
		"Penahanan dokumen identitas", "Penahanan upah", "Jeratan utang", "Kondisi kerja dan hunian buruk", "Lembur berlebihan",
	}
	for i, name := range names {
		item := reports.IndicatorItem{Number: i + 1, Name: name, State: "warning", StateText: "Peringatan"}
		switch i {
		case 4:
			item.State, item.StateText = "no_sign", "Tidak terlihat"
		case 5:
			item.State, item.StateText = "not_assessed", "Belum dinilai"
		case 6:
			item.State, item.StateText = "corroborated", "Terkuatkan"
		case 8:
			item.State, item.StateText = "indicated", "Terindikasi"
		}
		s.Items = append(s.Items, item)
	}
	return s
}

func findingsSection() reports.Section {
	s := reports.Section{
		ID: "findings", Short: "Temuan", Title: "Temuan yang perlu diperiksa lebih dulu",
		Lead: "Enam temuan, diurutkan menurut keparahan. Setiap temuan menyebut jawaban dan bukti asalnya.",
	}
	s.Blocks = append(s.Blocks,
		finding(1, "Paspor dan KTP pekerja disimpan kantor kebun", "Berat 3,5", "B"),
		finding(2, "Biaya yang dibayar pekerja belum diketahui dan belum diganti", "Besar 2,8", "C"),
		finding(3, "Aturan biaya belum menjangkau mandor dan tiga agen", "Besar 2,7", ""),
		finding(4, "Pengaduan harus lewat atasan langsung", "Besar 2,7", "A"),
		reports.Aside{Label: "Temuan lain", Blocks: []reports.Block{reports.Table{
			Columns: []reports.Column{{Head: "No", Width: 7}, {Head: "Temuan", Width: 66}, {Head: "Tingkat", Width: 14}, {Head: "Jawaban", Width: 13}},
			Rows: []reports.Row{
				{Anchor: "finding-5", Cells: []reports.Cell{{Text: "5"}, {Text: "Tindakan korektif 2025 ditutup tanpa bukti"}, {Text: "Besar"}, {Text: "10.4"}}},
				{Anchor: "finding-6", Cells: []reports.Cell{{Text: "6"}, {Text: "Lembur borongan tidak tercatat dalam jam"}, {Text: "Kecil"}, {Text: "7.11"}}},
			},
		}}},
	)
	return s
}

func finding(number int, title, tier, flag string) reports.FindingBlock {
	b := reports.FindingBlock{
		Number: number, Anchor: fmt.Sprintf("finding-%d", number), Title: title, Tier: "severe", TierLabel: tier,
		Meters:    []reports.Meter{{Label: "Skala", Value: 5 - number}, {Label: "Cakupan", Value: 3}, {Label: "Sulit dipulihkan", Value: 2}},
		Deadlines: []reports.Fact{{Label: "Rencana", Value: "30 hari, 24 Desember 2026"}, {Label: "Tenggat tutup", Value: "60 hari, 23 Januari 2027"}},
		Parts: []reports.Part{
			{Title: "Yang terlihat", Text: "Kantor kebun menyimpan dokumen asli 214 dari 640 pekerja borongan. Pekerja meminta lewat mandor dan menunggu satu sampai empat hari. Perusahaan mengungkap keadaan ini sendiri."},
			{Title: "Mengapa penting", Text: "Dokumen yang tidak dapat diambil sewaktu-waktu membuat orang sulit pergi. Ini salah satu dari sebelas indikator kerja paksa ILO, dan tandanya di sini terkuatkan oleh pengakuan perusahaan."},
			{Title: "Seperti apa yang baik", Text: "Setiap pekerja menyimpan dokumennya sendiri. Bila ia meminta tempat aman, ia memegang kunci dan dapat membukanya kapan pun tanpa bertanya."},
		},
		FirstStep: reports.Part{Title: "Langkah pertama", Text: "Kembalikan semua dokumen dengan berita acara per orang, dan pasang loker berkunci di setiap barak. Pelatih: Modul 3, sesi 2."},
		Sources:   []string{"Jawaban 8.3, 8.4. Bukti: daftar simpan dokumen (E1), wawancara pekerja (E1).", "Dasar: UU 18/2017 pasal 72 huruf d; Konvensi ILO 29 pasal 2."},
	}
	if flag != "" {
		b.FlagLabel, b.Flag, b.FlagNote = "Tanda bahaya", flag, "Terbuka. Diungkap sendiri"
	}
	return b
}

func controlsSection() reports.Section {
	chart := reports.DomainChart{
		Title: "Gambar 1. Nilai per bidang dan per lapisan", Minimum: 500000,
		Heads:  reports.DomainHeads{Domain: "Bidang", Value: "Nilai D", Range: "Rentang, 0–100, tinggi = baik"},
		Layers: []string{"Kebijakan", "Praktik", "Hasil"},
		Note:   "Garis tipis: rentang dari “hanya bukti terverifikasi” sampai “semua klaim benar”. Garis tegak: batas bidang inti, 50. Lapisan berbobot 20, 45, dan 35 persen.",
	}
	rows := []struct {
		name   string
		core   bool
		values [6]int64
	}{
		{"Tata kelola dan kebijakan", false, [6]int64{76, 41, 88, 90, 76, 68}},
		{"Identifikasi risiko dan keterlacakan", false, [6]int64{45, 12, 68, 66, 44, 34}},
		{"Perekrutan dan biaya", true, [6]int64{34, 9, 58, 58, 33, 22}},
		{"Kontrak, upah, dan jam kerja", false, [6]int64{52, 21, 77, 70, 50, 44}},
		{"Gerak, dokumen, dan hunian", true, [6]int64{48, 16, 73, 68, 47, 38}},
		{"Pengaduan dan suara pekerja", false, [6]int64{40, 10, 66, 60, 39, 30}},
		{"Pemulihan dan tindakan korektif", true, [6]int64{22, 4, 41, 45, 21, 10}},
	}
	for _, r := range rows {
		d := reports.DomainRow{
			Name: r.name, Core: r.core, Value: r.values[0] * 10000, ValueText: fmt.Sprint(r.values[0]), Low: r.values[1] * 10000, High: r.values[2] * 10000,
			Layers: []int64{r.values[3] * 10000, r.values[4] * 10000, r.values[5] * 10000},
		}
		if r.core {
			d.Second = "bidang inti"
		}
		chart.Items = append(chart.Items, d)
	}
	chart.Items = append(chart.Items, reports.DomainRow{Name: "Pemasok dan pembelian", Absent: "Kurang dari setengah bobot terjawab", Layers: []int64{480000, -1, -1}})
	return reports.Section{
		ID: "controls", Short: "Kendali per bidang", Title: "Kebijakan tertulis; praktik dan hasil tertinggal",
		Lead: "Di semua delapan bidang nilai lapisan kebijakan lebih tinggi daripada praktik, dan praktik lebih tinggi daripada hasil.",
		Blocks: []reports.Block{chart, reports.Columns{Items: []reports.Part{
			{Title: "Paling rendah di bidang inti", Text: "Pemulihan 22. Nilai terendah di bidang inti menyumbang seperempat dari C."},
			{Title: "Paling dekat dengan batas", Text: "Gerak, dokumen, dan hunian 48, dua poin di bawah 50."},
			{Title: "Paling lebar rentangnya", Text: "Gerak, dokumen, dan hunian 16–73. Bukti ada, tetapi belum diverifikasi."},
		}}},
	}
}

func pathSection() reports.Section {
	return reports.Section{
		ID: "path", Short: "Jalan ke Hijau", Title: "Empat langkah membawa R di bawah 40", Lead: "Urutan menurut dampak per upaya; setiap langkah dapat diperiksa sendiri.",
		Blocks: []reports.Block{
			reports.Heading{Level: 2, Text: "Yang dapat dimulai minggu ini", Anchor: "week"},
			reports.Paragraph{Spans: []reports.Span{
				{Text: "Dua langkah tidak memerlukan anggaran baru: "},
				{Text: "mengembalikan dokumen", Link: "finding-1"},
				{Text: " dan "},
				{Text: "menunjuk penerima pengaduan", Bold: true},
				{Text: " di luar garis atasan. Keduanya mengubah keadaan pekerja pada hari yang sama, dan keduanya dapat dibuktikan dengan berita acara yang ditandatangani pekerja."},
			}},
			reports.List{Ordered: true, Items: []string{
				"Kembalikan paspor dan KTP kepada 214 pekerja, dengan berita acara per orang dan saksi dari serikat.",
				"Tunjuk dua penerima pengaduan di luar kebun.",
				"Umumkan nomor keduanya di setiap barak, dalam bahasa yang dipakai pekerja.",
			}},
			reports.Heading{Level: 3, Text: "Yang perlu dibawa ke rapat direksi"},
			reports.List{Items: []string{"Dana penggantian biaya perekrutan, taksiran Rp 1,2–1,9 miliar.", "Perjanjian ulang dengan tiga agen yang belum menandatangani larangan biaya.", "Jadwal verifikasi lapangan oleh pihak ketiga (≥ 60 wawancara)."}},
			reports.Callout{Tone: reports.ToneAction, Title: "Dampak", Text: "Bila keempat langkah terbukti, R turun dari 60,4 menjadi 38,2 dan pita berubah dari Sangat tinggi menjadi Sedang. Perhitungan ini memakai rumus yang sama dengan hasil."},
			reports.Heading{Level: 2, Text: "Perubahan menurut bukti"},
			reports.Paragraph{Quiet: true, Spans: []reports.Span{{Text: "Angka di bawah ini menyatakan nilai bila bukti dinaikkan satu tingkat; tidak ada yang dijumlahkan."}}},
			reports.Table{
				Title: "Tabel 1. Langkah menurut upaya",
				Columns: []reports.Column{
					{Head: "Langkah", Width: 46}, {Head: "Bidang", Width: 26}, {Head: "Pita sesudahnya", Width: 16}, {Head: "R", Width: 12, Align: reports.Right},
				},
				Rows: []reports.Row{
					{Group: true, Cells: []reports.Cell{{Text: "Upaya kecil"}}},
					{Cells: []reports.Cell{{Text: "Kembalikan dokumen", Bold: true, Link: "finding-1"}, {Text: "Gerak, dokumen, dan hunian"}, {Text: "Tinggi", Band: "high"}, {Text: "55,7"}}},
					{Cells: []reports.Cell{{Text: "Buka saluran pengaduan", Bold: true, Second: "di luar garis atasan"}, {Text: "Pengaduan dan suara pekerja"}, {Text: "Tinggi", Band: "high"}, {Text: "52,1"}}},
					{Group: true, Cells: []reports.Cell{{Text: "Upaya besar"}}},
					{Cells: []reports.Cell{{Text: "Ganti biaya perekrutan", Bold: true}, {Text: "Perekrutan dan biaya"}, {Text: "Sedang", Band: "moderate"}, {Text: "39,4"}}},
					{Cells: []reports.Cell{{Text: "Tutup tindakan dengan bukti E2", Bold: true}, {Text: "Pemulihan"}, {Text: "Rendah", Band: "low"}, {Text: "19,0"}}},
				},
				Note: "R dihitung satu per satu dari keadaan 24 November 2026.",
			},
			reports.Paragraph{Small: true, Quiet: true, Spans: []reports.Span{{Text: "Taksiran memakai nilai tengah rentang; lihat Lampiran."}}},
		},
	}
}

func planSection() reports.Section {
	t := reports.Table{
		Title: "Rencana tindakan",
		Columns: []reports.Column{
			{Head: "No", Width: 5},
			{Head: "Tindakan", Width: 30},
			{Head: "Penanggung jawab", Width: 14},
			{Head: "Bukti penutupan", Width: 21},
			{Head: "Tenggat", Width: 13},
			{Head: "Keadaan", Width: 9},
			{Head: "Paraf", Width: 8},
		},
		Note: "Tenggat dihitung dari 24 November 2026: Berat 60 hari, Besar 90 hari, Kecil 180 hari.",
	}
	actions := []string{
		"Kembalikan dokumen asli kepada 214 pekerja", "Pasang loker berkunci di dua belas barak", "Tanyai pekerja yang masuk sejak Januari 2025 tentang biaya",
		"Ganti biaya yang dibayar pekerja", "Susun daftar perekrut sampai tingkat mandor di setiap kebun", "Tanda tangani larangan biaya dengan tiga agen",
		"Buka saluran pengaduan di luar garis atasan", "Buka kembali empat tindakan 2025 dan lengkapi buktinya", "Catat jam lembur borongan per orang per hari",
	}
	for i := range 20 {
		t.Rows = append(t.Rows, reports.Row{Anchor: fmt.Sprintf("action-%d", i), Cells: []reports.Cell{
			{Text: fmt.Sprint(i + 1)},
			{Text: actions[i%len(actions)], Second: "Temuan 1 berat", Bold: true},
			{Text: "Kepala kebun"},
			{Text: "Berita acara per orang; wawancara 30 pekerja"},
			{Text: "15 Des 2026"},
			{Box: true},
			{Box: true},
		}})
	}
	return reports.Section{
		ID: "plan", Short: "Rencana tindakan", Title: "Rencana tindakan korektif", Lead: "Sembilan tindakan untuk enam temuan. Rencana tidak mengubah nilai; bukti yang diterima mengubahnya.",
		Blocks: []reports.Block{t, reports.Lines{Label: "Disetujui oleh (nama, jabatan, tanggal)", Count: 2}},
	}
}

func learningSection() reports.Section {
	return reports.Section{
		ID: "learning", Short: "Jalur belajar", Title: "Jalur belajar tiga hari, disusun dari celah perusahaan ini",
		Lead: "Lima modul menjawab enam temuan. Hari terakhir ditutup dengan pendampingan mengisi di formulir masing-masing.",
		Blocks: []reports.Block{
			reports.Agenda{Title: "Gambar 2. Jadwal, Palangka Raya, 8–10 Desember 2026", From: 480, To: 990, Days: []reports.AgendaDay{
				{Name: "Hari 1, Selasa 8 Des", Items: []reports.AgendaItem{
					{From: 480, To: 495, Title: "Pembukaan"},
					{From: 495, To: 615, Title: "Modul 1. Mengenali sebelas tanda", Second: "120 menit", Module: true},
					{From: 615, To: 630, Title: "Rehat", Second: "15 menit"},
					{From: 630, To: 720, Title: "Pendampingan rencana", Second: "90 menit"},
					{From: 780, To: 930, Title: "Modul 2. Biaya perekrutan: dari larangan ke penggantian", Second: "150 menit", Module: true},
				}},
				{Name: "Hari 2, Rabu 9 Des", Items: []reports.AgendaItem{
					{From: 480, To: 630, Title: "Modul 3. Dokumen, hunian, jam kerja", Second: "150 menit", Module: true},
					{From: 780, To: 930, Title: "Modul 4. Pengaduan yang dipercaya", Second: "150 menit", Module: true},
				}},
				{Name: "Hari 3, Kamis 10 Des", Items: []reports.AgendaItem{
					{From: 480, To: 630, Title: "Modul 5. Rencana dan bukti", Second: "150 menit", Module: true},
					{From: 780, To: 960, Title: "Pendampingan mengisi", Second: "per perusahaan"},
					{From: 975, To: 990, Title: "Penutupan"},
				}},
			}},
			reports.Pair{
				Left:  []reports.Block{reports.Callout{Tone: reports.ToneAction, Title: "Dibawa peserta", Text: "Daftar agen dan mandor, satu slip upah borongan tanpa nama, dan jawaban untuk empat pertanyaan yang belum diketahui."}},
				Right: []reports.Block{reports.Callout{Tone: reports.ToneSafety, Title: "Keselamatan", Text: "Jangan memakai kasus pekerja yang dapat dikenali. Bila peserta menyampaikan kejadian nyata, hentikan sesi dan pakai saluran rujukan."}},
			},
		},
	}
}

func sheetSection() reports.Section {
	return reports.Section{
		ID: "sheet", Short: "Lembar kerja", Title: "Lembar kerja: dokumen identitas", Lead: "Untuk kelompok tiga sampai lima orang; 30 menit.",
		Blocks: []reports.Block{
			reports.Heading{Level: 2, Text: "Kasus"},
			reports.Paragraph{Spans: []reports.Span{{Text: "Seorang mandor mengumpulkan KTP dua puluh pekerja “agar aman”. Dua orang ingin pulang karena orang tua sakit; mandor meminta mereka menunggu sampai panen selesai."}}},
			reports.Heading{Level: 2, Text: "Kerjakan"},
			reports.List{Boxes: true, Items: []string{"Tandai kalimat yang menunjukkan kehendak tidak bebas.", "Tandai kalimat yang menunjukkan ancaman hukuman.", "Tulis tiga pertanyaan yang akan Anda ajukan kepada kantor kebun, dan siapa yang menjawabnya."}},
			reports.Lines{Label: "Jawaban kelompok", Count: 5},
		},
	}
}

func appendixSection() reports.Section {
	return reports.Section{
		ID: "appendix", Short: "Lampiran", Title: "Lampiran: cara menghitung", Lead: "Masukan yang sama menghasilkan angka yang sama di mesin mana pun. Angka dibulatkan hanya saat ditampilkan.",
		Blocks: []reports.Block{
			reports.Table{
				Title:   "Tabel 2. Rumus",
				Columns: []reports.Column{{Head: "Keluaran", Width: 17}, {Head: "Rumus", Width: 43}, {Head: "Nilai di laporan ini", Width: 40}},
				Rows: []reports.Row{
					{Cells: []reports.Cell{{Text: "Faktor f"}, {Text: "0,6 · maks(butir) + 0,4 · rerata(butir)"}, {Text: "geografi 0,70 · sektor 0,95 · tenaga kerja 0,85 · perekrutan 0,90"}}},
					{Cells: []reports.Cell{{Text: "Paparan I"}, {Text: "100 · Σ bobot · f"}, {Text: "86,75 (tinggi = buruk)"}}},
					{Cells: []reports.Cell{{Text: "Bidang D"}, {Text: "100 · Σ λ·L / Σ λ"}, {Text: "76, 45, 34, 52, 48, 40, 22, 30"}}},
					{Cells: []reports.Cell{{Text: "Tanda S"}, {Text: "1 − Π (1 − p)"}, {Text: "satu p per jenis sumber"}}},
				},
			},
			reports.Pair{
				Left: []reports.Block{reports.Table{
					Title: "Tabel 3. Faktor bukti", Columns: []reports.Column{{Head: "Tingkat", Width: 20}, {Head: "Bukti", Width: 58}, {Head: "Faktor e", Width: 22, Align: reports.Right}},
					Rows: []reports.Row{
						{Cells: []reports.Cell{{Text: "E0"}, {Text: "Pernyataan saja"}, {Text: "0,30"}}},
						{Cells: []reports.Cell{{Text: "E2"}, {Text: "Ditinjau dan diterima"}, {Text: "0,80"}}},
						{Cells: []reports.Cell{{Text: "E4"}, {Text: "Diverifikasi di lapangan"}, {Text: "1,00"}}},
					},
				}},
				Right: []reports.Block{reports.Table{
					Title: "Tabel 4. Pita risiko sisa", Columns: []reports.Column{{Head: "Pita", Width: 50}, {Head: "R, setengah terbuka", Width: 50, Align: reports.Right}},
					Rows: []reports.Row{
						{Cells: []reports.Cell{{Text: "Rendah", Band: "low"}, {Text: "0 ≤ R < 20"}}},
						{Cells: []reports.Cell{{Text: "Sedang", Band: "moderate"}, {Text: "20 ≤ R < 40"}}},
						{Cells: []reports.Cell{{Text: "Tinggi", Band: "high"}, {Text: "40 ≤ R < 60"}}},
						{Cells: []reports.Cell{{Text: "Sangat tinggi", Band: "very_high"}, {Text: "60 ≤ R ≤ 100"}}},
					},
				}},
			},
			reports.Table{Title: "Tabel 5. Tanda bahaya yang ditutup", Columns: []reports.Column{{Head: "Kelas", Width: 20}, {Head: "Tanda", Width: 80}}, Empty: "Tidak ada."},
			reports.Aside{Label: "Batas pemakaian", Blocks: []reports.Block{reports.Paragraph{Spans: []reports.Span{{Text: "Bobot adalah titik awal dari ahli, belum dicocokkan dengan data. Hasil penilaian mandiri bersifat sementara; hanya keputusan petugas penilai yang bernama menjadikannya resmi."}}}}},
			reports.Aside{Label: "Asal data", Blocks: []reports.Block{reports.Paragraph{Spans: []reports.Span{{Text: "Kuesioner KP-2026 versi 1.3 (sidik 5d1e 77b0), jawaban 24 November 2026. Nama: Nguyễn Thị Ánh, Şahin Yıldız, Łukasz Żółć, Ελένη, Дмитрий, 王小明, محمد, 🙂."}}}}},
		},
	}
}
