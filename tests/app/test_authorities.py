"""The list of councils: complete, consistent, and found by the names that people write."""

from __future__ import annotations

import csv
import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from tracker.app.authorities import authorities, find, is_council, region, successors_on
from tracker.domain.match import comparable

TODAY = date(2026, 11, 22)


def the(name: str, day: date | None = None) -> str:
    found = find(name, day)
    assert len(found) == 1, (name, [a.name for a in found])
    return found[0].name


def test_every_council_of_each_kind_is_there() -> None:
    now = [a for a in authorities() if a.exists_on(TODAY)]
    kinds = Counter((a.type, a.region in ("Wales", "Scotland", "Northern Ireland")) for a in now)
    nations = Counter(a.region for a in now)
    assert nations["Wales"] == 22
    assert nations["Scotland"] == 32
    assert nations["Northern Ireland"] == 11
    assert nations["London"] == 33
    assert kinds["metropolitan", False] == 36
    assert kinds["county", False] == 21
    assert kinds["district", False] == 164
    assert kinds["unitary", False] == 63
    assert len(now) == 382


def test_names_and_codes_are_unique_and_regions_are_the_twelve() -> None:
    assert not [name for name, n in Counter(comparable(a.name) for a in authorities()).items() if n > 1]
    assert not [gss for gss, n in Counter(a.gss for a in authorities() if a.gss).items() if n > 1]
    assert all(re.fullmatch(r"[ENSW]\d{8}", a.gss) for a in authorities() if a.gss)
    assert len({a.region for a in authorities()}) == 12


def test_a_council_that_ended_has_successors_from_the_next_day() -> None:
    by_name = {a.name: a for a in authorities()}
    for authority in authorities():
        assert bool(authority.existed_to) == bool(authority.successors), authority.name
        for name in authority.successors:
            later = by_name[name]
            assert (
                later.existed_from is None
                or authority.existed_to is None
                or ((later.existed_from - authority.existed_to).days == 1)
            ), (authority.name, name)


@pytest.mark.parametrize(
    ("written", "council"),
    [
        ("Hinckley and Bosworth Borough Council", "Hinckley and Bosworth Borough Council"),
        ("HINCKLEY & BOSWORTH BC", "Hinckley and Bosworth Borough Council"),
        ("HBBC", "Hinckley and Bosworth Borough Council"),
        ("Blaby", "Blaby District Council"),
        ("Blaby DC", "Blaby District Council"),
        ("blaby council", "Blaby District Council"),
        ("London Borough of Sutton", "London Borough of Sutton"),
        ("Sutton Council", "London Borough of Sutton"),
        ("LB Sutton", "London Borough of Sutton"),
        ("City of Nottingham", "Nottingham City Council"),
        ("Leicestershire County Council", "Leicestershire County Council"),
        ("Leicester City Council", "Leicester City Council"),
        ("Durham City Council", "Durham City Council"),
        ("Durham County Council", "Durham County Council"),
        ("BCP Council", "Bournemouth, Christchurch and Poole Council"),
        ("Shepway", "Folkestone and Hythe District Council"),
        ("Cyngor Sir Ynys Môn", "Isle of Anglesey County Council"),
        ("Borough Council of Kings Lynn & West Norfolk", "Borough Council of King's Lynn and West Norfolk"),
        ("Stockport MBC", "Stockport Metropolitan Borough Council"),
        ("The Highland Council", "Highland Council"),
    ],
)
def test_names_as_people_write_them(written: str, council: str) -> None:
    assert the(written) == council


def test_a_place_with_several_councils_is_narrowed_by_the_day() -> None:
    assert {a.name for a in find("Dorset")} == {"Dorset County Council", "Dorset Council"}
    assert the("Dorset", date(2010, 11, 30)) == "Dorset County Council"
    assert the("Dorset", TODAY) == "Dorset Council"
    assert the("Buckinghamshire County Council", TODAY) == "Buckinghamshire County Council"


@pytest.mark.parametrize(
    "name", ["Steria", "Council Tax Services Limited", "Borough", "", "Springfield", "Capita plc"]
)
def test_others_are_not_councils(name: str) -> None:
    assert not is_council(name)


def test_regions() -> None:
    assert region("Aylesbury Vale") == "South East"
    assert region("Dacorum Borough Council") == "East of England"
    assert region("Dorset") == "South West"
    assert region("Nowhere") == ""


def test_successors_at_a_date() -> None:
    (vale,) = find("Aylesbury Vale District Council")
    assert successors_on(vale, date(2020, 3, 31)) == (vale,)
    assert [a.name for a in successors_on(vale, date(2020, 4, 1))] == ["Buckinghamshire Council"]
    (deane,) = find("Taunton Deane")
    assert [a.name for a in successors_on(deane, date(2021, 1, 1))] == ["Somerset West and Taunton Council"]
    assert [a.name for a in successors_on(deane, TODAY)] == ["Somerset Council"]
    (dorset,) = find("Dorset County Council")
    assert next(a.name for a in successors_on(dorset, TODAY)) == "Dorset Council"


# What another list of councils has otherwise, each looked up: it gives regions of neighbours for
# two counties, ends of 2021 and 2023 a day late, and names from before a place became a city.
LATE_ENDS = {date(2021, 4, 1), date(2023, 4, 1)}
OTHER_REGION = {"Derbyshire County Council", "Lincolnshire County Council"}
COMBINED = ("Combined authority", "Strategic Regional Authority")


def test_it_agrees_with_another_list_of_councils(shared: Path) -> None:
    folder = shared / "registers" / "mysociety-la"
    with (folder / "uk_local_authorities_future.csv").open(
        encoding="utf-8", errors="replace", newline=""
    ) as file:
        theirs = [row for row in csv.DictReader(file) if row["local-authority-type-name"] not in COMBINED]
    assert len(theirs) > 400
    ours = {a.gss: a for a in authorities() if a.gss}
    names = {comparable(a.name): a for a in authorities()}
    for row in theirs:
        authority = ours.get(row["gss-code"]) or names.get(comparable(row["official-name"]))
        assert authority is not None, row["official-name"]
        if row["gss-code"]:
            assert authority in find(row["official-name"]), row["official-name"]
        if row["region"] and authority.name not in OTHER_REGION:
            assert row["region"].casefold() == authority.region.casefold(), authority.name
        end = date.fromisoformat(row["end-date"]) if row["end-date"] else None
        if end not in LATE_ENDS:
            assert end == authority.existed_to, authority.name
        else:
            assert authority.existed_to is not None and (end - authority.existed_to).days in (0, 1)
