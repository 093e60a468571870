# make demo   install into .venv and run the main job on the sample data
# make test   install, then lint, types, architecture, tests
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# some machines switch bytecode off, which makes every start several times slower
export PYTHONDONTWRITEBYTECODE :=

.PHONY: demo test coverage lint docs bench clean
.DELETE_ON_ERROR:

$(VENV)/.core: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check -e . -c constraints.txt
	touch $@

$(VENV)/.test: $(VENV)/.core
	$(BIN)/pip install --quiet --disable-pip-version-check -e '.[test]' -c constraints.txt
	touch $@

$(VENV)/.docs: $(VENV)/.core
	$(BIN)/pip install --quiet --disable-pip-version-check -e '.[docs]' -c constraints.txt
	touch $@

demo: $(VENV)/.core
	$(BIN)/gapkit demo

lint: $(VENV)/.test
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/deptry .
	$(BIN)/codespell
	$(BIN)/nbstripout --verify notebooks/*.ipynb

test: lint
	$(BIN)/pytest -q -n 2 --dist loadfile

coverage: $(VENV)/.test
	$(BIN)/pytest -q -n 2 --dist loadfile --cov --cov-report=term:skip-covered

docs: $(VENV)/.docs
	$(BIN)/sphinx-build -W -b html docs docs/_build

bench: $(VENV)/.core
	$(BIN)/python benchmarks/run.py
	$(BIN)/python benchmarks/report.py

clean:
	rm -rf $(VENV) dist docs/_build
