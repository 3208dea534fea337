SHELL := /bin/sh
export PATH := $(CURDIR)/.venv/bin:$(PATH)
export PYTHONPATH := $(CURDIR)/shared:$(CURDIR)/layers/common
export SAM_CLI_TELEMETRY := 0
# Without bytecode every start of a tool compiles it anew, which doubles the time of a short one.
unexport PYTHONDONTWRITEBYTECODE

STACK := python -m local_stack
MONITOR := python -m pawpop_monitor
# Its exit codes 1 and 2 tell of the shop, not of a command that failed.
TOLD := || [ $$? -lt 3 ]
FUNCTION ?= check_supabase
BASE ?=
EVENT ?= events/$(FUNCTION)/schedule.json
EXAMPLES ?= 20000
FUZZ ?= 1000000
SHOPS ?= 200
HISTORIES ?= 5000
SHOP ?= small
# Of 'make test'. One of them is busy with the deployed stack for most of the time, and all wait half of theirs for others.
WORKERS ?= 3
# Parameters of template.yaml, kept in .local/parameters.env or .deploy/<ENV>.env; exported, since quotes in it would end those of a recipe.
SET ?=
export SET
# Which installation on AWS, and whether to agree to its plan without being asked. Some shells keep a file's name in ENV.
ENV := $(if $(findstring /,$(ENV)),prod,$(or $(ENV),prod))
YES ?=

.DEFAULT_GOAL := help
.PHONY: help install lock up down reset status deploy undeploy migrate logs invoke health alerts test-email redrive bill pictures contracts screenshots browser demo \
        check hooks format lint checkov benchmark test test-unit test-integration test-postgres test-e2e test-deep

help: ## List the commands
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "  \033[1m%-18s\033[0m %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

install: .venv/.installed ## Make .venv with everything that the commands below need, and .venv/bin/pawpop-monitor

.venv/.installed: requirements-dev.txt shared/local_stack/install.sh shared/pawpop_monitor/launcher.sh
	@echo "Installing the tools into .venv (about a minute the first time) ..."
	@sh shared/local_stack/install.sh

lock: install ## Pin the requirements files again (UPGRADE=1 for the newest versions)
	@sh shared/local_stack/lock.sh

up: install ## Build, start and deploy everything on this machine; safe to call again (SET='FalDailyCostLimit=80')
	@$(STACK) up --set "$$SET"

down: install ## Stop everything that 'make up' started; data is kept
	@$(STACK) down

reset: install ## Stop everything and drop its data
	@$(STACK) reset

status: install ## Show what runs and where
	@$(STACK) status

deploy: install ## Bring this checkout to AWS, asking what it must know; safe to call again (ENV=dev SET='FalDailyCostLimit=80' YES=1)
	@python -m deploy up --env "$(ENV)" --set "$$SET" --yes "$(YES)"

undeploy: install ## Take it down again; says what is lost, keeps what waits (ENV=dev)
	@python -m deploy down --env "$(ENV)" --yes "$(YES)"

migrate: install ## Bring the database up to the newest migration (DATABASE_URL=... for another database)
	@$(STACK) migrate

logs: install ## Show a function's last log lines (FUNCTION=notifier)
	@$(STACK) logs $(FUNCTION)

invoke: install ## Run a built function in the Lambda runtime emulator (FUNCTION=... EVENT=...)
	@$(STACK) invoke $(FUNCTION) --event $(EVENT)

health: install ## Show the monitored services as the API reports them
	@$(MONITOR) health $(TOLD)

alerts: install ## List the open alerts
	@$(MONITOR) alerts list $(TOLD)

test-email: install ## Send one mail of each severity and of each recovery, marked as a test
	@$(MONITOR) test-email

test-channels: install ## Send a marked test over each channel, and say what came of it
	@$(MONITOR) test-channels

redrive: install ## Send what was put aside back to its queue (QUEUE=alerts|records|channels|presses, TOLD=--list only shows it)
	@python -m redrive --local --queue $(or $(QUEUE),alerts) $(TOLD)

bill: install ## Print what a month costs on AWS, each line explained
	@python -m bill

pictures: install ## Take the guide's pictures of the mails again
	@python -m pictures.mail

contracts: install ## Write shared/contracts and the guide's tables again after a model, a rule or a price has changed
	@python -m contracts
	@python -m rule_table
	@python -m bill --guide

screenshots: install ## Take the guide's pictures of the pages again (FOLDER=/tmp/looks STATES=all for every page in every state)
	@PYTHONPATH=$(PYTHONPATH):$(CURDIR) python -m tests.integration.dashboard.looks $(or $(FOLDER),shared/pictures/dashboard) $(STATES)

demo: install ## Break things on purpose and watch the alerts come and go (SHOP=small has 5 orders a day, SHOP=large 300)
	@SHOP="$(SHOP)" python -m local_stack.demo

format: install ## Rewrite the code in the agreed format
	@ruff format . && ruff check --fix .

check: install ## Seconds: lint, types, imports, and the unit tests that import what has changed (BASE=main)
	@ruff check -q . && ruff format -q --check .
	@mypy
	@lint-imports
	@python -m affected --base "$(BASE)"

hooks: ## Let git run 'make check' before each commit, and hold its subject to 60 characters
	git config core.hooksPath shared/git_hooks

lint: install ## Check format, types, imports and the template
	ruff check .
	ruff format --check .
	mypy
	lint-imports
	sam validate --lint

checkov: install ## Check the template with checkov, in an environment of its own (.local/checkov)
	@sh shared/checkov/run.sh

browser: install # For the browser tests of all workers, which would else wait for one another
	@python -m pictures.debian

test: lint browser ## Everything that has to pass before a change lands; ends with what took longest
	pytest -n $(WORKERS) --durations=20 --durations-min=2

test-unit: install ## The fast tests, nothing started
	pytest tests/unit

test-integration: install ## Tests against a real Postgres and AWS emulations that they start themselves
	pytest tests/integration

test-postgres: install ## Migrations and check_supabase on each Postgres from 15 to 18 that is found, and PgBouncer (VERSIONS="15 17")
	@PYTHONPATH=$(PYTHONPATH):$(CURDIR) VERSIONS="$(VERSIONS)" python -m tests.integration.postgres_versions

test-e2e: install ## Tests through the deployed local stack
	pytest tests/e2e

benchmark: install ## Print what the ingest path costs (BENCHMARK_ROWS=10000000 for large tables)
	@PYTHONPATH=$(PYTHONPATH):$(CURDIR) python -m tests.benchmarks

test-deep: install ## Long plays: histories of alerts, hostile events, years of shops (EXAMPLES=, FUZZ=, SHOPS=, HISTORIES= for fewer)
	PAWPOP_SHOPS=$(SHOPS) PAWPOP_HISTORIES=$(HISTORIES) PAWPOP_DEEP=1 pytest tests/deep tests/integration/channels tests/integration/faults
	PAWPOP_DEEP=1 pytest tests/integration/dashboard/test_every_look.py
	PAWPOP_EXAMPLES=$(EXAMPLES) pytest tests/unit/alerting/test_life_machine.py tests/unit/analytics
	PAWPOP_EXAMPLES=1000 pytest tests/unit/notifications/channels/slack/test_histories.py
	PAWPOP_FUZZ=$(FUZZ) pytest tests/unit/fuzz
