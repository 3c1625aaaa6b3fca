package web

import (
	"fmt"
	"html/template"
	"strings"

	"github.com/gofiber/fiber/v2"

	"tuntas/app/account"
	"tuntas/app/problem"
)

// enrolPages set up a code generator.
type enrolPages struct{ accounts *account.Accounts }

type enrolPage struct {
	page
	QR     template.HTML
	Secret []string // in groups of four
	URI    template.URL
	Due    bool // has to be done before anything else
}

func (p *enrolPages) show(r *request) error {
	data, err := p.page(r, r.onward())
	if err != nil {
		return err
	}
	return r.show("enrol", data)
}

func (p *enrolPages) page(r *request, on onward) (enrolPage, error) {
	e, err := p.accounts.Enrol(r.context(), r.actor)
	if err != nil {
		return enrolPage{}, err
	}
	data := enrolPage{
		page: r.step("account.enrol.title", "/pembuat-kode", on), QR: drawQR(e.QR, r.t("account.enrol.picture")), Secret: groups(e.Secret),
		URI: template.URL(e.URI), Due: r.actor.Role == "", //nolint:gosec // made by our own accounts, otpauth alone
	}
	data.Nav = "akun"
	return data, nil
}

// due shows the page in place of one that needs a code generator first.
func (p *enrolPages) due(r *request, on onward) error {
	actor, err := p.accounts.Pending(r.context(), r.token)
	if err != nil {
		return err
	}
	r.actor = actor
	data, err := p.page(r, on)
	if err != nil {
		return err
	}
	return r.showStatus(fiber.StatusUnauthorized, "enrol", data)
}

type recoveryPage struct {
	page
	Lead  string
	Codes []string
	Kept  *keptForm // a form that waited for the code generator
}

func (p *enrolPages) confirm(r *request) error {
	if r.switches() {
		return p.show(r)
	}
	var codes []string
	var token string
	err := r.fresh()
	if err == nil {
		codes, token, err = p.accounts.ConfirmEnrolment(r.context(), r.actor, r.form().Get("code"))
	}
	if r.isForm(err) {
		data, again := p.page(r, r.onward())
		if again != nil {
			return again
		}
		data.Faults = r.faults(firstCode(err))
		return r.showStatus(statusOf(err), "enrol", data)
	}
	if err != nil {
		return err
	}
	r.begin(token)
	if r.actor, err = p.accounts.Authenticate(r.context(), token); err != nil {
		return err
	}
	data := recoveryPage{page: r.page("account.recovery.title"), Lead: r.t("account.recovery.lead"), Codes: codes}
	data.To = r.wanted()
	if c, ok := r.carriedForm(); ok {
		kept := c.form()
		data.Kept = &kept
	}
	return r.show("recovery", data)
}

// firstCode says a wrong code in words for people who have no recovery codes yet.
func firstCode(err error) error {
	if key, _ := messageOf(err); key == "account.code.wrong" {
		return problem.Wrap(problem.KindOf(err), "account.code.wrong_first", err)
	}
	return err
}

// groups cuts a secret into fours, as people copy it.
func groups(secret string) []string {
	var out []string
	for len(secret) > 4 {
		out, secret = append(out, secret[:4]), secret[4:]
	}
	return append(out, secret)
}

// drawQR draws the dots of a QR code with the quiet zone of four that scanners need.
func drawQR(dots [][]bool, label string) template.HTML {
	const quiet = 4
	size := len(dots) + 2*quiet
	var path strings.Builder
	for y, row := range dots {
		for x := 0; x < len(row); x++ {
			run := 0
			for x+run < len(row) && row[x+run] {
				run++
			}
			if run > 0 {
				fmt.Fprintf(&path, "M%d %dh%dv1h-%dz", x+quiet, y+quiet, run, run)
				x += run
			}
		}
	}
	//nolint:gosec // numbers of our own; the label is escaped
	return template.HTML(fmt.Sprintf(`<svg class="qr" width="232" height="232" viewBox="0 0 %d %d" role="img" aria-label="%s" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h%dv%dH0z"/><path fill="#000" d="%s"/></svg>`,
		size, size, template.HTMLEscapeString(label), size, size, path.String()))
}
