# Python 3.11+ with pip is all that has to be there; everything else is set up below.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
DATA ?= data
POS := $(wildcard src/moodtracker/*/locale/*/LC_MESSAGES/*.po)
HOST ?= 127.0.0.1
PORT ?= 8000

.DEFAULT_GOAL := help
.PHONY: help run test lint train bench screenshots messages lock clean

help:
	@echo "make run    start the service at http://$(HOST):$(PORT)   서비스 시작"
	@echo "make test   every check: style, types, imports, tests      모든 검사"
	@echo "make lint   style, types and imports alone"
	@echo "make train  FER+ archives to the shipped models (FERPLUS=folder with the two ZIP files)"
	@echo "make bench  speed and size, as tables and JSON"
	@echo "make screenshots  pictures of the pages, for the README and for looking at"

$(BIN)/uv:
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv==0.13.9

# Stamps: one for what the service needs, one for what the checks need on top.
$(VENV)/run.stamp: requirements/run.txt pyproject.toml tools/assets.py tools/vega.py $(POS) $(BIN)/uv
	VIRTUAL_ENV=$(VENV) $(BIN)/uv pip install --quiet -r requirements/run.txt
	VIRTUAL_ENV=$(VENV) $(BIN)/uv pip install --quiet --no-deps --editable .
	$(BIN)/python tools/assets.py
	$(BIN)/python tools/vega.py
	$(BIN)/python tools/messages.py --compile
	touch $@

$(VENV)/dev.stamp: requirements/dev.txt $(VENV)/run.stamp
	VIRTUAL_ENV=$(VENV) $(BIN)/uv pip install --quiet -r requirements/dev.txt
	touch $@

run: $(VENV)/run.stamp
	$(BIN)/moodtracker serve --host $(HOST) --port $(PORT) --data $(DATA)

lint: $(VENV)/dev.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

test: lint
	$(BIN)/pytest

train: $(VENV)/dev.stamp
	SIZE=$${SIZE:-ferplus-cpu} bash runs/ferplus.sh

bench: $(VENV)/dev.stamp
	$(BIN)/python -m benchmarks

screenshots: $(VENV)/dev.stamp
	$(BIN)/python tools/screenshots.py

messages: $(VENV)/dev.stamp
	$(BIN)/python tools/messages.py

lock: $(BIN)/uv
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 pyproject.toml -o requirements/run.txt
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 pyproject.toml --extra dev --extra heic --extra postgres -o requirements/dev.txt

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache
