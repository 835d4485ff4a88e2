"""Reminders of an open register: what is due, the answers, the rules a person chose."""
