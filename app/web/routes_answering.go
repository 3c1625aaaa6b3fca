package web

// maxFile is the largest file that can be attached or read in, in bytes.
const maxFile = 10 << 20

// assessmentRoutes is the site map of everything about assessments.
func (s *Server) assessmentRoutes() []route {
	desk := s.config.Desk
	list := &assessmentPages{desk: desk, offers: library()}
	tasks := &taskPages{desk: desk}
	answers := &answerPages{desk: desk}
	check := &checkPages{desk: desk}
	files := &evidencePages{desk: desk}
	shares := &sharePages{desk: desk}
	books := &workbookPages{desk: desk}
	send := &submitPages{desk: desk}
	history := &historyPages{desk: desk}
	talk := &talkPages{desk: desk}
	return append(s.resultRoutes(), []route{
		{method: get, path: "/penilaian", guard: member, handle: list.list},
		{method: get, path: "/penilaian/mulai", guard: member, handle: list.startShow},
		{method: post, path: "/penilaian/mulai", guard: member, handle: list.start},
		{method: get, path: "/penilaian/:id", guard: member, handle: tasks.show},
		{method: post, path: "/penilaian/:id/lengkapi", guard: member, handle: tasks.lengthen},

		{method: get, path: "/penilaian/:id/bagian/:section", guard: member, handle: answers.section},
		{method: get, path: "/penilaian/:id/bagian/:section/:topic", guard: member, handle: answers.topic},
		{method: post, path: "/penilaian/:id/bagian/:section/:topic", guard: member, handle: answers.save},
		{method: post, path: "/penilaian/:id/bagian/:section/:topic/otomatis", guard: member, handle: answers.autosave},
		{method: post, path: "/penilaian/:id/bagian/:section/:topic/pilih", guard: member, handle: answers.choose},
		{method: get, path: "/penilaian/:id/periksa", guard: member, handle: check.show},
		{method: get, path: "/penilaian/:id/periksa/:section", guard: member, handle: check.show},
		{method: post, path: "/penilaian/:id/periksa/:section", guard: member, handle: check.declare},
		{method: get, path: "/penilaian/:id/kuesioner.pdf", guard: member, handle: send.blank},

		{method: get, path: "/penilaian/:id/bukti/:question", guard: member, handle: files.show},
		{method: post, path: "/penilaian/:id/bukti/:question", guard: member, handle: files.add, file: maxFile},
		{method: post, path: "/penilaian/:id/bukti/:question/pakai", guard: member, handle: files.use},
		{method: post, path: "/penilaian/:id/bukti/:question/lepas", guard: member, handle: files.detach},
		{method: get, path: "/penilaian/:id/percakapan/:question", guard: member, handle: talk.show},
		{method: post, path: "/penilaian/:id/percakapan/:question", guard: member, handle: talk.say},
		{method: get, path: "/berkas", guard: member, handle: files.files},
		{method: get, path: "/berkas/:file", guard: member, handle: files.download},
		{method: post, path: "/berkas/:file/hapus", guard: member, handle: files.remove},

		{method: get, path: "/penilaian/:id/bagi", guard: member, handle: shares.show},
		{method: post, path: "/penilaian/:id/bagi", guard: member, handle: shares.share},
		{method: post, path: "/penilaian/:id/bagi/cabut", guard: member, handle: shares.unshare},

		{method: get, path: "/penilaian/:id/excel", guard: member, handle: books.show},
		{method: post, path: "/penilaian/:id/excel", guard: member, handle: books.upload, file: maxFile},
		{method: get, path: "/penilaian/:id/excel/unduh", guard: member, handle: books.download},
		{method: get, path: "/penilaian/:id/excel/usulan/:proposal", guard: member, handle: books.review},
		{method: post, path: "/penilaian/:id/excel/usulan/:proposal", guard: member, handle: books.take},

		{method: get, path: "/penilaian/:id/kirim", guard: member, handle: send.show},
		{method: post, path: "/penilaian/:id/kirim", guard: member, handle: send.submit},
		{method: get, path: "/penilaian/:id/tanda-terima", guard: member, handle: send.receipt},
		{method: get, path: "/penilaian/:id/tanda-terima.pdf", guard: member, handle: send.receiptPDF},
		{method: get, path: "/penilaian/:id/tarik", guard: member, handle: send.withdrawShow},
		{method: post, path: "/penilaian/:id/tarik", guard: member, handle: send.withdraw},
		{method: get, path: "/penilaian/:id/riwayat", guard: member, handle: history.show},
	}...)
}

// resultRoutes is the site map of the result and the action plan.
func (s *Server) resultRoutes() []route {
	result := &resultPages{desk: s.config.Desk}
	plan := &planPages{desk: s.config.Desk, accounts: s.config.Accounts}
	return []route{
		{method: get, path: "/penilaian/:id/hasil", guard: member, handle: result.show},
		{method: get, path: "/penilaian/:id/hasil/andai", guard: member, handle: result.whatif},
		{method: get, path: "/penilaian/:id/hasil/hitungan", guard: member, handle: result.trace},
		{method: get, path: "/penilaian/:id/hasil/bantuan", guard: member, handle: result.help},
		{method: get, path: "/penilaian/:id/hasil/temuan/:finding", guard: member, handle: result.finding},
		{method: get, path: "/penilaian/:id/hasil/laporan", guard: member, handle: result.reportHTML},
		{method: get, path: "/penilaian/:id/hasil/laporan.pdf", guard: member, handle: result.reportPDF},
		{method: get, path: "/penilaian/:id/hasil/laporan.xlsx", guard: member, handle: result.reportXLSX},
		{method: get, path: "/penilaian/:id/hasil/hasil.json", guard: member, handle: result.resultJSON},

		{method: get, path: "/penilaian/:id/rencana", guard: member, handle: plan.show},
		{method: get, path: "/penilaian/:id/rencana.pdf", guard: member, handle: plan.planPDF},
		{method: get, path: "/penilaian/:id/rencana/:action", guard: member, handle: plan.action},
		{method: post, path: "/penilaian/:id/rencana/:action", guard: member, handle: plan.edit},
	}
}
