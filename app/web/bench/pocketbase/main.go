// Command pocketbase is the peer of the benchmark: PocketBase with the durability of Tuntas (WAL, synchronous=FULL) and
// as many records as the first argument after the folder says, each with an answer in each of its fields. It prints the
// address of each as one line and serves until its input ends.
package main

import (
	"fmt"
	"io"
	"log"
	"net"
	"os"
	"strconv"
	"strings"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/core"
	_ "github.com/pocketbase/pocketbase/migrations"
	"github.com/pocketbase/pocketbase/tools/types"
	_ "modernc.org/sqlite"
)

// connect opens a database as PocketBase does, but with synchronous=FULL.
func connect(path string) (*dbx.DB, error) {
	return dbx.Open("sqlite", path+"?_pragma=busy_timeout(10000)&_pragma=journal_mode(WAL)&_pragma=journal_size_limit(200000000)"+
		"&_pragma=synchronous(FULL)&_pragma=foreign_keys(ON)&_pragma=temp_store(MEMORY)&_pragma=cache_size(-32000)")
}

// records makes a collection that anybody may patch, with n records in it.
func records(app core.App, n int) ([]string, error) {
	const answers, size = 140, 400
	c := core.NewBaseCollection("assessments")
	c.UpdateRule = types.Pointer("")
	for i := range answers {
		c.Fields.Add(&core.TextField{Name: fmt.Sprintf("a%d", i), Max: 10000})
	}
	if err := app.Save(c); err != nil {
		return nil, err
	}
	ids := make([]string, n)
	for at := range ids {
		r := core.NewRecord(c)
		for i := range answers {
			r.Set(fmt.Sprintf("a%d", i), strings.Repeat("x", size))
		}
		if err := app.Save(r); err != nil {
			return nil, err
		}
		ids[at] = r.Id
	}
	return ids, nil
}

func serve(folder string, n int) error {
	app := core.NewBaseApp(core.BaseAppConfig{DataDir: folder, DBConnect: connect})
	if err := app.Bootstrap(); err != nil {
		return err
	}
	if err := app.RunAllMigrations(); err != nil {
		return err
	}
	ids, err := records(app, n)
	if err != nil {
		return err
	}
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	address := free.Addr().String()
	if err := free.Close(); err != nil {
		return err
	}
	failed := make(chan error, 1)
	go func() { failed <- apis.Serve(app, apis.ServeConfig{HttpAddr: address}) }()
	for _, id := range ids {
		fmt.Printf("http://%s/api/collections/assessments/records/%s\n", address, id)
	}
	ended := make(chan error, 1)
	go func() { _, err := io.Copy(io.Discard, os.Stdin); ended <- err }()
	select {
	case err := <-failed:
		return err
	case err := <-ended:
		return err
	}
}

func main() {
	n, err := strconv.Atoi(os.Args[2])
	if err == nil {
		err = serve(os.Args[1], n)
	}
	if err != nil {
		log.Fatal(err)
	}
}
