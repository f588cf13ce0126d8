.DEFAULT_GOAL := help
.PHONY: help demo test check format bench install clean

RUN := exec .venv/bin/python
# One test process for each processor; WORKERS=0 runs the tests in one process.
WORKERS ?= auto
TESTS ?= tests

help:
	@echo "make demo     the site with its demonstration content on http://127.0.0.1:8000"
	@echo "make test     all tests, those in a browser included (TESTS=tests/blog for some)"
	@echo "make check    style, templates, imports, migrations and the production settings"
	@echo "make format   mend what “make check” says about style"
	@echo "make bench    the benchmarks"
	@echo "make clean    remove what the other commands made, the demonstration's data included"

install:
	@bin/bootstrap

demo: install
	@$(RUN) manage.py start_demo

test: install
	@bin/browser
	@$(RUN) -m pytest -n $(WORKERS) $(TESTS)

check: install
	@bin/check

format: install
	@bin/check --mend

bench: install
	@$(RUN) -m benchmarks

clean:
	rm -rf .venv .uv var staticfiles .pytest_cache .ruff_cache .import_linter_cache
