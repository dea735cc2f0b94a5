# The front door: what one types here. `make help` lists it; each target is one command or one script.
PRESET ?= release# one of CMakePresets.json
JOBS ?= $(shell nproc)
BUILD := build/$(PRESET)
TOOLS := $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/promgate/tools
SHARED ?= ../shared
space := $(subst ,, )

.DEFAULT_GOAL := build
.PHONY: help build test run lint format asan tsan fuzz golden bench tools envtest e2e diff-oracle conformance clean

help: ## this list
	@awk -F ':.*## ' '/^##@ / { printf "\n%s\n", substr($$0, 5) } /^[a-z0-9-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
	@printf '\nVariables: PRESET (release, dev, ci), JOBS (%s), and those named above.\n' '$(JOBS)'

##@ Everyday
build: configure ## the program, into build/release/promgate
	@ninja -C $(BUILD) -j $(JOBS) promgate

test: configure ## build, and run every unit test, or TESTS="base_test server_test"
	@ninja -C $(BUILD) -j $(JOBS) $(or $(TESTS),promgate all_tests)
	@ctest --test-dir $(BUILD) --output-on-failure --no-tests=error -R '^($(or $(subst $(space),|,$(TESTS)),.*))$$'

run: ## serve on loopback with self-made certificates, and show a good and a bad rule being judged
	@cmake/packages run
	@$(MAKE) --no-print-directory build
	@PROMGATE=$(BUILD)/promgate examples/run.sh

##@ Quality
format: ## clang-format in place
	@cmake/packages lint
	@.ci/lint/format -i

lint: ## format, include direction, sizes, links; clang-tidy on what changed since BASE, else in 20 commits
	@cmake/packages build lint
	@.ci/lint/run

asan: ## every unit test under address and undefined-behaviour sanitizers
	@$(MAKE) --no-print-directory test PRESET=asan

tsan: ## the tests of what has threads under the thread sanitizer
	@$(MAKE) --no-print-directory test PRESET=tsan TESTS="base_test server_test"

fuzz: ## the fuzz targets, S=60 seconds each; T=promql for one of them
	@cmake/packages build fuzz
	@tests/fuzz/run '$(T)' '$(or $(S),60)'

golden: configure ## rewrite the expected documents of the tests; look at the diff
	@ninja -C $(BUILD) -j $(JOBS) promgate all_tests
	@PROMGATE_UPDATE=1 ctest --test-dir $(BUILD) --output-on-failure --no-tests=error
	@git status --short -- tests examples docs

##@ Against the real thing
tools: ## build promtool, amtool, helm and the oracle into the cache (needs Go)
	@SHARED=$(SHARED) tests/tools/build

envtest: ## build the real kube-apiserver and etcd into the cache (needs Go)
	@tests/envtest/build

e2e: build tools ## kubectl against a real kube-apiserver that asks promgate
	@cmake/packages e2e
	@PROMGATE=$(BUILD)/promgate tests/e2e/run $(CASES)

conformance: build ## how far we agree with the real thing; SUITES="promql target" to choose
	@cmake/packages conformance
	@$(SHARED)/conformance/run $(SUITES) --judge '$(BUILD)/promgate judge' $(ARGS)

diff-oracle: build ## N=100000 generated questions to ours and to the oracle: what differs
	@cmake/packages conformance
	@tests/diff/run --judge '$(BUILD)/promgate judge' --oracle '$(TOOLS)/oracle judge' -n '$(or $(N),100000)'

##@ Measure
bench: build ## parser and gate, beside the Go peer where the tools are built
	@cmake/packages bench
	@ninja -C $(BUILD) -j $(JOBS) promql_bench gate_bench gate_bench
	@BUILD=$(BUILD) SHARED=$(SHARED) bench/run

clean: ## remove build/
	@rm -rf build

.PHONY: configure
configure:
	@cmake/packages build
	@cmake --preset $(PRESET) $(CMAKE_FLAGS) >/dev/null || cmake --preset $(PRESET) $(CMAKE_FLAGS)
