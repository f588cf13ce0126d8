.DEFAULT_GOAL := help
.PHONY: help demo test fuzz check format bench drawings diagram install clean

RUN := exec .venv/bin/python
# One test process more than there are processors (tests/conftest.py); WORKERS=0 runs the tests in a
# single process.
WORKERS ?= auto
TESTS ?= tests
# Each of the many processes that the tests start would compile the project again.
unexport PYTHONDONTWRITEBYTECODE

help:
	@echo "make demo      run the site with its demo content at http://127.0.0.1:8000"
	@echo "make test      run all tests, browser tests included (TESTS=tests/blog runs some)"
	@echo "make fuzz      look for crashes with made-up input, for FUZZ_MINUTES (10)"
	@echo "make check     check style, types, templates, imports, migrations, and production settings"
	@echo "make format    fix the style errors that “make check” reports"
	@echo "make bench     run the benchmarks"
	@echo "make drawings  redraw the demo's images and PDFs, which are committed"
	@echo "make diagram   redraw the diagram of the models, docs/models.svg"
	@echo "make clean     remove everything the other commands created, demo data included"

install:
	@bin/bootstrap

demo: install
	@$(RUN) manage.py start_demo

test: install
	@bin/browser
	@$(RUN) -m pytest -n $(WORKERS) --durations=25 $(TESTS)

fuzz: install
	@$(RUN) -m pytest -n $(WORKERS) tests/fuzz/fuzz_targets.py

check: install
	@bin/check

format: install
	@bin/check --fix

bench: install
	@$(RUN) -m benchmarks

drawings: install
	@.venv/bin/python -m tools.draw_images
	@.venv/bin/python -m tools.write_pdfs

diagram: install
	@$(RUN) -m tools.model_diagram

clean:
	rm -rf .venv .uv var staticfiles .pytest_cache .ruff_cache .import_linter_cache .mypy_cache
