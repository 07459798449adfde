# Everything a person does with this checkout. `make` alone explains it.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.ONESHELL:
.SILENT:
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

PORT ?= 8000
VENV ?= .venv
ARGS ?=
CHROMIUM ?= $(shell command -v chromium || command -v chromium-browser || command -v google-chrome)

# What the caller's shell was set to must not reach into our environment.
unexport PYTHONHOME PYTHONPATH DJANGO_SETTINGS_MODULE
export PIP_DISABLE_PIP_VERSION_CHECK := 1
# What is printed is seen at once, in a log file too.
export PYTHONUNBUFFERED := 1

run := "$(VENV)/bin/python"
suite = env DJANGO_SETTINGS_MODULE=settings.test $(run) -m pytest

# Install one lock file, hashes required, if it is not what was installed last.
define install
lock="requirements/$(1).txt"
if ! cmp -s "$$lock" "$(VENV)/$(1).lock"; then
	echo "Installing $$lock; the first time this takes a minute or two."
	$(run) -m pip install -qq --require-hashes --no-deps -r "$$lock"
	cp "$$lock" "$(VENV)/$(1).lock"
fi
endef

# The driver of MariaDB is compiled here, so only those who ask for that database need a compiler.
define install_driver
case "$${DATABASE_URL:-}" in mysql*) $(call install,mysql) ;; esac
endef

# The same for the tools from npm, whose lock files name no registry.
define install_tools
if ! command -v npm >/dev/null || ! command -v java >/dev/null; then
	echo "Node's npm and Java are missing. Install them: apt-get install nodejs npm default-jre-headless" >&2
	exit 1
fi
for folder in tests/browser $(1); do
	lock="$$folder/package-lock.json"
	if ! cmp -s "$$lock" "$$folder/node_modules/installed.lock"; then
		echo "Installing $$lock."
		(cd "$$folder" && npm ci --silent)
		cp "$$lock" "$$folder/node_modules/installed.lock"
	fi
done
endef

define check_chromium
if [ ! -x "$(CHROMIUM)" ]; then
	echo "Chromium is missing. Install it: apt-get install chromium" >&2
	echo "If it is elsewhere, say where: make $@ CHROMIUM=/path/to/chromium" >&2
	exit 1
fi
endef

define check_port
if ! [[ "$(PORT)" =~ ^[0-9]+$$ ]] || [ "$(PORT)" -lt 1 ] || [ "$(PORT)" -gt 65535 ]; then
	echo "PORT=$(PORT) is no port: take a number from 1024 to 65535." >&2
	exit 1
fi
if (exec 3<>"/dev/tcp/127.0.0.1/$(PORT)") 2>/dev/null; then
	echo "Port $(PORT) is taken on this machine. Take another one: make $@ PORT=$$(( $(PORT) % 65535 + 1 ))" >&2
	exit 1
fi
endef

.PHONY: help
help:  ## Show this list
	echo "Dance Connection: columns, articles and reader comments on Wagtail."
	echo
	awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-17s %s\n", $$1, $$2 }' Makefile
	echo
	echo "PORT=8080 chooses the port, ARGS='-k name' goes to pytest, PYTHON=python3.13 chooses the"
	echo "interpreter; DATABASE_URL and REDIS_URL choose what the tests run on."

.PHONY: environment
environment:
	if "$(VENV)/bin/python" -m pip --version >/dev/null 2>&1; then exit 0; fi
	without_venv=""
	for candidate in $(PYTHON) python3.13 python3.12 python3.11 python3; do
		"$$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue
		if "$$candidate" -c 'import ensurepip, venv' 2>/dev/null; then
			echo "Making an environment in $(VENV) with $$("$$candidate" --version)."
			rm -rf "$(VENV)"
			"$$candidate" -m venv "$(VENV)"
			exit 0
		fi
		without_venv="$$("$$candidate" -c 'import sys; print("python%d.%d" % sys.version_info[:2])')"
	done
	if [ -n "$$without_venv" ]; then
		echo "$$without_venv cannot make virtual environments. Install them: apt-get install $$without_venv-venv" >&2
	else
		echo "No Python 3.11 or newer was found. Install one: apt-get install python3 python3-venv" >&2
	fi
	exit 1

.PHONY: demo
demo: environment  ## Serve the site with its demo content on http://127.0.0.1:8000/
	$(check_port)
	$(call install,demo)
	export BASE_URL="$${BASE_URL:-http://127.0.0.1:$(PORT)}" DJANGO_RUNSERVER_HIDE_WARNING=true
	$(run) manage.py demo --port "$(PORT)"

