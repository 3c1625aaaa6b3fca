package sheet

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"path"
	"strconv"
	"strings"
)

// link is one relationship between parts of a workbook.
type link struct {
	ID     string `xml:"Id,attr"`
	Type   string `xml:"Type,attr"`
	Target string `xml:"Target,attr"`
}

// links reads the relationships of a part; base is the folder of its targets.
func links(data []byte, base string) ([]link, error) {
	var all struct {
		Links []link `xml:"Relationship"`
	}
	if err := xml.Unmarshal(data, &all); err != nil {
		return nil, err
	}
	for i := range all.Links {
		target := all.Links[i].Target
		if rooted, ok := strings.CutPrefix(target, "/"); ok {
			all.Links[i].Target = path.Clean(rooted)
		} else {
			all.Links[i].Target = path.Join(base, target)
		}
	}
	return all.Links, nil
}

// contents is the part that lists the sheets.
type contents struct {
	Settings struct {
		Date1904 string `xml:"date1904,attr"`
	} `xml:"workbookPr"`
	Sheets []struct {
		Name  string     `xml:"name,attr"`
		Attrs []xml.Attr `xml:",any,attr"`
	} `xml:"sheets>sheet"`
}

// book reads the sheets of a workbook in their order.
func (r *reader) book(parts map[string][]byte) {
	top, err := links(parts["_rels/.rels"], "")
	if err != nil {
		r.unreadable(err)
		return
	}
	main := ""
	for _, l := range top {
		if strings.HasSuffix(l.Type, "/officeDocument") {
			main = l.Target
		}
	}
	var list contents
	if err := xml.Unmarshal(parts[main], &list); err != nil {
		r.unreadable(err)
		return
	}
	below, err := links(parts[path.Join(path.Dir(main), "_rels", path.Base(main)+".rels")], path.Dir(main))
	if err != nil {
		r.unreadable(err)
		return
	}
	if len(list.Sheets) > maxSheets {
		r.at(nil, 0, "the workbook has more than %d sheets; remove what does not belong to the questionnaire", maxSheets)
		return
	}
	r.from04 = list.Settings.Date1904 == "1" || list.Settings.Date1904 == "true"
	texts, ok := r.texts(parts, below)
	for i := 0; ok && i < len(list.Sheets); i++ {
		s := &list.Sheets[i]
		r.sheet(s.Name, parts[target(below, s.Attrs)], texts)
	}
}

// target is the part that the attributes of a sheet name.
func target(below []link, attrs []xml.Attr) string {
	for _, a := range attrs {
		for _, l := range below {
			if a.Name.Local == "id" && l.ID == a.Value {
				return l.Target
			}
		}
	}
	return ""
}

// texts reads the texts that cells share.
func (r *reader) texts(parts map[string][]byte, below []link) ([]string, bool) {
	for _, l := range below {
		if !strings.HasSuffix(l.Type, "/sharedStrings") {
			continue
		}
		texts, err := sharedTexts(parts[l.Target])
		switch {
		case errors.Is(err, errTooMuch):
			r.at(nil, 0, "the workbook has more than %d texts, or one of more than %d bytes; copy the answers into a new template", maxTexts, maxText)
			return nil, false
		case err != nil:
			r.at(nil, 0, "the texts of the workbook cannot be read to their end (%s); save it as .xlsx once more", reason(err))
			return nil, false
		}
		return texts, true
	}
	return nil, true
}

// errTooMuch says that there are more texts than any workbook needs, or longer ones than a cell can hold.
var errTooMuch = errors.New("too many texts")

func sharedTexts(data []byte) ([]string, error) {
	d := xml.NewDecoder(bytes.NewReader(data))
	var texts []string
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) && len(data) > 0 {
			return texts, nil
		}
		if err != nil {
			return nil, err
		}
		start, ok := token.(xml.StartElement)
		if !ok || start.Name.Local != "si" {
			continue
		}
		text, err := content(d)
		if err != nil {
			return nil, err
		}
		if len(text) > maxText || len(texts) >= maxTexts {
			return nil, errTooMuch
		}
		texts = append(texts, text)
	}
}

// content is the text of the element that was just begun, without the reading aids of some scripts.
func content(d *xml.Decoder) (string, error) {
	var out strings.Builder
	for depth, inText := 1, false; depth > 0; {
		token, err := d.Token()
		if err != nil {
			return "", err
		}
		switch t := token.(type) {
		case xml.StartElement:
			if t.Name.Local == "rPh" {
				if err := d.Skip(); err != nil {
					return "", err
				}
				continue
			}
			depth++
			inText = t.Name.Local == "t"
		case xml.EndElement:
			depth--
			inText = false
		case xml.CharData:
			if inText {
				_, _ = out.Write(t) // writing to memory cannot fail
			}
		}
	}
	return unescaped(out.String()), nil
}

// unescaped undoes literal, and reads what spreadsheets write for characters that XML cannot hold.
func unescaped(text string) string {
	const form = len("_x000D_")
	if !strings.Contains(text, "_x") {
		return text
	}
	var out strings.Builder
	for i := 0; i < len(text); i++ {
		if i+form <= len(text) && escaped(text[i:i+form]) {
			if code, err := strconv.ParseUint(text[i+2:i+6], 16, 16); err == nil {
				out.WriteRune(rune(code))
				i += form - 1
				continue
			}
		}
		out.WriteByte(text[i])
	}
	return out.String()
}
