# Everything a contributor needs. `make` alone lists it. Rust and Go are all that must be there; what else is needed is
# built on first use and kept in ~/.cache/easyscale.

CARGO ?= cargo
IMAGE ?= easyscale:dev

.DEFAULT_GOAL := help
.PHONY: help demo test oracle bench bench-boundary generate build fmt lint image

help: ## List the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-16s %s\n", $$1, $$2 }' Makefile

demo: ## See it scale a Deployment 3, 5, 2 on a real API server, in a minute and a half
	@$(CARGO) build --locked --package easyscale --package easyscale-tests --bins
	@$(CARGO) run --locked --quiet --package easyscale-tests --bin demo

test: ## Check everything: format, lints, documentation, all tests on a real API server
	@hack/test.sh

oracle: ## Compare 600 random rules, minute by minute, with Python's zoneinfo
	EASYSCALE_ORACLE_RULES=600 $(CARGO) test --locked --package easyscale-schedule --test oracle -- --nocapture

bench: ## Measure the schedule engine
	$(CARGO) bench --locked --package easyscale-schedule

bench-boundary: ## Measure 200 rules on one boundary: first and last write, requests, memory
	$(CARGO) run --locked --quiet --package easyscale-tests --bin bench-boundary

generate: ## Write the generated files anew: config/crd/scalingrules.yaml
	$(CARGO) run --locked --quiet --package easyscale -- crd > config/crd/scalingrules.yaml.new
	mv config/crd/scalingrules.yaml.new config/crd/scalingrules.yaml

build: ## Build the operator for use: target/release/easyscale
	$(CARGO) build --locked --release --package easyscale

fmt: ## Format the code
	$(CARGO) fmt --all

lint: ## Check format and lints only
	$(CARGO) fmt --all -- --check
	$(CARGO) clippy --workspace --all-targets --locked -- -D warnings

image: ## Build the container image (IMAGE=easyscale:dev)
	docker build --tag $(IMAGE) .
