# Everything a newcomer needs: `make chat` and `make test`. Both set up what they need.
PYTHON ?= python3
BIN := .venv/bin
SECONDS_EACH ?= 60

.PHONY: setup chat test check bench fuzz train lock clean

setup: .venv/ready

.venv/ready: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Carnet needs Python 3.11 or newer."; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@echo "Setting up (the first time takes a minute or two)…"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

chat: setup
	@$(BIN)/carnet chat

# Three at once on two cores: much of the suite waits for processes and servers. Files begin in
# their own order: acceptance, which waits most, first, and nothing long at the end.
test: setup
	$(BIN)/pytest -n 3 --dist loadfile --no-loadscope-reorder

check: setup
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest -n 3 --dist loadfile --no-loadscope-reorder

bench: setup
	$(BIN)/python -m bench

# Every reader against mutated files, side by side; SEED=1 gives the same inputs again.
fuzz: setup
	$(BIN)/python -m tests.fuzz --seconds $(SECONDS_EACH) $(if $(SEED),--seed $(SEED))

# The safety gate's trained reader, from every labelled message but the unread half.
train: setup
	$(BIN)/python -m bot.safety.training $(addprefix tests/triage/,development.jsonl ordinary.jsonl wide_medical.jsonl wide_crisis.jsonl head_blows.jsonl strangers.jsonl others_crisis.jsonl others_medical.jsonl)

# The exact versions with their hashes; no index address is written.
lock:
	$(BIN)/pip-compile --quiet --strip-extras --generate-hashes --allow-unsafe --no-emit-index-url --no-emit-trusted-host --no-header --extra dev --output-file requirements.lock pyproject.toml

clean:
	rm -rf .venv build *.egg-info
