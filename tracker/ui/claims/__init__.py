"""Savings claims side by side, and conflicts between sources."""
