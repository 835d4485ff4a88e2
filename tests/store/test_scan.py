"""Lists found part by part come to what one statement finds, and follow whatever is written."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator
from datetime import date
from itertools import product
from typing import Any

import pytest

from tests.store.storing import AT, TODAY, do, standing
from tracker.domain.agreement import Agreement, AgreementType, Tag
from tracker.domain.money import Money
from tracker.domain.partnerships.partnership import Arrangement
from tracker.store import groups, scan, vocabulary
from tracker.store.facets import GROUPS
from tracker.store.file import Register
from tracker.store.listing import SORTS
from tracker.store.orders import place_of
from tracker.store.queries import Queries
from tracker.store.search import WordSearch

TITLES = ("Street lighting", "street cleaning", "Bus shelters", "Lighting columns", "", "Strategy")


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Register]:
    """Sixty agreements that share few words, owners and amounts."""
    with Register.create(tmp_path_factory.mktemp("scan") / "register.db") as made:
        with do(made) as write:
            places = write.add_all([Arrangement(title=title) for title in ("Waste", "ICT")])
            write.load([agreement(n, places[n % 2].id if n % 5 == 0 else None) for n in range(60)])
            ends = [(n, standing(end=date(2026 + n % 3, 1 + n % 12, 1))) for n in range(1, 41)]
            write.put_standings(ends, TODAY)
        yield made


def agreement(number: int, arrangement: int | None = None) -> Agreement:
    return Agreement(
        reference=f"R{number * 7 % 60}",
        title=TITLES[number % 6],
        type=AgreementType.CONTRACT if number % 3 else AgreementType.FRAMEWORK,
        owner=("Priya", "priya", "", "Tom")[number % 4],
        value=None if number % 7 == 0 else Money(number % 5 * 100, "EUR" if number % 11 == 0 else "GBP"),
        annual_value=Money(50) if number % 6 == 0 else None,
        arrangement_id=arrangement,
        fictional=number % 13 == 0,
        tags=(Tag(name="urgent"),) if number % 9 == 0 else (),
    )


@pytest.fixture
def reader(register: Register) -> Iterator[Queries]:
    made = register.reader()
    yield made
    made.close()


SEARCHES = ("", "str", "stree", "street", "street l", "lighting street", "li", "r1", "zzz")
FILTERS: tuple[dict[str, str], ...] = (
    {},
    {"owner": "priya"},
    {"tag": "urgent", "missing": "value"},
    {"type": "contract", "owner": ""},
)


@pytest.mark.parametrize("sort", ["title", "value", "arrangement", "next_act_by"])
def test_what_is_put_together_is_what_one_statement_finds(sort: str, reader: Queries) -> None:
    for search, filters, descending in product(SEARCHES, FILTERS, (False, True)):
        rows = reader.listing(search, filters, sort, descending).rows
        expected = [row.id for row in rows]
        assert list(reader.ids(search, filters, sort, descending)) == expected
        assert reader.number(search, filters) == len(expected)
        assert reader.first_ids(search, filters, sort, descending, 5) == (len(expected), expected[:5])


def test_the_first_of_a_list_come_before_all_of_it(register: Register) -> None:
    for sort in SORTS:
        with_nothing_kept = register.reader()
        rows = [row.id for row in with_nothing_kept.listing(sort=sort, limit=7).rows]
        assert with_nothing_kept.first_ids(sort=sort, number=7) == (60, rows)
        assert len(with_nothing_kept.first_ids(sort=sort, number=50)[1]) == 50
        with_nothing_kept.ids(sort="id", descending=True)
        assert with_nothing_kept.first_ids(sort=sort, number=7) == (60, rows)
        with_nothing_kept.close()


@pytest.mark.parametrize("group", GROUPS)
def test_groups_hold_the_list_part_by_part(group: str, reader: Queries, register: Register) -> None:
    for search, filters in product(("", "street"), FILTERS):
        made = reader.groups(group, search, filters)
        ids = reader.ids(search, filters, "value", True, group)
        fresh = register.reader()
        assert fresh.first_grouped(group, search, filters, "value", True, 9) == (made, list(ids[:9]))
        fresh.close()
        assert reader.first_grouped(group, search, filters, "value", True, 9) == (made, list(ids[:9]))
        plain = list(reader.ids(search, filters, "value", True))
        assert sum(one.number for one in made) == len(ids) == len(plain)
        at = 0
        for one in made:
            part = list(ids[at : at + one.number])
            assert part == [each for each in plain if each in set(part)]
            at += one.number
    headings = reader.groups(group)
    counted = {value.casefold(): number for value, number in reader.facet(group)}
    assert {one.value.casefold(): one.number for one in headings} == counted
    values = [one.value for one in headings]
    assert values == sorted(values, key=lambda value: (not value, value.casefold()))


def test_the_first_of_large_groups_are_found_in_the_order_that_is_at_hand(
    register: Register, reader: Queries, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(groups, "_SORTED", 3)
    monkeypatch.setattr(groups, "_MARKED", 14)
    monkeypatch.setattr(groups, "_STRETCH", 7)
    reader.ids(sort="value")
    for group, number in product(("owner", "type", "end_year", "arrangement"), (5, 100)):
        made, first = reader.first_grouped(group, sort="value", number=number)
        expected = list(register.read.ids(sort="value", group=group))[:number]
        assert (made, first) == (register.read.groups(group), expected)


def test_the_amounts_of_some_come_to_those_of_the_list_that_holds_them(reader: Queries) -> None:
    for filters in FILTERS:
        for _ in range(2):
            assert reader.totals_of(reader.ids("", filters)) == reader.totals("", filters)
    assert reader.totals_of([]).sums == ()


def test_what_was_found_is_kept_until_somebody_writes(register: Register, reader: Queries) -> None:
    statements: list[str] = []
    before = list(reader.ids("street"))
    reader._connection.set_trace_callback(statements.append)
    assert list(reader.ids("street")) == before
    assert not [one for one in statements if "from" in one]
    with do(register) as write:
        added = write.add(Agreement(title="Abbey Street"))
    assert reader.ids("street")[0] == added.id
    register.undo(by="Jo", at=AT)
    assert list(reader.ids("street")) == before
    assert list(register.read.ids("street")) == before


def learned(reader: Queries) -> Queries:
    """That reader, when it has got to know every word."""
    for _ in range(1000):
        if reader.learn():
            return reader
    raise AssertionError("it never knows all words")


def test_a_reader_that_knows_every_word_finds_the_same(
    reader: Queries, register: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vocabulary, "_BIT", 7)
    knowing = learned(register.reader())
    assert knowing.learn()
    for search in (*SEARCHES, "treet", "ight", "r5", "ri", "umns stre", "zzzz", "str–", "%", "Éa"):
        assert knowing.ids(search) == reader.ids(search)
        assert knowing.number(search) == reader.number(search)
    knowing.close()


def test_a_part_of_very_many_words_is_looked_for_in_the_texts(
    register: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scan, "_WORDS", 1)
    knowing = learned(register.reader())
    assert len(knowing.ids("lighting")) == len(knowing.ids("ightin")) == 20
    assert len(knowing.ids("str")) == 30
    assert [one.word for one in knowing._scan._found if isinstance(one, WordSearch)] == ["", "str"]
    knowing.close()


def changed(register: Register, deed: Callable[[Any], object]) -> None:
    with do(register) as write:
        deed(write)


DEEDS: tuple[Callable[[Any], object], ...] = (
    lambda write: write.add(Agreement(title="Abbey Street", owner="Zed", value=Money(3))),
    lambda write: write.add(Agreement()),
    lambda write: write.change(Agreement, 7, title="Zebra crossings", owner="anne", value=None),
    lambda write: write.change(Agreement, 8, title="", arrangement_id=1),
    lambda write: write.remove(Agreement, 9),
    lambda write: write.remove(Agreement, 60),
    lambda write: write.add(Tag(agreement_id=3, name="overdue")),
    lambda write: [write.change(Agreement, one, title=f"Z{-one}") for one in range(10, 16)],
    lambda write: write.change(Arrangement, 1, title="Zeal"),
)


@pytest.mark.parametrize("deed", DEEDS)
def test_orders_are_mended_after_an_operation_and_its_undo(
    deed: Callable[[Any], object], register: Register, reader: Queries, monkeypatch: pytest.MonkeyPatch
) -> None:
    ways = [*product(SORTS, (False, True))]
    monkeypatch.setattr(scan, "_ORDERS_KEPT", len(ways))
    learned(reader)
    for sort, descending in ways:
        reader.ids(sort=sort, descending=descending)
    changed(register, deed)
    for undone in (False, True):
        if undone:
            register.undo(by="Jo", at=AT)
        for sort, descending in ways:
            ids = list(reader.ids(sort=sort, descending=descending))
            assert ids == list(register.read.ids(sort=sort, descending=descending))
            assert reader.first_ids(sort=sort, descending=descending, number=3) == (len(ids), ids[:3])
        for part in ("ebra", "overdu", "stree"):
            assert reader.ids(part) == register.read.ids(part)


def test_an_order_in_which_nothing_moved_stays_the_same(register: Register, reader: Queries) -> None:
    ids = reader.ids(sort="value")
    changed(register, lambda write: write.change(Agreement, 7, notes="Read again"))
    assert reader.ids(sort="value") is ids
    changed(register, lambda write: [write.change(Agreement, one, notes="?") for one in range(1, 58)])
    assert reader.ids(sort="value") == ids
    assert reader.ids(sort="value") is not ids
    for _ in range(2):
        register.undo(by="Jo", at=AT)


def test_an_id_is_found_at_its_place_and_not_between_two_others() -> None:
    ids = array("I", [0x0200, 0x0200_0000, 0x0002, 7])
    assert [place_of(ids, one) for one in (*ids, 0x0002_0000, 8)] == [0, 1, 2, 3, None, None]


def test_what_was_reckoned_without_an_operation_is_not_taken_for_what_one_touched(
    register: Register, reader: Queries
) -> None:
    reader.ids(sort="current_end")
    with register.derive() as write:
        write.put_standings([(5, standing(end=date(2000, 1, 1)))], TODAY)
    changed(register, lambda write: write.change(Agreement, 7, notes="Read again"))
    assert reader.ids(sort="current_end")[0] == 5
    register.undo(by="Jo", at=AT)


def test_only_so_much_is_kept(reader: Queries) -> None:
    for sort in ("id", "title", "value", "owner", "type"):
        reader.ids(sort=sort)
    for letters in range(20):
        reader.ids(f"word{letters}")
    assert len(reader._scan._orders) == scan._ORDERS_KEPT
    assert len(reader._scan._found) == scan._FOUND_KEPT


def test_a_list_that_changes_while_it_is_put_together_is_put_together_again(
    register: Register, reader: Queries, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another writer comes between the order of all and the rows that a word finds."""
    reader.ids()
    plain = reader._scan._meeting
    added: list[int] = []

    def meanwhile(condition: object) -> object:
        if not added:
            with do(register) as write:
                added.append(write.add(Agreement(title="Street signs")).id)
        return plain(condition)

    monkeypatch.setattr(reader._scan, "_meeting", meanwhile)
    assert list(reader.ids("signs")) == added
    register.undo(by="Jo", at=AT)


def test_a_list_in_which_something_moves_meanwhile_is_put_together_again(
    register: Register, reader: Queries, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = reader._scan._meeting
    moved: list[int] = []

    def meanwhile(condition: object) -> object:
        found = plain(condition)
        if not moved:
            moved.append(7)
            changed(register, lambda write: write.change(Agreement, 7, title="Zebra street"))
        return found

    monkeypatch.setattr(reader._scan, "_meeting", meanwhile)
    assert reader.ids("street")[-1] == 7
    register.undo(by="Jo", at=AT)


def test_an_error_that_is_nobody_s_writing_is_not_tried_again(
    reader: Queries, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(condition: object) -> None:
        raise IndexError

    monkeypatch.setattr(reader._scan, "_meeting", fail)
    with pytest.raises(IndexError):
        reader.ids("street")
