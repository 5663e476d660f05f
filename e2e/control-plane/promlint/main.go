// Command promlint reads a scrape from standard input as Prometheus reads it and says what is wrong
// with it: `promlint text` lints the text format as `promtool check metrics` does, `promlint
// openmetrics` parses OpenMetrics to its end. Exit code 1: there is something.
package main

import (
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/prometheus/client_golang/prometheus/testutil/promlint"
	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/model/textparse"
)

func main() {
	if err := check(os.Args[1], os.Stdin); err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
}

func check(format string, scrape io.Reader) error {
	if format == "text" {
		return lint(scrape)
	}
	content, err := io.ReadAll(scrape)
	if err != nil {
		return err
	}
	return parse(content)
}

func lint(scrape io.Reader) error {
	problems, err := promlint.New(scrape).Lint()
	if err != nil {
		return err
	}
	for _, problem := range problems {
		err = errors.Join(err, fmt.Errorf("%s: %s", problem.Metric, problem.Text))
	}
	return err
}

func parse(content []byte) error {
	parser := textparse.NewOpenMetricsParser(content, labels.NewSymbolTable())
	for series := 0; ; {
		entry, err := parser.Next()
		switch {
		case errors.Is(err, io.EOF):
			fmt.Println(series, "series")
			return nil
		case err != nil:
			return err
		case entry == textparse.EntrySeries:
			series++
		}
	}
}
