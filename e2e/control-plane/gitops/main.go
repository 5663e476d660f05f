// What the tools of GitOps make of an object, by their own code: a JSON array of questions on
// standard input, one of answers on standard output.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"

	"github.com/fluxcd/cli-utils/pkg/kstatus/status"
	"github.com/fluxcd/pkg/apis/kustomize"
	"github.com/fluxcd/pkg/runtime/cel"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

type question struct {
	// kstatus, flux, lua or action
	Ask string `json:"ask"`
	// as JSON of its own, so that whole numbers stay whole
	Object json.RawMessage `json:"object"`
	// of a Kustomization, for flux
	HealthChecks *kustomize.HealthCheckExpressions `json:"healthChecks"`
	// for lua and action
	Script string `json:"script"`
	// as for scripts built into Argo CD; else as for those of argocd-cm
	AllLibraries bool `json:"allLibraries"`
}

type answer struct {
	Result json.RawMessage `json:"result,omitempty"`
	Error  string          `json:"error,omitempty"`
}

func main() {
	var questions []question
	if err := json.NewDecoder(os.Stdin).Decode(&questions); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	answers := make([]answer, len(questions))
	for i, q := range questions {
		result, err := q.answer()
		if err == nil {
			answers[i].Result, err = json.Marshal(result)
		}
		if err != nil {
			answers[i].Error = err.Error()
		}
	}
	if err := json.NewEncoder(os.Stdout).Encode(answers); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
}

func (q question) answer() (any, error) {
	object := &unstructured.Unstructured{}
	if err := object.UnmarshalJSON(q.Object); err != nil {
		return nil, err
	}
	switch q.Ask {
	case "kstatus":
		return named(status.Compute(object))
	case "flux":
		evaluator, err := cel.NewStatusEvaluator(q.HealthChecks)
		if err != nil {
			return nil, err
		}
		return named(evaluator.Evaluate(context.Background(), object))
	case "lua":
		return run(q.Script, object, q.AllLibraries)
	case "action":
		return mergePatch(q.Script, object, q.AllLibraries)
	}
	return nil, fmt.Errorf("nobody answers %q", q.Ask)
}

func named(result *status.Result, err error) (any, error) {
	if err != nil {
		return nil, err
	}
	return map[string]string{"status": string(result.Status), "message": result.Message}, nil
}
