package web_test

import (
	"maps"
	"net/http"
	"strings"
	"sync"
	"testing"
)

func TestRequestsOfTwoCompaniesNeverMix(t *testing.T) {
	t.Parallel()
	h := open(t)
	names := map[string]string{"owner": "PT Wana Tirta Sawit", "foreign": "PT Samudra Nila"}
	cookies := map[string]map[string]string{"owner": h.as("owner").cookies, "foreign": h.as("foreign").cookies}
	var all sync.WaitGroup
	for i := range 50 {
		who, other := "owner", "foreign"
		if i%2 == 1 {
			who, other = other, who
		}
		all.Go(func() {
			v := h.visitor()
			if transport, ok := v.client.Transport.(*http.Transport); ok {
				transport.DisableKeepAlives = false
			}
			maps.Copy(v.cookies, cookies[who])
			for range 20 {
				got := v.get("/id/profil")
				if got.status != shown || !strings.Contains(got.body, names[who]) || strings.Contains(got.body, names[other]) {
					t.Errorf("%s is shown something else: status %d", who, got.status)
					return
				}
			}
		})
	}
	all.Wait()
}
