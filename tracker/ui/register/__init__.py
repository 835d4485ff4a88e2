"""The register: every agreement in one table, with an inspector beside it."""
