"""An agreement as it was after any operation, read back from the history with all its parts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from tests.store.storing import do, fill, undo
from tracker.domain.agreement import Agreement, Event, EventKind, Party
from tracker.domain.dates import Period, When
from tracker.store.file import Register


def test_every_state_that_it_ever_had(register: Register) -> None:
    states: dict[int, Agreement | None] = {0: None}
    number = fill(register)

    def note() -> None:
        found = [one for one in register.read.agreements() if one.id == number]
        states[register.read.last_operation()] = found[0] if found else None

    note()
    agreement = register.read.agreement(number)
    with do(register, "Amend") as write:
        write.change(Agreement, number, title="Lamps", initial_term=None)
        write.remove(Party, agreement.parties[0].id)
    note()
    with do(register, "Extend") as write:
        event = write.add(
            Event(agreement_id=number, kind=EventKind.EXTENDED, on=When.on(date(2026, 1, 1)), option=1)
        )
        write.change(
            Agreement,
            number,
            options=tuple(replace(option, length=Period(5)) for option in agreement.options),
        )
    note()
    with do(register, "Think again") as write:
        write.change(Event, event.id, text="by letter")
        write.change(Agreement, number, options=())
    note()
    undo(register)
    note()
    with do(register, "Remove") as write:
        write.remove(Agreement, number)
    note()
    undo(register)
    note()
    assert len(states) == 8
    for operation, state in states.items():
        assert register.read.agreement_after(number, operation) == state
    assert register.read.agreement_after(number + 1, 1) is None
