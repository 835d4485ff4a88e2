"""Whatever a bad disk does to a register: what is readable comes back, and what is not is listed."""

from __future__ import annotations

import random
import re
import shutil
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tests.store.storing import AT, do, dump, fill, lighting
from tracker.domain.errors import NotARegister, RegisterDamaged, TrackerError
from tracker.domain.organisation import OrganisationName
from tracker.store import salvage as module
from tracker.store.file import Register
from tracker.store.records import TABLES
from tracker.store.salvage import Salvaged, salvage

PAGE = 4096
MANY = 120


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A register of many agreements, some with notes that take pages of their own."""
    path = tmp_path_factory.mktemp("full") / "full.db"
    with Register.create(path) as register:
        fill(register)
        with do(register) as write:
            write.load(
                [
                    replace(lighting(1, 2), title=f"Agreement {n}", notes="n" * (9000 if n % 20 == 0 else 50))
                    for n in range(MANY)
                ]
            )
            write.add(OrganisationName(organisation_id=1, name="Brightway"))
    return path


def run(path: Path) -> Salvaged:
    target = path.with_name("salvaged.db")
    target.unlink(missing_ok=True)
    before = path.read_bytes()
    found = salvage(path, target, by="Jo", at=AT)
    assert path.read_bytes() == before
    with Register.open(target) as register:
        assert register.check_integrity() == ()
        assert register.undo_name("Jo") is None
        assert register.read.history(1)[0].name.startswith(
            f"Salvage from {path.name}: {len(found.lost)} rows"
        )
        assert len(list(register.read.agreements())) == found.kept["agreement"]
    return found


def same(one: Path, other: Path) -> bool:
    """Equal but for the order in which search words were written."""
    return dump(one) == dump(other)


def spoilt(full: Path, tmp_path: Path, *damages: tuple[int, bytes]) -> Path:
    path = tmp_path / "damaged.db"
    data = bytearray(full.read_bytes())
    for at, new in damages:
        data[at : at + len(new)] = new
    path.write_bytes(data)
    return path


def test_a_sound_register_comes_back_whole(full: Path, tmp_path: Path) -> None:
    path = spoilt(full, tmp_path)
    found = run(path)
    assert (found.lost, found.mended) == ([], [])
    assert same(path, path.with_name("salvaged.db"))


DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "header": lambda data: bytes(100) + data[100:],
    "first page": lambda data: b"\xa5" * PAGE + data[PAGE:],
    "description of the tables": lambda data: data[:100] + b"\xff" * (PAGE - 100) + data[PAGE:],
    "wrong size of pages": lambda data: data[:16] + b"\x12\x34" + data[18:],
}


@pytest.mark.slow
@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_f18_where_only_the_description_is_gone_all_comes_back(
    damage: Callable[[bytes], bytes], full: Path, tmp_path: Path
) -> None:
    path = tmp_path / "damaged.db"
    path.write_bytes(damage(full.read_bytes()))
    found = run(path)
    assert found.lost == []
    assert found.kept["agreement"] == MANY + 1
    assert same(full, path.with_name("salvaged.db"))


def test_f18_of_half_a_file_comes_back_what_is_in_it(full: Path, tmp_path: Path) -> None:
    path = tmp_path / "damaged.db"
    data = full.read_bytes()
    path.write_bytes(data[: len(data) * 3 // 4 + 99])
    found = run(path)
    assert found.lost
    assert found.kept["organisation"] >= 2


@pytest.mark.parametrize("data", [b"", b"\0" * 8192, b"PK\x03\x04", b"SQLite format 3\0" + b"\xff" * 20_000])
def test_f18_what_holds_nothing_is_refused(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "damaged.db"
    path.write_bytes(data)
    target = tmp_path / "salvaged.db"
    try:
        found = salvage(path, target, by="Jo", at=AT)
    except RegisterDamaged as error:
        assert str(error).startswith("Nothing in damaged.db can be read")
        assert not target.exists()
    else:
        assert not any(found.kept[table.name] for table in TABLES)
        assert found.lost
    assert [p.name for p in tmp_path.iterdir() if ".part" in p.name] == []


def test_nothing_to_read_and_nowhere_to_write(full: Path, tmp_path: Path) -> None:
    with pytest.raises(RegisterDamaged, match="cannot be read"):
        salvage(tmp_path / "none.db", tmp_path / "salvaged.db", by="Jo", at=AT)
    with pytest.raises(TrackerError, match="is there already"):
        salvage(full, full, by="Jo", at=AT)


@pytest.mark.slow
@pytest.mark.parametrize("number", range(8))
def test_f17_one_bad_page_costs_only_what_lay_on_it(number: int, full: Path, tmp_path: Path) -> None:
    chance = random.Random(number)
    pages = full.stat().st_size // PAGE
    at = chance.randrange(1, pages) * PAGE
    path = spoilt(full, tmp_path, (at, chance.randbytes(PAGE)))
    found = run(path)
    assert found.kept["agreement"] >= MANY // 3


def leaves(path: Path, table: str) -> list[int]:
    """Where the pages of a table lie that hold its rows."""
    connection = sqlite3.connect(path)
    (root,) = connection.execute("select rootpage from sqlite_master where name = ?", (table,)).fetchone()
    connection.close()
    data = path.read_bytes()
    top = data[(root - 1) * PAGE : root * PAGE]
    if top[0] != 5:
        return [(root - 1) * PAGE]
    cells = int.from_bytes(top[3:5])
    pointers = [int.from_bytes(top[12 + 2 * n : 14 + 2 * n]) for n in range(cells)]
    pages = [int.from_bytes(top[at : at + 4]) for at in pointers] + [int.from_bytes(top[8:12])]
    return [(page - 1) * PAGE for page in pages]


def test_f17_rows_on_both_sides_of_bad_pages_and_between_them(full: Path, tmp_path: Path) -> None:
    pages = leaves(full, "agreement")
    assert len(pages) > 8
    path = spoilt(full, tmp_path, (pages[2], b"\xa5" * PAGE), (pages[6], b"\xa5" * PAGE))
    found = run(path)
    assert 0 < found.kept["agreement"] <= MANY + 1
    assert [line for line in found.lost if re.fullmatch(r"Agreement \d+ to \d+ cannot be read\.", line)]
    assert any(note.endswith("one without contents stands for it.") for note in found.mended)
    with Register.open(path.with_name("salvaged.db")) as register:
        titles = {one.title for one in register.read.agreements()}
        assert "Agreement 119" in titles
        assert any(title.startswith("Not recovered (agreement ") for title in titles)


def test_f17_a_row_that_breaks_off_keeps_what_comes_before(full: Path, tmp_path: Path) -> None:
    data = full.read_bytes()
    long = data.index(b"n" * 4000)
    path = spoilt(full, tmp_path, (long // PAGE * PAGE, b"\xff\xff\xff\xf0"))
    found = run(path)
    (line,) = [line for line in found.lost if line.startswith("Agreement ")]
    assert "notes" in line and line.endswith("cannot be read.")
    assert found.kept["agreement"] == MANY + 1


@pytest.mark.slow
@pytest.mark.parametrize(
    "table", ["operation", "party", "organisation_name", "sqlite_sequence", "organisation"]
)
def test_f17_a_table_that_is_gone_does_not_cost_the_others(table: str, full: Path, tmp_path: Path) -> None:
    path = spoilt(full, tmp_path, *((at, b"\0" * PAGE) for at in leaves(full, table)))
    found = run(path)
    assert found.kept["agreement"] == MANY + 1
    if table == "organisation":
        assert "Organisation 1 was lost; one without contents stands for it." in found.mended
    if table == "operation":
        assert "History entry 1 was lost; one without contents stands for it." in found.mended


def test_texts_that_are_none_and_rows_that_make_no_sense(full: Path, tmp_path: Path) -> None:
    path = spoilt(full, tmp_path)
    other = sqlite3.connect(path)
    other.execute("pragma ignore_check_constraints = on")
    other.execute("update agreement set title = cast(x'ff41' as text) where id = 1")
    other.execute("update party set role = 'king' where id = 1")
    other.execute("update extension_option set agreement_id = 777 where id = 1")
    other.execute("drop table risk")
    other.commit()
    other.close()
    found = run(path)
    assert "Party 1: what was read of it makes no sense." in found.lost
    assert "Risk: the whole table could not be read." in found.lost
    with Register.open(path.with_name("salvaged.db")) as register:
        assert register.read.agreement(1).title == "\ufffdA"
        assert register.read.agreement(777).title == "Not recovered (agreement 777)"


def test_a_row_that_nothing_can_stand_for_takes_its_parts_along(full: Path, tmp_path: Path) -> None:
    path = spoilt(full, tmp_path)
    other = sqlite3.connect(path)
    other.execute(
        "insert into measurement (id, uid, service_level_id, figure, note, period_precision, period_as_written, period_inferred) values (1, 'u', 55, '1', '', 'day', '', 0)"
    )
    other.commit()
    other.close()
    found = run(path)
    assert "Measurement 1: the service level that it belongs to is lost." in found.lost


def test_a_journal_beside_it_is_put_to_use(full: Path, tmp_path: Path) -> None:
    path = tmp_path / "damaged.db"
    shutil.copy(full, path)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("pragma journal_mode = wal")
    other.execute("update organisation set notes = 'in the log'")
    left = tmp_path / "left"
    left.mkdir()
    for ending in ("", "-wal"):
        shutil.copy(f"{path}{ending}", left)
    other.close()
    found = salvage(left / "damaged.db", left / "salvaged.db", by="Jo", at=AT)
    assert found.lost == []
    with Register.open(left / "salvaged.db") as register:
        assert {one.notes for one in register.read.organisations()} == {"in the log"}


def test_a_register_of_another_program_is_none(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    other = sqlite3.connect(path)
    other.execute("create table cards (x)")
    other.commit()
    other.close()
    with pytest.raises(NotARegister):
        Register.open(path)
    assert module._has_tables(path) is False


def test_a_table_whose_rows_were_never_counted_says_that_more_may_be_gone(full: Path, tmp_path: Path) -> None:
    places = [*leaves(full, "organisation"), *leaves(full, "sqlite_sequence")]
    path = spoilt(full, tmp_path, *((at, b"\xa5" * PAGE) for at in places))
    found = run(path)
    assert "Organisation 1 and any after it cannot be read." in found.lost


def test_a_single_row_that_is_gone_and_numbers_that_never_were() -> None:
    assert list(module._spans("Party", [1, 2, 3, 7], 7, known=True)) == [
        "Party 1 to 3 cannot be read.",
        "Party 7 cannot be read.",
    ]


def test_a_gap_too_wide_to_try_is_told(full: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_WIDEST", 5)
    pages = leaves(full, "agreement")
    path = spoilt(full, tmp_path, *((at, b"\xa5" * PAGE) for at in pages[2:9]))
    found = run(path)
    assert any(line.endswith("and any after it cannot be read.") for line in found.lost)


def test_numbers_without_rows_between_bad_pages_are_no_loss(full: Path, tmp_path: Path) -> None:
    path = spoilt(full, tmp_path)
    other = sqlite3.connect(path)
    other.execute("pragma foreign_keys = off")
    other.execute("delete from agreement where id between 30 and 40")
    other.commit()
    other.close()
    pages = leaves(path, "agreement")
    data = bytearray(path.read_bytes())
    for at in (pages[1], pages[-2]):
        data[at : at + PAGE] = b"\xa5" * PAGE
    path.write_bytes(data)
    found = run(path)
    assert not any(line.startswith("Agreement 3") and " to " not in line for line in found.lost)


def test_where_no_row_can_stand_for_another(full: Path, tmp_path: Path) -> None:
    path = spoilt(full, tmp_path)
    other = sqlite3.connect(path)
    other.execute("delete from arrangement")
    other.execute("update agreement set arrangement_id = 4 where id = 1")
    other.commit()
    other.close()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("tracker.store.mending.new_uids", lambda *_: [None])
        found = run(path)
    assert "Agreement 1: the arrangement that it belongs to is lost." in found.lost
