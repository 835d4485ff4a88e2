"""Documents on an agreement's page: opened by an allow-list, and said to be missing where they are."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QObject, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QPushButton

from tests.ui.stage import Stage
from tracker.app import edit
from tracker.app.documents import LinkKind
from tracker.ui.agreement.page import AgreementPage


class Opener(QObject):
    """Stands where the system's own programs would: hears what is handed to it."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[str] = []

    @Slot(QUrl)
    def hear(self, url: QUrl) -> None:
        """Remember what was handed over."""
        self.opened.append(url.toString())


@pytest.fixture
def page(stage: Stage) -> AgreementPage:
    (stage.path.parent / "deed.pdf").touch()
    lines = "deed.pdf\nhttps://example.org/notice\ngone.pdf\nrun.exe"
    edit.change(stage.session, stage.agreement("NBC-041"), {"documents": lines})
    shown = stage.go("agreement", stage.agreement("NBC-041"))
    assert isinstance(shown, AgreementPage)
    stage.wait_until(lambda: bool(shown.fields.documents.links))
    return shown


def opening(page: AgreementPage) -> list[QPushButton]:
    """The links that open something."""
    buttons = page.fields.documents.findChildren(QPushButton)
    return [each for each in buttons if each.accessibleName().startswith("Open ")]


def test_what_is_there_is_a_link_and_what_is_not_says_so(page: AgreementPage) -> None:
    kinds = [link.kind for link in page.fields.documents.links]
    assert kinds == [LinkKind.FILE, LinkKind.WEB, LinkKind.MISSING, LinkKind.REFUSED]
    assert len(opening(page)) == 2


def test_a_link_is_handed_to_the_system_and_a_file_that_went_is_said(
    stage: Stage, page: AgreementPage
) -> None:
    opener = Opener()
    for scheme in ("file", "https"):
        QDesktopServices.setUrlHandler(scheme, opener, "hear")
    file, web = opening(page)
    file.click()
    web.click()
    assert opener.opened == [
        QUrl.fromLocalFile(str(stage.path.parent / "deed.pdf")).toString(),
        "https://example.org/notice",
    ]
    (stage.path.parent / "deed.pdf").unlink()
    file.click()
    assert len(opener.opened) == 2
    assert stage.window.banner.text.text().startswith("deed.pdf was not opened. deed.pdf is not in")
    for scheme in ("file", "https"):
        QDesktopServices.unsetUrlHandler(scheme)


def test_a_folder_is_linked_by_choosing_it(stage: Stage, page: AgreementPage) -> None:
    (stage.path.parent / "Insurance").mkdir()
    page.fields.documents.add_folder.click()
    dialog = page.fields.documents.dialog
    assert dialog is not None and dialog.fileMode() is QFileDialog.FileMode.Directory
    dialog.fileSelected.emit(str(stage.path.parent / "Insurance"))
    dialog.close()
    assert stage.session.undo_name == "Link Insurance to ‘Insurance, all classes’"
    stage.wait_until(lambda: len(page.fields.documents.links) == 5)
    assert page.fields.documents.links[-1].kind is LinkKind.FOLDER
    stage.session.undo()


def test_a_file_is_linked_by_choosing_it(stage: Stage, page: AgreementPage) -> None:
    (stage.path.parent / "minutes.pdf").touch()
    stage.window.menu_actions["link_document"].trigger()
    dialog = page.fields.documents.dialog
    assert dialog is not None
    assert "*.pdf" in dialog.nameFilters()[0]
    dialog.fileSelected.emit(str(stage.path.parent / "minutes.pdf"))
    dialog.close()
    assert stage.session.undo_name == "Link minutes.pdf to ‘Insurance, all classes’"
    stage.wait_until(lambda: len(page.fields.documents.links) == 5)
    assert page.fields.documents.links[-1].kind is LinkKind.FILE
    stage.session.undo()
    assert stage.session.agreement(stage.agreement("NBC-041")).documents.endswith("run.exe")
