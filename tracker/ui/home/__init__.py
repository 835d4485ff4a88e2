"""Home: what must be done, what changed, what is missing."""
