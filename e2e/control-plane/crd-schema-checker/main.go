// Command crd-schema-checker judges a CustomResourceDefinition by OpenShift's rules for APIs and
// prints `rule: finding` for each. Upstream's own program also brings an admission server, which no
// current API machinery compiles.
package main

import (
	"fmt"
	"os"

	"github.com/openshift/crd-schema-checker/pkg/defaultcomparators"
	apiextensions "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	"sigs.k8s.io/yaml"
)

func main() {
	found := false
	for _, file := range os.Args[1:] {
		crd, err := read(file)
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(2)
		}
		found = judge(crd) || found
	}
	if found {
		os.Exit(1)
	}
}

func read(file string) (*apiextensions.CustomResourceDefinition, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	crd := &apiextensions.CustomResourceDefinition{}
	return crd, yaml.UnmarshalStrict(text, crd)
}

func judge(crd *apiextensions.CustomResourceDefinition) bool {
	results, errs := defaultcomparators.NewDefaultComparators().Compare(nil, crd)
	for _, err := range errs {
		fmt.Println("error:", err)
	}
	found := len(errs) > 0
	for _, result := range results {
		for _, finding := range append(result.Errors, result.Warnings...) {
			fmt.Printf("%s: %s\n", result.Name, finding)
			found = true
		}
	}
	return found
}
