"""What is asked of many arrangements at once."""

from __future__ import annotations

from tests.store.storing import TODAY, deadline, do, standing
from tracker.domain.agreement import Agreement, Event, EventKind, Status
from tracker.domain.dates import When
from tracker.domain.partnerships.partnership import Arrangement
from tracker.store.file import Register


def test_what_lists_of_many_ask_of_a_standing(register: Register) -> None:
    with do(register) as write:
        one, two, bare = (a.id for a in write.add_all([Agreement(title=t) for t in ("One", "Two", "Bare")]))
        write.put_standings(
            [
                (two, standing(Status.EXPIRED, end=None)),
                (one, standing(Status.LIVE, deadline("review", TODAY))),
            ],
            TODAY,
        )
    rows = register.read.stored_standings([two, one, bare, 99])
    assert rows[0] == (one, "live", "2027-03-31", TODAY.isoformat(), "review of the term", "review")
    assert [(row.agreement_id, row.status, row.current_end, row.next_act_by) for row in rows[1:2]] == [
        (two, Status.EXPIRED.value, None, None)
    ]


def test_agreements_with_an_event_of_a_kind_or_so_described(register: Register) -> None:
    signed = Event(kind=EventKind.SIGNED, on=When.on(TODAY))
    told = Event(kind=EventKind.NOTICE_GIVEN, on=When.on(TODAY))
    planned = Event(kind=EventKind.VARIED, on=When.on(TODAY), detail="planned")
    with do(register) as write:
        place, other = write.add_all([Arrangement(title="Waste"), Arrangement(title="Legal")])
        made = write.add_all(
            [
                Agreement(title="Signed", arrangement_id=place.id, events=(signed,)),
                Agreement(title="Told", arrangement_id=place.id, events=(signed, told)),
                Agreement(title="Planned", arrangement_id=place.id, events=(planned,)),
                Agreement(title="Elsewhere", arrangement_id=other.id, events=(told,)),
                Agreement(title="Alone", events=(told,)),
            ]
        )
    assert register.read.eventful([place.id], "notice given", "planned") == [made[1].id, made[2].id]
    assert register.read.eventful([], "notice given", "planned") == []
