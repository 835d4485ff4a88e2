"""How long an agreement runs: its term, options, notices and rolling periods, worked out from dated events."""
