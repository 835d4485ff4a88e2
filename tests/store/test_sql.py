"""No SQL is made from what people type: whatever is put into a statement is listed here."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tracker.store import file

FOLDER = Path(file.__file__).parent
STATEMENT = re.compile(r"\b(select|insert into|delete from|update|pragma|drop table|create|where|order by)\b")
SENTENCE = re.compile(r"[‘’.]\s*$|[‘’]")

OURS = {
    # names of tables and columns, from records.py
    "table.name", "other.name", "child.table.name", "child.key", "key", "link[3]", "column", "table",
    "derived", "quoted(table.columns)", "quoted(used)", "quoted(columns)", "settings", "name",
    # question marks
    "marks",
    # parts of statements, from closed lists in the same module
    "_STARTS", "_ENDS", "_COLUMNS", "_DEADLINE_COLUMNS", "_UNDONE", "_LAST.format('id')", "_LAST.format('kind')",
    "_GIVEN", "_LINES", "_LINES_OF_CHILD", "RECORDS", "record", "_OPERATIONS", "_MISSING[value]", "tables(condition)",
    "tables(column, condition)", "tables('a.value', condition)", "tables(_COLUMNS)", "tables(_DEADLINE_COLUMNS)", "tables(_DEADLINE_COLUMNS, condition)", "condition", "last",
    "way", "names", "columns", "themselves", "where",
    "tables(last, by)", "tables(last, having, by)", "tables(by.column)", "tables(last, condition, by)", "tables('a.id', condition)", "by", "clause", "ids",
    "_STANDS", "self._arranged(view)", "_LATE", "_OPEN", "_UNSETTLED", "_ANSWERED", "late", "_WORST_FIRST", "by_index", "_WITHOUT_AMOUNT", "_SPANS[name]", "by.column", "by.collation", "having", "these", "day", "collation", "shown", "_SUMS",
    "_SEVERAL[name]", "_within(condition)", "alone", "' and '.join(texts) or 'true'", "condition.sql",
    "one.statement", "' or '.join((one.sql for one in either))", "_FROM_START", "_ANYWHERE",
    "', '.join('?' * len(meant))",
    # numbers of ours
    "schema.APPLICATION_ID", "APPLICATION_ID", "max(since, goal)",
    "_LOG_PATIENCE", "_STEP", "int(BUSY_SECONDS * 1000)",
    # pragmas
    "pragma",
}  # fmt: skip


def statements(source: str) -> Iterator[ast.JoinedStr]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.JoinedStr):
            fixed = "".join(str(part.value) for part in node.values if isinstance(part, ast.Constant))
            if STATEMENT.search(fixed) and not SENTENCE.search(fixed):
                yield node


def test_f38_whatever_is_put_into_a_statement_is_ours() -> None:
    found = {
        ast.unparse(part.value)
        for path in FOLDER.glob("*.py")
        if path.name != "migrations.py"
        for node in statements(path.read_text(encoding="utf-8"))
        for part in node.values
        if isinstance(part, ast.FormattedValue)
    }
    assert found <= OURS


def test_no_statement_is_made_in_any_other_way() -> None:
    for path in FOLDER.glob("*.py"):
        source = path.read_text(encoding="utf-8")
        assert "executescript" not in source.replace("`executescript`", ""), path.name
        assert not re.search(r"execute(many)?\([^)]*% ", source), path.name
