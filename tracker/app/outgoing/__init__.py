"""Exporting, publishing and reporting."""
