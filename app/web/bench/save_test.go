package bench_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// seat is one company's signed-in owner with a question to answer again and again.
type seat struct {
	Cookie   string `json:"cookie"`
	Page     string `json:"page"`
	Save     string `json:"save"`
	Submit   string `json:"submit"`
	Question string `json:"question"`
	Options  [2]string

	form  url.Values
	turns int
}

// writer sends one durable write, another one each time.
type writer interface {
	write(client *http.Client) error
}

// newClient keeps one connection per writer.
func newClient(connections int) *http.Client {
	return &http.Client{Timeout: time.Minute, Transport: &http.Transport{MaxIdleConnsPerHost: connections, MaxConnsPerHost: connections}}
}

func send(client *http.Client, r *http.Request, want int) ([]byte, error) {
	response, err := client.Do(r)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		return nil, err
	}
	if response.StatusCode != want {
		return nil, fmt.Errorf("%s %s: %s: %.300s", r.Method, r.URL.Path, response.Status, body)
	}
	return body, nil
}

func (s *seat) get(client *http.Client, address string) (string, error) {
	r, err := http.NewRequest(http.MethodGet, address, http.NoBody)
	if err != nil {
		return "", err
	}
	r.Header.Set("Cookie", s.Cookie)
	body, err := send(client, r, http.StatusOK)
	return string(body), err
}

func (s *seat) post(client *http.Client, address string, form url.Values, want int) ([]byte, error) {
	r, err := http.NewRequest(http.MethodPost, address, strings.NewReader(form.Encode()))
	if err != nil {
		return nil, err
	}
	at := r.URL.Scheme + "://" + r.URL.Host
	for name, value := range map[string]string{
		"Cookie": s.Cookie, "Content-Type": "application/x-www-form-urlencoded", "Origin": at, "Sec-Fetch-Site": "same-origin",
	} {
		r.Header.Set(name, value)
	}
	return send(client, r, want)
}

// open reads the page of the question for its tokens.
func (s *seat) open(client *http.Client) error {
	page, err := s.get(client, s.Page)
	if err != nil {
		return err
	}
	token := regexp.MustCompile(`data-token="([^"]+)"`).FindStringSubmatch(page)
	hidden := regexp.MustCompile(`name="((?:rev|was)\.`+s.Question+`)" value="([^"]*)"`).FindAllStringSubmatch(page, -1)
	if token == nil || len(hidden) != 2 {
		return fmt.Errorf("%s holds no form for %s", s.Page, s.Question)
	}
	s.form = url.Values{"_csrf": {token[1]}}
	for _, field := range hidden {
		s.form.Set(field[1], field[2])
	}
	return nil
}

func (s *seat) write(client *http.Client) error {
	s.form.Set("a."+s.Question, s.Options[s.turns%2])
	s.turns++
	body, err := s.post(client, s.Save, s.form, http.StatusOK)
	if err != nil {
		return err
	}
	var answer struct {
		Set map[string]string `json:"set"`
	}
	if err := json.Unmarshal(body, &answer); err != nil {
		return err
	}
	if len(answer.Set) == 0 {
		return fmt.Errorf("nothing was saved: %.300s", body)
	}
	for name, value := range answer.Set {
		s.form.Set(name, value)
	}
	return nil
}

// record is a record of the peer.
type record struct {
	address string
	turns   int
}

func (p *record) write(client *http.Client) error {
	p.turns++
	body := fmt.Sprintf(`{"a7":"answer %d %s"}`, p.turns, strings.Repeat("x", 380))
	r, err := http.NewRequest(http.MethodPatch, p.address+"?fields=id", bytes.NewReader([]byte(body)))
	if err != nil {
		return err
	}
	r.Header.Set("Content-Type", "application/json")
	_, err = send(client, r, http.StatusOK)
	return err
}

// load lets the writers write side by side until b.N writes are done and reports the rate and the 99th percentile.
func load(b *testing.B, writers []writer) {
	b.Helper()
	client := newClient(len(writers))
	defer client.CloseIdleConnections()
	var (
		wait  sync.WaitGroup
		mutex sync.Mutex
		took  []time.Duration
	)
	turns := make(chan struct{})
	b.ResetTimer()
	for _, w := range writers {
		wait.Go(func() {
			var own []time.Duration
			for range turns {
				began := time.Now()
				if err := w.write(client); err != nil {
					b.Error(err)
					continue
				}
				own = append(own, time.Since(began))
			}
			mutex.Lock()
			defer mutex.Unlock()
			took = append(took, own...)
		})
	}
	for range b.N {
		turns <- struct{}{}
	}
	close(turns)
	wait.Wait()
	b.StopTimer()
	slices.Sort(took)
	b.ReportMetric(float64(len(took))/b.Elapsed().Seconds(), "saves/s")
	if len(took) > 0 {
		b.ReportMetric(float64(took[len(took)/2])/1e6, "p50-ms")
		b.ReportMetric(float64(took[len(took)*99/100])/1e6, "p99-ms")
	}
}

// BenchmarkSave is one durable answer over HTTP at 1, 32 and 256 connections, ours and the peer in one run. Ours also
// checks session, token and role, whether the question applies, guards the revision and writes the log; the peer
// patches a record that anybody may patch.
func BenchmarkSave(b *testing.B) {
	const most = 256
	ours := startTuntas(b, most)
	peers := startPocketBase(b, most)
	client := newClient(1)
	for _, s := range ours {
		if err := s.open(client); err != nil {
			b.Fatal(err)
		}
	}
	for _, connections := range []int{1, 32, most} {
		writers, others := make([]writer, connections), make([]writer, connections)
		for i := range connections {
			writers[i], others[i] = ours[i], peers[i]
		}
		b.Run("tuntas/"+strconv.Itoa(connections), func(b *testing.B) { load(b, writers) })
		b.Run("pocketbase/"+strconv.Itoa(connections), func(b *testing.B) { load(b, others) })
	}
}
