"""Giving out: the export page, and printing with its preview."""
