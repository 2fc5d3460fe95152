# Every target sets up what it needs in .venv/ first; a second run finds it done.
MAKEFLAGS += --no-print-directory
BIN := .venv/bin
WORTLAUT := $(BIN)/wortlaut
SOURCES := $(wildcard schemas services tests tools benchmarks deploy)
PYTEST_ARGS ?=
ARGS ?=

# the locale's variable of the same name is not meant
ifneq ($(origin LANGUAGE),command line)
LANGUAGE := de
endif
export TEXT
export UV_PYTHON_DOWNLOADS := never

.PHONY: $(shell awk -F: '/^[a-z0-9-]+:/{print $$1}' $(firstword $(MAKEFILE_LIST)))

help: ## this list
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## /{printf "make %-15s %s\n", $$1, $$2}' Makefile

setup: .venv/.dev ## .venv/ with everything, the tools for development too

.venv/.local: requirements/local.txt requirements/build.txt requirements/uv.txt pyproject.toml
	@tools/setup local

.venv/.dev: requirements/dev.txt requirements/local.txt requirements/build.txt requirements/uv.txt pyproject.toml
	@tools/setup dev

demo: .venv/.local ## the whole stream on this machine, on bundled articles; ends by itself
	@$(WORTLAUT) demo $(ARGS)

up: .venv/.local ## the whole stream on your feeds until Ctrl-C: ARGS="--feeds FILE"
	@$(WORTLAUT) up $(ARGS)

explain: .venv/.local ## what each rule says to a sentence: TEXT="…" LANGUAGE=de
	@printf '%s\n' "$$TEXT" | $(WORTLAUT) extract --explain --language "$(LANGUAGE)" -

test: .venv/.dev ## unit, contract and integration tests, the broker and Postgres real: under 5 minutes
	@$(BIN)/pytest -n 2 tests/unit tests/contract tests/integration $(PYTEST_ARGS)

check: lint types imports fast ## format, lint, types, import rules, fast tests: under a minute

lint: .venv/.dev
	@$(BIN)/ruff format --check $(SOURCES)
	@$(BIN)/ruff check $(SOURCES)

types: .venv/.dev
	@$(BIN)/mypy $(SOURCES)

imports: .venv/.dev
	@$(BIN)/lint-imports

fast: .venv/.dev
	@$(BIN)/pytest -q -n 2 tests/unit tests/contract $(PYTEST_ARGS)

format: .venv/.dev ## format, and repair what the linter can repair
	@$(BIN)/ruff format $(SOURCES)
	@$(BIN)/ruff check --fix $(SOURCES)

integration: .venv/.dev ## each service against the embedded broker and a real Postgres
	@$(BIN)/pytest -n 2 tests/integration $(PYTEST_ARGS)

test-kafka: .venv/.dev ## what the services promise, on a real Apache Kafka: WORTLAUT_TEST_BOOTSTRAP=HOST:PORT
	@tools/test-kafka $(PYTEST_ARGS)

test-secure: .venv/.dev ## every service and command on an Apache Kafka with SASL_SSL and permissions: WORTLAUT_TOOLS
	@$(BIN)/pytest tests/secure $(PYTEST_ARGS)

clients: .venv/.dev ## clients in Python, Node.js, Java, kcat and SQL, exports, and docs/tour.md, on a live stack: under 6 minutes
	@tools/clients $(PYTEST_ARGS)

acceptance: .venv/.dev ## the whole stack from outside
	@$(BIN)/pytest -n 2 tests/acceptance $(PYTEST_ARGS)

simulate: .venv/.dev ## a simulated web of newspapers, read for days; prints the politeness report: SIMULATED_DAYS=30
	@$(BIN)/pytest -q -s --show-capture=no tests/integration/fetcher/test_simulated.py $(PYTEST_ARGS)

fuzz: .venv/.dev ## strange bytes for every parser of the fetcher: FUZZ_SECONDS=3600
	@$(BIN)/python -m tests.fuzz.fetcher $(ARGS)

quality: .venv/.dev ## precision and recall: the model article, our annotated articles, and WORTLAUT_EVAL_DATA if set
	@$(BIN)/pytest -q tests/quality $(PYTEST_ARGS)
	@$(BIN)/python -m tests.quality.articles_measure
	@$(BIN)/python -m tests.quality.articles_measure --unseen
	@$(BIN)/python -m tests.quality.articles_measure --fresh
	@$(BIN)/python -m tests.quality.pairs_measure
	@$(BIN)/python -m tests.quality.measure

schemas: .venv/.dev ## write the JSON Schemas and the AsyncAPI document anew
	@$(BIN)/python -m schemas.json_schemas
	@$(BIN)/python -m schemas.asyncapi

docs: .venv/.dev ## build/docs/index.html, the reference of topics and events, and its check by AsyncAPI's parser
	@tools/docs

wheel: .venv/.dev ## dist/wortlaut_events-*.whl, what subscribers in Python install
	@cd schemas && ../$(BIN)/hatchling build -t wheel -d ../dist

sample-site: .venv/.dev ## make the bundled articles anew from WORTLAUT_EVAL_DATA
	@$(BIN)/python tools/make_sample_site.py

lock: .venv/.dev ## write the requirement files anew: ARGS=--upgrade for the newest versions
	@tools/lock $(ARGS)

chaos: .venv/.dev ## everything breaks while 5,000 articles flow, on a real Apache Kafka: WORTLAUT_TOOLS, root
	@$(BIN)/python -m tests.chaos $(ARGS)

chaos-short: .venv/.dev ## the same with each fault once: under 7 minutes
	@$(BIN)/python -m tests.chaos --short $(ARGS)

chaos-wiped: .venv/.dev ## the broker loses all its data in mid-run, and every article arrives
	@$(BIN)/python -m tests.chaos.wiped

cluster-test: .venv/.dev ## three Apache Kafka nodes, of which leader and controller are killed: WORTLAUT_TOOLS
	@$(BIN)/python -m tests.chaos.cluster $(ARGS)

peers: .venv/.dev ## the store against Kafka Connect, and the stream against what one would assemble: Maven, javac
	@$(BIN)/python -m benchmarks.peers.connect $(ARGS)
	@$(BIN)/python -m benchmarks.assembled

bench: .venv/.dev ## every benchmark, as the table of docs/performance.md: ARGS=--quick for a short form
	@$(BIN)/python -m benchmarks --write $(ARGS)

sbom: .venv/.dev ## what our images hold, as CycloneDX, in build/sbom/
	@tools/sbom

pictures: ## docs/flow.png and docs/newsroom.png anew, from the compose stack that runs: Node.js, chromium
	@tools/preview-dashboards $(ARGS)

k8s: .venv/.dev ## render deploy/k8s and validate it
	@tools/check-k8s

e2e: .venv/.dev ## the compose stack: up, looked at from outside, broken on purpose, down
	@$(BIN)/python -m tests.stack.e2e

e2e-open: .venv/.dev ## the compose stack with Kafka open to others: accounts, TLS, permissions
	@$(BIN)/python -m tests.stack.open

clean: ## remove .venv/ and every cache; what `wortlaut up` keeps stays
	@rm -rf .venv build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .grimp_cache
	@find $(SOURCES) -name __pycache__ -prune -exec rm -rf '{}' +
