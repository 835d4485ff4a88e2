"""Importing: reading a spreadsheet, mending the Plan, committing it."""
