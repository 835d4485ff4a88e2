"""Backups, recovery, sharing, and what is told when something goes wrong."""
