# `make book` builds the book, `make test` runs every test. Both first make .venv
# from the lock; a second run installs nothing.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

# Notebooks run in folders of their own: a relative folder would not be found there.
ifdef EMBEDDINGS_DATA
override EMBEDDINGS_DATA := $(abspath $(EMBEDDINGS_DATA))
export EMBEDDINGS_DATA
endif

.PHONY: book test quick hooks style types unit notebooks loaders colab versions \
	coverage exercises cells url release lock format clean
.NOTPARALLEL:

book: $(VENV)/installed
	$(BIN)/jupyter-book build . -W --keep-going
	@echo "The book is in _build/html/index.html"

# The notebooks first: the tests of the book's pages show what these runs have made.
test: style types notebooks unit

# While you work: no browser, no sandbox, no training.
quick: style types
	$(BIN)/python -m pytest tests -m "not slow" -n 2

# Once: the quick checks of what a commit changes, before each commit.
hooks: $(VENV)/installed
	$(BIN)/pre-commit install

style: $(VENV)/installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/installed
	$(BIN)/mypy

unit: $(VENV)/installed
	@# More workers than two cores: many tests wait.
	$(BIN)/python -m pytest tests -n 3 --dist loadfile --durations=10

# Which branches of helpers the tests take, on a machine with a sandbox.
coverage: $(VENV)/installed
	$(BIN)/python -m pytest tests -n 3 --dist loadfile --ignore tests/book \
		--ignore tests/tools --cov --cov-report=term:skip-covered --cov-fail-under=80

# Each notebook alone in an empty folder, with what must hold of it as a last cell.
# make notebooks FOLDERS="chapters solutions" leaves the exercises out. Two kernels at
# a time with a thread each: with more they wait for each other.
notebooks: $(VENV)/installed
	$(BIN)/python tools/stage.py build/notebooks $(FOLDERS)
	TF_NUM_INTRAOP_THREADS=1 OMP_NUM_THREADS=1 $(BIN)/python -m pytest \
		build/notebooks -p tools.nbval_cache --book . --nbval-lax \
		--nbval-current-env --nbval-cell-timeout=300 -n 2 --dist loadfile \
		--durations=3

# The data tests alone, for a run on prepared data after one on the samples.
loaders: $(VENV)/installed
	$(BIN)/python -m pytest tests/data -n 2

# Chapters with Colab's versions: make colab PINS=pip-freeze.txt [CHAPTERS=…]
colab: $(VENV)/installed
	$(BIN)/python tools/colab.py $(PINS) $(CHAPTERS)

# The quick tests of `helpers` with the oldest versions that it allows:
# make versions RESOLUTION=lowest-direct; or with the newest: RESOLUTION=highest. One
# package of another version among them: WITH="pandas>=3"
versions: $(VENV)/installed
	$(BIN)/uv venv --quiet --clear --python $(BIN)/python build/versions
	$(BIN)/uv pip install --quiet --python build/versions \
		--resolution $(RESOLUTION) . $(if $(WITH),"$(WITH)")
	$(BIN)/uv pip freeze --python build/versions --exclude-editable \
		| grep == > build/versions/pins.txt
	$(BIN)/uv pip install --quiet --python build/versions \
		--constraint build/versions/pins.txt \
		pytest pytest-xdist psutil distributed ipykernel nbclient pyyaml
	build/versions/bin/python -m pytest tests -m "not slow" -n 2 \
		--ignore tests/book --ignore tests/tools

# exercises/ from solutions/; a test fails where they differ.
exercises: $(VENV)/installed
	$(BIN)/python tools/exercises.py

# The set-up cell of every notebook, as _config.yml wants it; a test fails elsewhere.
cells: $(VENV)/installed
	$(BIN)/python tools/release.py cells

url: $(VENV)/installed
	$(BIN)/python tools/release.py url "$(URL)"

# make release VERSION=1.2.0: a commit and a tag in which all is of that version, and a
# commit that returns main to its state. Nothing is pushed.
release: $(VENV)/installed
	$(BIN)/python tools/release.py release "$(VERSION)"

lock: $(VENV)/installed
	$(BIN)/uv pip compile --universal --generate-hashes --python-version 3.11 \
		--no-header --quiet requirements.in -o requirements.txt

format: $(VENV)/installed
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

clean:
	rm -rf _build build

$(VENV)/installed: requirements.txt pyproject.toml
	$(PYTHON) -m venv --clear $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv==0.13.8
	$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes \
		--compile-bytecode -r requirements.txt
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps \
		--no-build-isolation --editable .
	@touch $@
