package mongodb

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"go.mongodb.org/mongo-driver/v2/bson"
)

const (
	// deepest is how many objects and lists may stand inside each other; MongoDB takes 100 with those around the body.
	deepest = 90
	// inner is the only member of the object that stands for a list directly inside a list: not every server takes those.
	inner = "[]"
)

// object is the BSON of a JSON object.
func object(text []byte) (bson.D, error) {
	v, err := value(text)
	if err != nil {
		return nil, err
	}
	d, ok := v.(bson.D)
	if !ok {
		return nil, errors.New("the document is no JSON object")
	}
	return d, nil
}

// value is the BSON of any JSON: members keep their order, whole numbers become int64 and others double.
func value(text []byte) (any, error) {
	r := json.NewDecoder(bytes.NewReader(text))
	r.UseNumber()
	v, err := next(r, 0)
	if err != nil {
		return nil, err
	}
	if _, err := r.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("more follows after the JSON value")
	}
	return v, nil
}

func next(r *json.Decoder, depth int) (any, error) {
	if depth > deepest {
		return nil, fmt.Errorf("more than %d objects and lists inside each other", deepest)
	}
	token, err := r.Token()
	if err != nil {
		return nil, err
	}
	switch t := token.(type) {
	case json.Delim:
		if t == '{' {
			return members(r, depth)
		}
		return items(r, depth)
	case json.Number:
		return number(t.String())
	default:
		return t, nil
	}
}

func members(r *json.Decoder, depth int) (bson.D, error) {
	d := bson.D{}
	seen := map[string]bool{}
	for r.More() {
		token, err := r.Token()
		if err != nil {
			return nil, err
		}
		name, _ := token.(string) // the decoder lets nothing else stand here
		if err := checkName(name); err != nil {
			return nil, err
		}
		if seen[name] {
			return nil, fmt.Errorf("member %q is there twice", name)
		}
		seen[name] = true
		v, err := next(r, depth+1)
		if err != nil {
			return nil, err
		}
		d = append(d, bson.E{Key: name, Value: v})
	}
	_, err := r.Token()
	return d, err
}

func items(r *json.Decoder, depth int) (bson.A, error) {
	a := bson.A{}
	for r.More() {
		v, err := next(r, depth+1)
		if err != nil {
			return nil, err
		}
		if list, ok := v.(bson.A); ok {
			v = bson.D{{Key: inner, Value: list}}
		}
		a = append(a, v)
	}
	_, err := r.Token()
	return a, err
}

// checkName refuses names that a server refuses, loses, or reads as a path or an operator.
func checkName(name string) error {
	if name == "" || name == inner || name[0] == '$' || strings.ContainsAny(name, ".\x00") {
		return fmt.Errorf("member name %q: MongoDB cannot keep an empty name, one with a dot or a zero byte, one that begins with $, or %s", name, inner)
	}
	return nil
}

// number keeps a number exactly or refuses it.
func number(text string) (any, error) {
	if n, err := strconv.ParseInt(text, 10, 64); err == nil {
		return n, nil
	}
	f, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return nil, fmt.Errorf("number %s: too large to be kept", text)
	}
	if !strings.ContainsAny(text, ".eE") {
		if kept, err := json.Marshal(f); err != nil || string(kept) != text {
			return nil, fmt.Errorf("number %s: too large to be kept exactly", text)
		}
	}
	return f, nil
}

// appendObject writes an object as encoding/json would.
func appendObject(to []byte, d bson.Raw) ([]byte, error) {
	elements, err := d.Elements()
	if err != nil {
		return nil, err
	}
	to = append(to, '{')
	for i, e := range elements {
		if i > 0 {
			to = append(to, ',')
		}
		if to, err = appendText(to, e.Key()); err != nil {
			return nil, err
		}
		if to, err = appendValue(append(to, ':'), e.Value()); err != nil {
			return nil, err
		}
	}
	return append(to, '}'), nil
}

func appendList(to []byte, a bson.RawArray) ([]byte, error) {
	values, err := a.Values()
	if err != nil {
		return nil, err
	}
	to = append(to, '[')
	for i, v := range values {
		if i > 0 {
			to = append(to, ',')
		}
		if to, err = appendValue(to, listInside(v)); err != nil {
			return nil, err
		}
	}
	return append(to, ']'), nil
}

// listInside is the list for which v stands in a list, or v.
func listInside(v bson.RawValue) bson.RawValue {
	if d, ok := v.DocumentOK(); ok {
		if list, err := d.LookupErr(inner); err == nil {
			return list
		}
	}
	return v
}

func appendValue(to []byte, v bson.RawValue) ([]byte, error) {
	switch v.Type {
	case bson.TypeEmbeddedDocument:
		return appendObject(to, v.Document())
	case bson.TypeArray:
		return appendList(to, v.Array())
	case bson.TypeString:
		return appendText(to, v.StringValue())
	case bson.TypeInt64:
		return strconv.AppendInt(to, v.Int64(), 10), nil
	case bson.TypeInt32:
		return strconv.AppendInt(to, int64(v.Int32()), 10), nil
	case bson.TypeDouble:
		text, err := json.Marshal(v.Double())
		return append(to, text...), err
	case bson.TypeBoolean:
		return strconv.AppendBool(to, v.Boolean()), nil
	case bson.TypeNull:
		return append(to, "null"...), nil
	default:
		return nil, fmt.Errorf("a BSON %s, which JSON does not have", v.Type)
	}
}

func appendText(to []byte, s string) ([]byte, error) {
	text, err := json.Marshal(s)
	return append(to, text...), err
}
