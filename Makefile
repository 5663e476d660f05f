# The commands that a developer needs. `make help` lists them; `make -n TARGET` shows what one runs.
# docs/development.md explains them.

MVN ?= mvn
maven := $(MVN) -B
comma := ,
hash := \#
NONE := -Dsurefire.failIfNoSpecifiedTests=false -Dfailsafe.failIfNoSpecifiedTests=false
WRITE := -Dgolden=write -Dscenarios=write -Dchart.readme=write -Dchart.schema=write

# The classes that compare with golden files: those that can write them.
golden_classes = $(shell grep -rlE '$(1)' --include='*$(2).java' operator/src/test plan/src/test e2e/src/test \
  | sed 's|.*/||; s|\.java$$||' | sort | paste -sd, -)
GOLDEN_TESTS = $(call golden_classes,"write"|new StatusText|StatusText\.,Test)
GOLDEN_ITS = $(call golden_classes,"write"|Golden(Status)?\.expect,IT)

# The module of a test class: $(call module,TokensTest) is operator.
module = $(or $(shell find operator plan dist sandbox test-cluster e2e -path '*/src/test/*' \
  -name '$(firstword $(subst $(comma), ,$(subst $(hash), ,$(1)))).java' | cut -d/ -f1),$(error there is no test $(1)))

.DEFAULT_GOAL := help
.PHONY: help verify unit test it format crds golden judges image benchmark simulation control-plane quickstart

help: ## List these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-15s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

verify: ## Build and test everything, as CI does
	$(maven) verify

unit: ## Run all unit tests
	$(maven) test -Dformat=write

test: ## Run one unit test: make test TEST=TokensTest
	$(maven) test -Dformat=write -pl $(call module,$(TEST)) -am -Dtest='$(TEST)' $(NONE)

it: ## Run one test on a real API server: make it IT=SyncIT
	$(maven) verify -Dformat=write -pl $(call module,$(IT)) -am -Dtest=None -Dit.test='$(IT)' $(NONE)

format: ## Format all Java files
	$(maven) -q validate -Dformat=write -N

crds: ## Generate the CRD from its records
	$(maven) -q -Dformat=write -pl operator process-test-classes exec:exec@crds

golden: ## Write golden files: all, or make golden TEST=PlanTest, or make golden IT=ExplainIT
ifeq ($(TEST),)
	$(maven) verify -Dformat=write -pl e2e -am -Dtest=None -Dit.test='$(or $(IT),$(GOLDEN_ITS))' $(NONE) $(WRITE)
endif
ifeq ($(IT),)
	$(maven) test -Dformat=write -Dtest='$(or $(TEST),$(GOLDEN_TESTS))' $(NONE) $(WRITE)
endif

judges: ## Check chart, CRD and examples with kubeconform, kube-score, helm lint, crd-schema-checker
	$(maven) verify -Pjudges -DskipTests -DskipITs

image: ## Build the image twice, compare, and run it
	$(maven) verify -Pimage -DskipTests -DskipITs

benchmark: ## Measure the sync latency on this machine
	$(maven) verify -Pbenchmark -DskipTests -DskipITs

simulation: ## Run the simulation for long: make simulation OPERATIONS=1000000 SEED=1
	$(maven) test -pl operator -Dtest=SimulationTest -Dsimulation.operations=$(or $(OPERATIONS),1000000) -Dsimulation.seed=$(or $(SEED),1)

control-plane: ## Build etcd, kube-apiserver and kubectl once, for tests in an IDE
	e2e/control-plane/build.sh

quickstart: ## Show the operator at work on this machine
	./quickstart
