"""Any sequence of operations, undos and redos leaves what a simple model says, and a sound file."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from tests.examples import examples
from tests.store.storing import AT, dump, redo, undo
from tracker.domain.agreement import Agreement, ExtensionOption, Party, PartyRole
from tracker.domain.dates import Period, When
from tracker.domain.errors import TrackerError
from tracker.domain.organisation import Organisation
from tracker.store.file import Register

NAMES = st.sampled_from(["Aldermere", "Brackwell", "Cray Marsh", "Dunmoor"])
FIELDS = st.fixed_dictionaries(
    {},
    optional={
        "title": NAMES,
        "owner": NAMES,
        "sme": st.none() | st.booleans(),
        "starts": st.none() | st.builds(When.on, st.dates(date(2020, 1, 1), date(2030, 1, 1))),
        "initial_term": st.none() | st.builds(Period, st.integers(0, 60)),
        "options": st.lists(st.builds(ExtensionOption, number=st.integers(1, 3)), max_size=2).map(tuple),
    },
)


class Fails(Exception):
    """Something goes wrong in the middle."""


class Operations(RuleBasedStateMachine):
    """The model: dumps before each operation that may be undone, and after each that was."""

    @initialize()
    def start(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        self.path = self.folder / "register.db"
        shutil.copy(EMPTY, self.path)
        self.register = Register.open(self.path)
        self.undone: list[dict[str, Any]] = []
        self.done: list[dict[str, Any]] = []
        self.now = dump(self.path)

    def pick(self, kind: type[Any], data: st.DataObject) -> Any:
        return data.draw(st.sampled_from(self.register.read.records(kind)))

    def act(self, work: Any) -> None:
        """Do it; where it is refused, nothing has changed."""
        entries = len(self.register.read.history(10_000))
        with contextlib.suppress(TrackerError), self.register.operation("Do", by="Jo", at=AT) as write:
            work(write)
        if len(self.register.read.history(10_000)) > entries:
            self.done.append(self.now)
            self.undone.clear()
            self.now = dump(self.path)

    @rule(name=NAMES, count=st.integers(1, 3))
    def add_organisations(self, name: str, count: int) -> None:
        self.act(lambda write: write.load([Organisation(name=f"{name} {n}") for n in range(count)]))

    @rule(fields=FIELDS, data=st.data())
    def add_agreement(self, fields: dict[str, Any], data: st.DataObject) -> None:
        some = [one.id for one in self.register.read.organisations()]
        parties = tuple(
            Party(organisation_id=one, role=PartyRole.SUPPLIER)
            for one in (data.draw(st.lists(st.sampled_from(some), max_size=2)) if some else ())
        )
        self.act(lambda write: write.add(Agreement(**fields, parties=parties)))

    @precondition(lambda self: self.register.read.counts()["agreement"])
    @rule(fields=FIELDS, data=st.data())
    def change_agreement(self, fields: dict[str, Any], data: st.DataObject) -> None:
        agreement = self.pick(Agreement, data)
        if "options" in fields and agreement.options:
            kept = replace(agreement.options[0], up_to=True)
            fields["options"] = (kept, *fields["options"])
        self.act(lambda write: write.change(Agreement, agreement.id, **fields))
        if self.register.read.history(1)[0].kind == "do":
            stored = self.register.read.agreement(agreement.id)
            for field in fields.keys() - {"options"}:
                assert getattr(stored, field) == fields[field]

    @precondition(lambda self: self.register.read.counts()["agreement"])
    @rule(data=st.data())
    def remove_agreement(self, data: st.DataObject) -> None:
        agreement = self.pick(Agreement, data)
        self.act(lambda write: write.remove(Agreement, agreement.id))

    @precondition(lambda self: self.register.read.counts()["organisation"])
    @rule(data=st.data(), name=NAMES)
    def rename_or_remove_organisation(self, data: st.DataObject, name: str) -> None:
        body = self.pick(Organisation, data)
        if data.draw(st.booleans()):
            self.act(lambda write: write.change(Organisation, body.id, name=name))
        else:
            self.act(lambda write: write.remove(Organisation, body.id))

    @rule()
    def fail_half_way(self) -> None:
        with contextlib.suppress(Fails), self.register.operation("Fail", by="Jo", at=AT) as write:
            write.add(Organisation(name="Never"))
            raise Fails

    @rule()
    def undo(self) -> None:
        undone = undo(self.register)
        assert (undone is not None) == bool(self.done)
        if self.done:
            self.undone.append(self.now)
            self.now = self.done.pop()

    @rule()
    def redo(self) -> None:
        redone = redo(self.register)
        assert (redone is not None) == bool(self.undone)
        if self.undone:
            self.done.append(self.now)
            self.now = self.undone.pop()

    @rule()
    def open_again(self) -> None:
        self.register.close()
        self.register = Register.open(self.path)

    @invariant()
    def the_file_is_what_the_model_says(self) -> None:
        assert dump(self.path) == self.now
        assert (self.register.undo_name("Jo") is not None) == bool(self.done)
        assert (self.register.redo_name("Jo") is not None) == bool(self.undone)

    def teardown(self) -> None:
        assert self.register.check_integrity() == ()
        self.register.close()
        shutil.rmtree(self.folder)


EMPTY = Path(tempfile.mkdtemp()) / "register.db"


def setup_module() -> None:
    """Make the empty register that every run copies."""
    Register.create(EMPTY).close()


def teardown_module() -> None:
    """Leave nothing behind."""
    shutil.rmtree(EMPTY.parent)


TestOperations = Operations.TestCase
TestOperations.settings = settings(examples(24), stateful_step_count=18)
