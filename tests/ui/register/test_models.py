"""The register's model: pages on demand, one number for each search, rows that change where they stand."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from tests.ui.stage import clock
from tracker.app import edit
from tracker.app.session import Session
from tracker.domain.agreement import Agreement, PartyRole
from tracker.domain.changes import Changes
from tracker.domain.organisation import Organisation
from tracker.ui.register.columns import COLUMNS
from tracker.ui.register.models import RegisterModel
from tracker.ui.register.questions import PAGE, View

ROWS = 3 * PAGE + 10


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A register of some hundreds of agreements."""
    path = tmp_path_factory.mktemp("many") / "many.tracker"
    with Session.create(path, clock=clock, user="test") as session, session.operation("Fill") as write:
        write.add_all(
            [
                Agreement(reference=f"R{n:04}", title=f"Agreement {n:04}", owner=f"Owner {n % 3}")
                for n in range(ROWS)
            ]
        )
    return path


@pytest.fixture
def session(many: Path, tmp_path: Path) -> Iterator[Session]:
    own = tmp_path / "own.tracker"
    own.write_bytes(many.read_bytes())
    with Session.open(own, clock=clock, user="test") as opened:
        yield opened


@pytest.fixture
def model(session: Session, qtbot: QtBot) -> Iterator[RegisterModel]:
    made = RegisterModel(session)
    ask(made, qtbot, View())
    yield made
    made.close()
    made.deleteLater()


def ask(model: RegisterModel, qtbot: QtBot, view: View) -> None:
    """Ask for a view and wait until the ids of all of its rows are there."""
    before = model.round
    model.ask(view)
    qtbot.waitUntil(lambda: model.round > before and model.complete)


def text(model: RegisterModel, row: int, key: str = "title") -> object:
    column = [column.key for column in COLUMNS].index(key)
    return model.index(row, column).data(Qt.ItemDataRole.DisplayRole)


def test_the_model_keeps_qt_s_rules(model: RegisterModel, qtmodeltester: ModelTester) -> None:
    qtmodeltester.check(model)


def test_rows_far_down_come_when_they_are_looked_at(model: RegisterModel, qtbot: QtBot) -> None:
    assert model.rowCount() == ROWS
    assert text(model, 0) == "Agreement 0000"
    assert text(model, ROWS - 1) == "…"
    qtbot.waitUntil(lambda: text(model, ROWS - 1) == f"Agreement {ROWS - 1:04}")
    assert text(model, PAGE) == "…"
    qtbot.waitUntil(lambda: text(model, PAGE) == f"Agreement {PAGE:04}")


def test_sorting_and_searching_show_other_rows(model: RegisterModel, qtbot: QtBot) -> None:
    ask(model, qtbot, View(sort="title", descending=True))
    assert text(model, 0) == f"Agreement {ROWS - 1:04}"
    ask(model, qtbot, View(search="agre 0042"))
    assert model.rowCount() == 1
    assert text(model, 0, "reference") == "R0042"
    ask(model, qtbot, View(search="nothing like it"))
    assert model.rowCount() == 0
    assert not model.index(0, 0).isValid()


def test_only_the_newest_of_many_questions_is_shown(model: RegisterModel, qtbot: QtBot) -> None:
    for letters in ("a", "ag", "agr", "agreement 00", "agreement 0042"):
        model.ask(View(search=letters))
    qtbot.waitUntil(lambda: model.rowCount() == 1 and model.complete)
    assert text(model, 0) == "Agreement 0042"


def test_an_edited_row_changes_where_it_stands(model: RegisterModel, session: Session, qtbot: QtBot) -> None:
    heard: list[int] = []
    resets: list[bool] = []
    model.dataChanged.connect(lambda first, last: heard.append(first.row()))
    model.modelReset.connect(lambda: resets.append(True))
    changes: list[object] = []
    session.subscribe(changes.append)
    edit.change(session, model.row_at(5).id, {"owner": "Head of Finance"})
    model.refresh(changes[-1])
    assert heard == [5]
    assert text(model, 5, "owner") == "Head of Finance"
    qtbot.waitUntil(lambda: model.complete)
    assert not resets


def test_what_is_far_down_follows_another_program_and_another_name(
    model: RegisterModel, session: Session, qtbot: QtBot
) -> None:
    far = 2 * PAGE + 1

    def says(words: str, key: str) -> None:
        qtbot.waitUntil(lambda: text(model, far, key) == words)

    says(f"Agreement {far:04}", "title")
    shown = model.row_at(far)
    assert shown is not None
    edit.set_party(session, shown.id, PartyRole.SUPPLIER, "Ombersley Pike")
    model.ask(View(), again=True, anew=True)
    says("Ombersley Pike", "supplier")
    changes: list[Changes] = []
    session.subscribe(changes.append)
    (body,) = session.read.organisations()
    with session.operation("Rename") as write:
        write.change(Organisation, body.id, name="Ombersley & Pike")
    model.refresh(changes[-1])
    says("Ombersley & Pike", "supplier")
    with Session.open(session.path, clock=clock, user="somebody else") as other:
        edit.change(other, shown.id, {"owner": "Head of Finance"})
    model.refresh(Changes(0, ""))
    says("Head of Finance", "owner")


def test_rows_that_come_and_go_are_counted(model: RegisterModel, session: Session, qtbot: QtBot) -> None:
    changes: list[object] = []
    session.subscribe(changes.append)
    made = edit.new_agreement(session, {"title": "Aardvark"})
    model.refresh(changes[-1])
    qtbot.waitUntil(lambda: model.rowCount() == ROWS + 1 and model.complete)
    assert model.number_of(made) == 0
    edit.remove_agreement(session, made)
    model.refresh(changes[-1])
    qtbot.waitUntil(lambda: model.rowCount() == ROWS and model.complete)
    assert model.number_of(made) is None


def test_memory_is_bounded_by_pages(model: RegisterModel, qtbot: QtBot) -> None:
    rows = iter(range(0, ROWS, PAGE))
    row = next(rows)

    def gone_through() -> bool:
        """Ask for one page after another, each as soon as the one before is there."""
        nonlocal row
        if text(model, row) != "…":
            row = next(rows, -1)
        return row < 0

    qtbot.waitUntil(gone_through)
    assert model.pages_held <= 8


def test_a_question_that_fails_is_told(session: Session, qtbot: QtBot) -> None:
    made = RegisterModel(session)
    with qtbot.waitSignal(made.failed) as failed:
        made.ask(View(sort="no such column"))
    assert "cannot be sorted" in str(failed.args[0])
    assert made.rowCount(QModelIndex()) == 0
    made.close()
    made.deleteLater()
