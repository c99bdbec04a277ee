# Lagenetz. `make` without a target lists what there is.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-builtin-rules

# Where the demo listens and keeps its data.
LISTEN ?= 127.0.0.1:8080
DEMO_DIR ?= lagenetz-demo

SUDO := $(if $(filter 0,$(shell id -u)),,sudo)
NPM_CI := npm ci --no-audit --no-fund

# Property tests draw the same cases each time, so that a check is red or green for everybody alike; `make fuzz` draws others.
export PROPTEST_RNG_SEED ?= 20220926

.PHONY: help run test check fuzz bench fmt clean islands browser build-tools test-tools

help: ## this list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1\t\2/' | expand -t 18

run: build-tools islands ## build, start the demo, tell where to look and how to sign in
	cargo run --release --locked --package cli -- demo --listen $(LISTEN) --dir $(DEMO_DIR)

test: build-tools test-tools check browser ## everything, the browser included

check: islands ## format, lints and all tests but those of the browser
	cargo fmt --all --check
	cd islands && npm run --if-present check && npm test --if-present
	cargo clippy --workspace --all-targets --locked -- --deny warnings
	cargo test --workspace --locked

fuzz: islands ## the property tests with cases that nobody has seen, many of them
	PROPTEST_RNG_SEED=$$(od -An -N4 -tu4 /dev/urandom | tr -d ' ') PROPTEST_CASES=5000 cargo test --workspace --locked

bench: islands ## the measurements; needs a quiet machine
	cargo bench --workspace --locked

fmt: ## write everything as it should look
	cargo fmt --all
	cd islands && npm run --if-present fmt

clean: ## remove what was built; data of the demo stay
	cargo clean
	rm -rf islands/dist islands/node_modules tests/browser/node_modules

# The islands come before cargo: the server carries them within itself.
islands: islands/node_modules/.built

islands/node_modules/.built: islands/node_modules/.installed $(shell find islands -type f \
		-not -path '*/node_modules/*' -not -path 'islands/dist/*' 2>/dev/null)
	cd islands && npm run build
	touch $@

islands/node_modules/.installed: islands/package-lock.json
	cd islands && $(NPM_CI)
	touch $@

# The browser tests sign in to the demo of the built binary, with Debian's Chromium.
browser: islands tests/browser/node_modules/.installed
	cargo build --locked --package cli
	cd tests/browser && npm test

tests/browser/node_modules/.installed: tests/browser/package-lock.json
	cd tests/browser && $(NPM_CI)
	touch $@

# What is missing comes from Debian. Rust and Node are taken for granted, because everybody has them in another way.
define install_missing
	@packages=(); \
	for pair in $(1); do \
	  compgen -G "$${pair#*=}" >/dev/null || command -v "$${pair#*=}" >/dev/null || packages+=("$${pair%%=*}"); \
	done; \
	if [ $${#packages[@]} -gt 0 ]; then \
	  echo "Wird installiert: $${packages[*]}"; \
	  $(SUDO) apt-get update -qq; \
	  $(SUDO) env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "$${packages[@]}" >/dev/null; \
	fi
endef

build-tools:
	@for tool in cargo npm; do command -v $$tool >/dev/null \
	  || { echo "$$tool fehlt: Lagenetz braucht Rust ab 1.95 und Node ab 20." >&2; exit 1; }; done
	$(call install_missing,build-essential=cc)

test-tools:
	$(call install_missing,chromium=chromium postgresql=/usr/lib/postgresql/*/bin/initdb)
