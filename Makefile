# Everything a contributor needs. `make` alone lists it. Rust and Go are all that must be there; what else is needed is
# built on first use and kept in ~/.cache/easyscale.

CARGO ?= cargo
IMAGE ?= easyscale:dev

.DEFAULT_GOAL := help
.PHONY: help demo test fuzz oracle bench bench-boundary bench-commands generate session generate-docs build package audit fmt lint image

help: ## List the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-16s %s\n", $$1, $$2 }' Makefile

demo: ## See it scale a Deployment 3, 5, 2 on a real API server, in a minute and a half
	@$(CARGO) build --locked --package easyscale --package easyscale-tests --bins
	@$(CARGO) run --locked --quiet --package easyscale-tests --bin demo

test: ## Check everything: format, lints, documentation, all tests on a real API server
	@hack/test.sh

FUZZ_SECONDS ?= 600

fuzz: ## Throw made-up files, sentences and rules at what reads them (FUZZ_SECONDS=600 for each)
	@hack/fuzz.sh $(FUZZ_SECONDS)

oracle: ## Compare 600 random rules, minute by minute, with Python's zoneinfo
	EASYSCALE_ORACLE_RULES=600 $(CARGO) test --locked --package easyscale-schedule --test oracle -- --nocapture

bench: ## Measure the schedule engine
	$(CARGO) bench --locked --package easyscale-schedule

bench-boundary: ## Measure 200 rules on one boundary: first and last write, requests, memory (STATIC=1: of the static program)
	$(CARGO) run --locked --quiet --package easyscale-tests --bin bench-boundary -- $(if $(STATIC),--static)

bench-commands: ## Measure validate and preview of many rules, beside reading their YAML (STATIC=1: of the static program, too)
	$(CARGO) run --locked --quiet --release --package easyscale-tests --bin bench-commands -- $(if $(STATIC),--static)

generate: ## Write the generated files anew: the definition, docs/errors.md, docs/fields.md, docs/commands.md, the README of the chart
	$(CARGO) run --locked --quiet --package easyscale-crd --example generate -- definition > config/crd/scalingrules.yaml.new
	mv config/crd/scalingrules.yaml.new config/crd/scalingrules.yaml
	$(CARGO) run --locked --quiet --package easyscale-crd --example generate -- errors > docs/errors.md.new
	mv docs/errors.md.new docs/errors.md
	$(CARGO) run --locked --quiet --package easyscale-crd --example generate -- fields > docs/fields.md.new
	mv docs/fields.md.new docs/fields.md
	$(CARGO) run --locked --quiet --package easyscale -- commands > docs/commands.md.new
	mv docs/commands.md.new docs/commands.md
	cp config/crd/scalingrules.yaml charts/easyscale/files/scalingrules.yaml
	$(CARGO) run --locked --quiet --package easyscale-tests --bin chart-readme > charts/easyscale/README.md.new
	mv charts/easyscale/README.md.new charts/easyscale/README.md

session: ## Record docs/session.md anew: from a sentence to a program that follows it, on a real API server
	$(CARGO) run --locked --quiet --package easyscale-tests --bin document -- docs/session.md

generate-docs: ## Run every command of README and docs and write down what it prints
	$(CARGO) run --locked --quiet --package easyscale-tests --bin document -- README.md docs/getting-started.md docs/session.md

build: ## Build the operator for use: target/release/easyscale
	$(CARGO) build --locked --release --package easyscale

package: ## Make a release in target/package: program, chart, checksums, SBOM, licences
	@hack/package.sh

audit: ## Check the libraries: licences, sources, known holes
	@hack/audit.sh

fmt: ## Format the code
	$(CARGO) fmt --all

lint: ## Check format and lints only
	$(CARGO) fmt --all -- --check
	$(CARGO) clippy --workspace --all-targets --locked -- -D warnings

image: ## Build the container image (IMAGE=easyscale:dev)
	docker build --tag $(IMAGE) --build-arg REVISION="$$(git rev-parse HEAD)" .