.PHONY: serve
serve: environment  ## Serve the demo's data as in production: granian, static files with hashes
	$(check_port)
	$(call install,production)
	mkdir -p var/media/images
	if [ ! -f var/production.env ]; then
		echo "Writing var/production.env with a secret of its own."
		(umask 077; cat >var/production.env) <<-END
			SECRET_KEY=$$($(run) -c 'import secrets; print(secrets.token_urlsafe(64))')
			ALLOWED_HOSTS=127.0.0.1,localhost
			DATABASE_URL=sqlite:///db.sqlite3
			EMAIL_URL=consolemail://
			DEFAULT_FROM_EMAIL=site@example.com
			LOOPBACK_HTTP=on
		END
	fi
	set -a
	source var/production.env
	: "$${BASE_URL:=http://127.0.0.1:$(PORT)}"
	DJANGO_SETTINGS_MODULE=settings.production
	set +a
	$(run) manage.py migrate --verbosity 0
	$(run) manage.py collectstatic --no-input --verbosity 0
	echo "Serving $$BASE_URL/ with the settings of production. Ctrl-C ends it."
	exec $(run) -m granian --interface wsgi --host 127.0.0.1 --port "$(PORT)" --workers 2 \
		--blocking-threads 2 --respawn-failed-workers --log-level warning \
		--static-path-route /media/images --static-path-mount var/media/images \
		danceconnection.wsgi:application

.PHONY: test
test: environment  ## Run the tests that need nothing but Python
	$(call install,test)
	$(install_driver)
	$(suite) -m "not browser" -n auto $(ARGS)

.PHONY: browser-tools
browser-tools:  ## Install what test-browser takes from npm
	$(call install_tools,examples/reader-app)

.PHONY: test-browser
test-browser: environment  ## Run the tests in Chromium, with axe-core and the Nu validator
	$(check_chromium)
	$(call install,browser)
	$(install_tools)
	$(install_driver)
	env CHROMIUM="$(CHROMIUM)" DJANGO_SETTINGS_MODULE=settings.test $(run) -m tests.second_try -m browser -n auto --dist loadfile $(ARGS)

.PHONY: reader-app
reader-app: environment  ## Build the example front end, its client generated from the API's document
	$(call install,test)
	DATA_DIR="$$(mktemp -d)" DJANGO_SETTINGS_MODULE=settings.test $(run) manage.py export_openapi --ours --output examples/reader-app/openapi.json
	cd examples/reader-app
	npm ci --silent
	npm run --silent generate
	npm run --silent check
	npm run --silent build
	echo "It is in examples/reader-app/dist/; its README says how to serve it."

.PHONY: test-contract
test-contract: environment  ## Ask the API what nobody would ask, and hold it to its description
	$(call install,contract)
	$(run) -m tests.contract.fuzz $(ARGS)

.PHONY: lighthouse
lighthouse: environment  ## Measure the article with 100 comments as Lighthouse does, on a telephone
	$(check_chromium)
	$(call install,production)
	$(install_tools)
	CHROME_PATH="$(CHROMIUM)" $(run) bench/lighthouse.py $(ARGS)

.PHONY: bench-pages
bench-pages: environment  ## Measure the article with 100 comments under load, beside a bare view
	$(call install,production)
	$(run) bench/pages.py $(ARGS)

.PHONY: bench-api
bench-api: environment  ## Measure the API over HTTP, beside a bare view, DRF and ninja
	$(call install,bench)
	$(run) bench/api.py $(ARGS)

.PHONY: bench-moderation
bench-moderation: environment  ## Measure the moderator's work at 10,000 and 1,000,000 comments (PostgreSQL)
	$(call install,test)
	$(run) bench/moderation.py $(ARGS)

.PHONY: lint
lint: environment  ## Check style, import direction and templates
	$(call install,lint)
	$(run) -m ruff check --quiet .
	$(run) -m ruff format --check --quiet .
	imports=$$("$(VENV)/bin/lint-imports" --no-cache 2>&1) || { echo "$$imports" >&2; exit 1; }
	git ls-files -z '*.html' | xargs -0 --no-run-if-empty $(run) -m djhtml --check
	echo "Style, import direction and templates are in order."

.PHONY: format
format: environment  ## Put the code and the templates into the house's shape
	$(call install,lint)
	$(run) -m ruff check --fix --quiet . || true
	$(run) -m ruff format --quiet .
	git ls-files -z '*.html' | xargs -0 --no-run-if-empty $(run) -m djhtml

.PHONY: migrations-check
migrations-check: environment  ## Fail where a model has changed without a migration
	$(call install,test)
	$(run) manage.py makemigrations --check --dry-run --settings settings.test

.PHONY: lock
lock:  ## Make the lock files anew from pyproject.toml; UPGRADE=1 takes newer versions
	requirements/lock $(if $(UPGRADE),--upgrade)

.PHONY: clean
clean:  ## Remove the environment and what tools left behind; the data in var/ stays
	rm -rf "$(VENV)" tests/browser/node_modules examples/reader-app/node_modules examples/reader-app/dist build dist htmlcov .coverage .pytest_cache .ruff_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
	echo "Clean. The data of the demo stays in var/: delete that folder to begin anew."
