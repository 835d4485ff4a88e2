"""The files that can be imported, by the endings of their names; what they are is told by their bytes."""

SUFFIXES = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".csv", ".tsv", ".txt")
SPREADSHEETS = "Spreadsheets (" + " ".join(f"*{suffix}" for suffix in SUFFIXES) + ")"
