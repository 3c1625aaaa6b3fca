package assessment

import (
	"bytes"
	"encoding/binary"
	"errors"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
)

// Limits of pictures. A pixel of a PNG with 16 bits a channel takes twice the memory and counts twice.
const (
	mostPixels = 50_000_000
	mostScans  = 64 // of a progressive JPEG: each is drawn over the whole picture
	quality    = 90
)

// redraw decodes a picture and writes it anew: upright, and without anything but its pixels.
func redraw(media string, data []byte) ([]byte, error) {
	if media == typePNG {
		return redrawPNG(data)
	}
	c, err := jpeg.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		return nil, broken(err)
	}
	if c.Width*c.Height > mostPixels {
		return nil, pixels()
	}
	if bytes.Count(data, []byte{0xff, 0xda}) > mostScans {
		return nil, broken(errors.New("too many scans"))
	}
	img, err := jpeg.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, broken(err)
	}
	var out bytes.Buffer
	if err := jpeg.Encode(&out, upright(img, orientation(data)), &jpeg.Options{Quality: quality}); err != nil {
		return nil, broken(err)
	}
	return out.Bytes(), nil
}

func redrawPNG(data []byte) ([]byte, error) {
	c, err := png.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		return nil, broken(err)
	}
	const depthAt = 24 // of the header chunk's bit depth
	cost := c.Width * c.Height
	if len(data) > depthAt && data[depthAt] == 16 {
		cost *= 2
	}
	if cost > mostPixels {
		return nil, pixels()
	}
	img, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, broken(err)
	}
	var out bytes.Buffer
	if err := png.Encode(&out, img); err != nil {
		return nil, broken(err)
	}
	return out.Bytes(), nil
}

func pixels() error { return fileFault("pixels", "limit", mostPixels/1_000_000) }

// orientation is how a camera held a picture, 1 (upright) to 8, from the Exif part of a JPEG; 1 when it does not say.
func orientation(data []byte) int {
	for at := 2; at+4 <= len(data) && data[at] == 0xff; {
		marker, size := data[at+1], int(binary.BigEndian.Uint16(data[at+2:]))
		end := at + 2 + size
		if marker == 0xda || size < 2 || end > len(data) {
			return 1
		}
		if body := data[at+4 : end]; marker == 0xe1 && bytes.HasPrefix(body, []byte("Exif\x00\x00")) {
			return tiffOrientation(body[6:])
		}
		at = end
	}
	return 1
}

func tiffOrientation(tiff []byte) int {
	const tag, entry = 0x0112, 12
	if len(tiff) < 8 {
		return 1
	}
	var order binary.ByteOrder = binary.BigEndian
	if tiff[0] == 'I' {
		order = binary.LittleEndian
	}
	at := int64(order.Uint32(tiff[4:]))
	if at+2 > int64(len(tiff)) {
		return 1
	}
	entries := tiff[at+2:]
	for range order.Uint16(tiff[at:]) {
		if len(entries) < entry {
			return 1
		}
		if order.Uint16(entries) == tag {
			if o := int(order.Uint16(entries[8:])); o >= 1 && o <= 8 {
				return o
			}
			return 1
		}
		entries = entries[entry:]
	}
	return 1
}

// upright turns a picture so that it needs no orientation any longer.
func upright(img image.Image, o int) image.Image {
	if o == 1 {
		return img
	}
	b := img.Bounds()
	w, h := b.Dx(), b.Dy()
	if o >= 5 {
		w, h = h, w
	}
	to := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			sx, sy := source(x, y, b.Dx(), b.Dy(), o)
			to.SetRGBA(x, y, pixel(img, b.Min.X+sx, b.Min.Y+sy))
		}
	}
	return to
}

// pixel is the colour at a place; what cameras make is read without a detour through interfaces.
func pixel(img image.Image, x, y int) color.RGBA {
	if p, ok := img.(*image.YCbCr); ok {
		c := p.YCbCrAt(x, y)
		r, g, b := color.YCbCrToRGB(c.Y, c.Cb, c.Cr)
		return color.RGBA{R: r, G: g, B: b, A: 255}
	}
	r, g, b, _ := img.At(x, y).RGBA()
	return color.RGBA{R: uint8(r >> 8), G: uint8(g >> 8), B: uint8(b >> 8), A: 255} //nolint:gosec // 16 bits by definition
}

// source is the pixel that comes to x, y; w and h are of the picture as it was stored.
func source(x, y, w, h, o int) (sx, sy int) {
	switch o {
	case 2:
		return w - 1 - x, y
	case 3:
		return w - 1 - x, h - 1 - y
	case 4:
		return x, h - 1 - y
	case 5:
		return y, x
	case 6:
		return y, h - 1 - x
	case 7:
		return w - 1 - y, h - 1 - x
	case 8:
		return w - 1 - y, x
	}
	return x, y
}
