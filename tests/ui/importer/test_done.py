"""What was imported is told as a thing done, whatever the file is called."""

from __future__ import annotations

import pytest

from tracker.ui.importer.done import in_the_past


@pytest.mark.parametrize(
    ("deed", "told"),
    [
        ("Import 9 agreements from End Q2.csv", "Imported 9 agreements from End Q2.csv"),
        (
            "Import 9 new and 2 changed agreements from End Q2.csv, and end 1 and remove 2 that it does not name",
            "Imported 9 new and 2 changed agreements from End Q2.csv, and ended 1 and removed 2 that it does not name",
        ),
        ("End 1 that End Q2.csv does not name", "Ended 1 that End Q2.csv does not name"),
    ],
)
def test_the_name_of_an_import_is_told_in_the_past(deed: str, told: str) -> None:
    assert in_the_past(deed, "End Q2.csv") == told
