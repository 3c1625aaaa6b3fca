package browser_test

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/chromedp"
	"github.com/xuri/excelize/v2"
)

// smallPDF is a complete document of one page.
func smallPDF(text string) []byte {
	content := fmt.Sprintf("BT /F1 18 Tf 20 100 Td (%s) Tj ET", text)
	objects := []string{
		"<< /Type /Catalog /Pages 2 0 R >>",
		"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
		"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 200] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
		fmt.Sprintf("<< /Length %d >>\nstream\n%s\nendstream", len(content), content),
		"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
	}
	var out bytes.Buffer
	out.WriteString("%PDF-1.4\n")
	places := make([]int, len(objects))
	for i, object := range objects {
		places[i] = out.Len()
		fmt.Fprintf(&out, "%d 0 obj\n%s\nendobj\n", i+1, object)
	}
	table := out.Len()
	fmt.Fprintf(&out, "xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for _, at := range places {
		fmt.Fprintf(&out, "%010d 00000 n \n", at)
	}
	fmt.Fprintf(&out, "trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, table)
	return out.Bytes()
}

// write puts a file where the browser can find it.
func write(t *testing.T, name string, content []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// attach chooses a file in the page's form.
func (p *person) attach(path string) {
	p.t.Helper()
	p.do("choose a file", chromedp.SetUploadFiles(chromedp.CSS(`main input[type="file"]`), []string{path}))
}

// download clicks on a link to a file and waits until the browser has stored it.
func (p *person) download(selector string) []byte {
	p.t.Helper()
	into := p.t.TempDir()
	ctx, cancel := p.patient()
	defer cancel()
	_, err := chromedp.CallBrowser(ctx, browser.SetDownloadBehavior, browser.SetDownloadBehaviorParams{
		Behavior: browser.SetDownloadBehaviorBehaviorAllowAndName, DownloadPath: into, EventsEnabled: new(true),
		BrowserContextID: chromedp.FromContext(p.ctx).BrowserContextID,
	})
	if err != nil {
		p.stuck("prepare a download", err)
	}
	progress := chromedp.BrowserEvents(ctx, browser.DownloadProgress)
	p.click(selector)
	for event, err := range progress {
		if err != nil || event.State == browser.DownloadProgressStateCanceled {
			p.stuck("download "+selector, err)
		}
		if event.State != browser.DownloadProgressStateCompleted {
			continue
		}
		if content, err := os.ReadFile(filepath.Join(into, event.GUID)); err == nil { // a download of another person is elsewhere
			return content
		}
	}
	return nil
}

// pdfText is the text of a document, or "" where it cannot be read out.
func pdfText(t *testing.T, document []byte) string {
	t.Helper()
	if !bytes.HasPrefix(document, []byte("%PDF-")) {
		t.Fatalf("no PDF: %.200q", document)
	}
	if _, err := exec.LookPath("pdftotext"); err != nil {
		t.Log("pdftotext is not installed: what the PDF says is not looked at")
		return ""
	}
	command := exec.CommandContext(t.Context(), "pdftotext", "-layout", "-", "-")
	command.Stdin, command.WaitDelay = bytes.NewReader(document), time.Second
	text, err := command.Output()
	if err != nil {
		t.Fatalf("pdftotext: %v", err)
	}
	return string(text)
}

// says fails the test when a PDF's text lacks something.
func says(t *testing.T, document []byte, parts ...string) {
	t.Helper()
	text := strings.Join(strings.Fields(pdfText(t, document)), " ")
	for _, part := range parts {
		if text != "" && !strings.Contains(text, part) {
			t.Errorf("the PDF does not say %q:\n%.1500s", part, text)
		}
	}
}

// edited is a workbook with one cell in the row of a question changed.
func edited(t *testing.T, workbook []byte, question, column string, value any) []byte {
	t.Helper()
	var out bytes.Buffer
	within(t, workbook, question, func(book *excelize.File, sheet string, row int) error {
		if err := book.SetCellValue(sheet, fmt.Sprintf("%s%d", column, row), value); err != nil {
			return err
		}
		return book.Write(&out)
	})
	if out.Len() == 0 {
		t.Fatalf("the workbook has no row for %s", question)
	}
	return out.Bytes()
}

// cell is what stands in a column of the row of a question, "" when the workbook has no such row.
func cell(t *testing.T, workbook []byte, question, column string) (text string) {
	t.Helper()
	within(t, workbook, question, func(book *excelize.File, sheet string, row int) (err error) {
		text, err = book.GetCellValue(sheet, fmt.Sprintf("%s%d", column, row))
		return err
	})
	return text
}

// within calls use with the row of a question.
func within(t *testing.T, workbook []byte, question string, use func(book *excelize.File, sheet string, row int) error) {
	t.Helper()
	book, err := excelize.OpenReader(bytes.NewReader(workbook))
	if err != nil {
		t.Fatalf("open the workbook: %v", err)
	}
	defer func() { _ = book.Close() }()
	for _, sheet := range book.GetSheetList() {
		rows, err := book.GetRows(sheet)
		if err != nil {
			t.Fatal(err)
		}
		for i, row := range rows {
			if len(row) > 0 && row[0] == question {
				if err := use(book, sheet, i+1); err != nil {
					t.Fatal(err)
				}
				return
			}
		}
	}
}
