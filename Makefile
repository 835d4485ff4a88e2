# Each target is one verb of dev.py, which sets up what is missing first.
PYTHON ?= python3

.PHONY: run test check faults screens bench sample tools
run test check faults screens bench sample tools:
	@$(PYTHON) dev.py $@
