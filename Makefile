# The few commands of a day; CONTRIBUTING.md says when to use which. Every line can also be typed
# by hand. Without make (Windows): the same lines with .venv\Scripts\ for .venv/bin/.
PYTHON ?= python3
TEST ?= tests

.PHONY: help setup s3 run check format test slow one ci lock clean

help:  ## what there is
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

setup:  ## a virtual environment with exactly the locked versions, and the itasdash command
	$(PYTHON) -m venv .venv
	.venv/bin/pip install -q -r requirements-dev.txt -c requirements-dev.lock
	.venv/bin/pip install -q --no-deps -e .

s3:  ## a server that speaks S3, for the tests of published copies; without it they are skipped
	$(PYTHON) -m venv .venv-s3
	.venv-s3/bin/pip install -q -r requirements-s3.txt -c requirements-s3.lock

run:  ## the app on http://localhost:8501
	.venv/bin/streamlit run app.py

check:  ## what CI runs first: lint, format, types (under a minute)
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy

format:  ## write the code in the one format, and mend what can be mended by rule
	.venv/bin/ruff check --fix .
	.venv/bin/ruff format .

test:  ## the tests of every day, as CI runs them
	.venv/bin/python -m pytest

slow:  ## more of the same, for a change in what it is about; CI runs it after the others
	.venv/bin/python -m pytest -m "slow or hypothesis" --long

one:  ## one file, folder or test in this process, up to the first failure: make one TEST=tests/cli
	.venv/bin/python -m pytest -n 0 -x $(TEST)

ci:  ## all that must hold before a change lands, in an environment made anew (may install packages)
	.ci/run

lock:  ## take the newest versions that the ranges allow into the lock files
	.ci/lock $(PYTHON)

clean:  ## take away what tools have left behind; never data
	rm -rf .mypy_cache .pytest_cache .ruff_cache .hypothesis build itasdash.egg-info
	find . -name __pycache__ -not -path './.venv/*' -prune -exec rm -rf {} +
