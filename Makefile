# make demo   everything, from nothing to a mark
# make test   everything that is tested before a change lands
SHELL := /bin/bash
CARGO ?= cargo
PAILLASSE := target/release/paillasse

.PHONY: demo build install-needs test check-format lint unit prove live kills test-labs bench docs

demo: install-needs build
	@$(PAILLASSE) demo

build:
	@$(CARGO) build --release

# What paillasse needs of the machine: an engine that answers, and what makes images.
install-needs:
	@.ci/install-needs

test: install-needs check-format lint unit prove live

check-format:
	$(CARGO) fmt --check

lint:
	$(CARGO) clippy --all-targets --locked -- -D warnings

unit:
	$(CARGO) test --locked

# One lab in turn on two students, each mutant on one of them; `make test-labs` proves all
# labs on three, with each mutant on all of them.
prove:
	$(CARGO) run -q --locked -- lab test --spread --students 2 $$(.ci/labs-to-prove)

# Against the engine: `cargo test` leaves these out, since they need one.
live:
	$(CARGO) test --locked --lib -- --ignored doctor::
	$(CARGO) test --locked --test live -- --include-ignored --test-threads=2

# The program killed fifty times at random moments of the life of a class.
kills:
	PAILLASSE_KILLS=50 $(CARGO) test --locked --test live -- --include-ignored --nocapture kills::

test-labs: build
	$(PAILLASSE) lab test

bench: build
	bash benches/bench.sh

# Pages that are generated from the code; a test fails when they are not up to date.
docs:
	$(CARGO) build -q
	$(CARGO) run -q -- schema kinds --markdown > docs/checks.md
	$(CARGO) run -q -- schema lab > labs/lab.schema.json
	$(CARGO) run -q -- schema inventory > inventory/inventory.schema.json
