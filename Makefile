# One line of help stands behind each target: make help.

SHELL       := bash
.SHELLFLAGS := -euo pipefail -c

VERSION  := $(shell sed -n 's/.*"version": "\(.*\)".*/\1/p' app.manifest)
LDFLAGS  := -s -w -buildid= -X main.version=$(VERSION)
DEVTOOL  := go tool -modfile=internal/devtools/go.mod
PEERS    := .tools/bench/installed
INSPECT  := .tools/appinspect/bin/splunk-appinspect

# Set on the command line: make microbench BENCH=Engine COUNT=8, make bench ONLY=start, make fuzz FUZZTIME=5m.
BENCH    ?= .
COUNT    ?= 1
ONLY     ?=
ROUNDS   ?= 3
FUZZTIME ?= 20s
USERS    ?= 10000
DAYS     ?= 14
SEEDS    ?= 4 5 6
CASES    ?= 10000
SEED     ?= $(shell date -u +%Y%m%d)
MINUTES  ?= 60
STARTS   ?= 10000

.DEFAULT_GOAL := build
.PHONY: build demo test laws mutate lint quality bench bench-short bench-peers microbench fuzz faults soak package reproduce rebuild cross inspect clean help icons dashboards

build: ## Build bin/concurrentsessions and bin/sessionlab for this machine
	CGO_ENABLED=0 go build -trimpath -buildvcs=false -ldflags "$(LDFLAGS)" -o bin/ ./cmd/concurrentsessions ./cmd/sessionlab

demo: build ## Play splunkd against the built command on the sample logs
	bin/sessionlab demo

test: ## Vet, then run all tests under the race detector
	go vet ./...
	go test -race ./...
	go -C internal/devtools test ./mutate

laws: ## Check every law on CASES random cases, in each mode of the windows, from SEED
	go test -count=1 -timeout=0 -v -run='^TestLaw' ./internal/engine ./internal/detect ./internal/command \
		-rapid.checks=$(CASES) -rapid.seed=$(SEED) | grep -Ev '^=== |\[rapid\] OK'

mutate: ## Make small mistakes in the engine one by one, and tell which of them no test notices
	go -C internal/devtools run ./mutate -dir $(CURDIR)/internal/engine -list $(CURDIR)/internal/engine/testdata/mutants.txt \
		-- -rapid.nofailfile -rapid.shrinktime=0s -rapid.seed=1

lint: ## Check format (gofumpt), go vet and staticcheck
	@unformatted=$$($(DEVTOOL) gofumpt -l .); \
	if [ -n "$$unformatted" ]; then echo "run gofumpt -w on:"; echo "$$unformatted"; exit 1; fi
	go vet ./...
	$(DEVTOOL) staticcheck ./...
	go -C internal/devtools vet ./mutate

quality: ## Judge the searches on USERS, DAYS and SEEDS, and write docs/DETECTION-QUALITY.md
	mkdir -p dist
	go run ./cmd/sessionlab evaluate --users $(USERS) --days $(DAYS) \
		--seed $(firstword $(SEEDS)) $(addprefix --also ,$(wordlist 2,99,$(SEEDS))) \
		--markdown docs/DETECTION-QUALITY.md --csv dist/quality.csv --html dist/quality.html

dashboards: build ## Draw every dashboard in a headless browser over the command's results, and test it
	go generate ./internal/dashboards
	go run ./internal/dashboards/mocks -out internal/dashboards/out/mocks.json
	cd internal/dashboards && \
	if [ ! -e node_modules/.package-lock.json ] || [ package-lock.json -nt node_modules/.package-lock.json ]; then \
		npm ci --ignore-scripts --no-audit --no-fund; fi && \
	node build.mjs && node --test test/

bench: build ## Measure against the targets and the peers (ONLY=pattern ROUNDS=n), and print the table
	mkdir -p .tools/bench
	go run ./internal/bench -only '$(ONLY)' -k $(ROUNDS) -json .tools/bench/figures.json $(BENCHFLAGS)

bench-short: build ## The same on small data: fails on a wrong result, never on time
	go run ./internal/bench -short

bench-peers: $(PEERS) ## Install what is measured against: Splunk's SDK for Python and DuckDB

$(PEERS): internal/bench/peers/requirements.txt
	python3 -m venv .tools/bench
	.tools/bench/bin/pip install --quiet --no-deps -r $<
	@touch $@

microbench: ## Run the Go benchmarks (BENCH=pattern COUNT=n); compare runs with benchstat
	go test -run='^$$' -bench='$(BENCH)' -benchmem -count=$(COUNT) ./...

fuzz: ## Run every fuzz target for FUZZTIME each, two at once (ONLY=part of a target's name)
	@bash .ci/fuzz $(FUZZTIME) $(ONLY)

faults: ## Try every row of the fault tables at every place, without and with the race detector
	go test -count=1 -timeout=60m ./internal/faults -exhaustive
	go test -count=1 -timeout=60m -race ./internal/faults

soak: ## Hold three searches for MINUTES and start the command STARTS times; watch what grows
	go test -count=1 -timeout=0 -v -run='^TestSoak' ./internal/faults -soak.minutes=$(MINUTES) -soak.starts=$(STARTS)

package: ## Write the app packages, the bill of materials and SHA256SUMS to dist/, and check them
	go run ./internal/appbuild
	go test -count=1 -run='TestPackage|TestSums' ./internal/appbuild -packages=$(CURDIR)/dist

reproduce: package ## Build the packages again in another folder and compare the bytes
	rm -rf .tools/again && git clone -q . .tools/again
	cd .tools/again && go run ./internal/appbuild
	diff dist/SHA256SUMS .tools/again/dist/SHA256SUMS
	rm -rf .tools/again

rebuild: package ## Build one program again in another folder, without any cache, and compare the bytes
	go test -count=1 -run='TestRebuilt' ./internal/appbuild -packages=$(CURDIR)/dist -rebuild

cross: ## Compile everything for the other systems
	for system in windows/amd64 darwin/arm64; do \
		CGO_ENABLED=0 GOOS=$${system%/*} GOARCH=$${system#*/} go build -trimpath ./... || exit 1; done

inspect: package $(INSPECT) ## Run Splunk AppInspect on every package; fail unless all are clean
	@rm -rf .tools/inspected && mkdir -p .tools/inspected
	grep 'spl$$' dist/SHA256SUMS | cut -c67- | xargs -P 2 -I{} bash -c '$(INSPECT) inspect dist/{} --mode precert \
		--excluded-tags aarch64_compatibility --skip-trusted-libraries-update --max-messages all \
		--data-format json --output-file .tools/inspected/{}.json > .tools/inspected/{}.log'
	@go run ./internal/appbuild/verdict -reasons docs/appinspect.md .tools/inspected/*.json

$(INSPECT):
	python3 -m venv .tools/appinspect
	.tools/appinspect/bin/pip install --quiet splunk-appinspect==4.3.1

icons: ## Draw the app's icons again
	go run ./internal/appbuild/icon

clean: ## Remove what the other targets wrote
	rm -rf dist .tools bin/concurrentsessions bin/sessionlab

help: ## Print this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  %-11s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
