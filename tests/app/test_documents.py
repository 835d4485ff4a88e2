"""Documents: what may be opened, what is missing, and what is never handed to the system."""

from __future__ import annotations

from pathlib import Path

import pytest

from tracker.app import edit
from tracker.app.documents import LinkKind, link, look_at, written
from tracker.app.session import Session
from tracker.domain.errors import TrackerError
from tracker.domain.source import Document


@pytest.mark.parametrize(
    ("location", "kind"),
    [
        ("deed.pdf", LinkKind.FILE),
        ("DEED.PDF", LinkKind.MISSING),
        ("deeds", LinkKind.FOLDER),
        ("gone/deed.pdf", LinkKind.MISSING),
        ("https://example.org/deed", LinkKind.WEB),
        ("HTTP://example.org", LinkKind.WEB),
        ("run.exe", LinkKind.REFUSED),
        ("run.sh", LinkKind.REFUSED),
        ("deed.pdf.bat", LinkKind.REFUSED),
        ("macros.xlsm", LinkKind.REFUSED),
        ("run", LinkKind.REFUSED),
        ("javascript:alert(1)", LinkKind.REFUSED),
        ("mailto:a@example.org", LinkKind.REFUSED),
        ("https://", LinkKind.REFUSED),
        ("ms-settings:", LinkKind.REFUSED),
        ("a\0b.pdf", LinkKind.REFUSED),
    ],
)
def test_what_a_location_leads_to(tmp_path: Path, location: str, kind: LinkKind) -> None:
    (tmp_path / "deeds").mkdir()
    for name in ("deed.pdf", "run.exe", "run.sh", "macros.xlsm", "run"):
        (tmp_path / name).touch()
    link = look_at([("Deed", location)], tmp_path)[0]
    assert link.kind is kind
    assert link.can_open is not bool(link.why)


def test_a_whole_path_and_an_address_of_a_file(tmp_path: Path) -> None:
    file = tmp_path / "a deed.pdf"
    file.touch()
    links = look_at([("", str(file)), ("", file.as_uri())], Path("/nowhere"))
    assert [link.target for link in links] == [str(file), str(file)]


def test_recorded_documents_come_before_the_lines_of_the_field(tmp_path: Path) -> None:
    with Session.create(tmp_path / "r.tracker") as session:
        made = edit.new_agreement(session, {"title": "A", "documents": "one.pdf\n\n two.pdf "})
        other = edit.new_agreement(session, {"title": "B"})
        with session.operation("Add documents") as write:
            for record, title in ((made, "Deed"), (other, "Not this one")):
                write.add(
                    Document(record_kind="Agreement", record_id=record, title=title, location="deed.pdf")
                )
        found = written(session, session.agreement(made))
    assert found == (("Deed", "deed.pdf"), ("one.pdf", "one.pdf"), ("two.pdf", "two.pdf"))


def test_a_file_is_linked_by_its_path_from_the_register(tmp_path: Path) -> None:
    (tmp_path / "deeds").mkdir()
    for name in ("deeds/deed.pdf", "run.exe"):
        (tmp_path / name).touch()
    session = Session.create(tmp_path / "r.tracker", user="A")
    edit.new_agreement(session, {"title": "Lighting", "documents": "https://example.org/notice"})
    link(session, session.agreement(1), tmp_path / "deeds" / "deed.pdf")
    link(session, session.agreement(1), Path("/elsewhere/plan.pdf"))
    lines = session.agreement(1).documents.splitlines()
    assert lines == ["https://example.org/notice", str(Path("deeds/deed.pdf")), "/elsewhere/plan.pdf"]
    assert session.undo_name == "Link plan.pdf to ‘Lighting’"
    with pytest.raises(TrackerError, match="linked already"):
        link(session, session.agreement(1), tmp_path / "deeds" / "deed.pdf")
    with pytest.raises(TrackerError, match=r"run.exe was not linked. Files of the kind .exe"):
        link(session, session.agreement(1), tmp_path / "run.exe")
