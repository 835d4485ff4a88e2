"""The garbage collector kept from what a large import is made of, until that is put away."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from tracker.exchange import pausing


@pytest.fixture(autouse=True)
def tidy() -> Iterator[None]:
    yield
    pausing.look_again()


@pytest.mark.parametrize(("many", "kept"), [(1_000_000, False), (50, True)])
def test_what_is_much_is_kept_from_the_collector_until_it_is_put_away(
    monkeypatch: pytest.MonkeyPatch, many: int, kept: bool
) -> None:
    monkeypatch.setattr(pausing, "_MANY", many)
    gc.collect()
    with pausing.collector_paused():
        assert not gc.isenabled()
        made = [[number] for number in range(500)]
    assert gc.isenabled()
    assert (gc.get_freeze_count() >= len(made)) is kept
    pausing.look_again()
    assert gc.get_freeze_count() == 0


def test_a_collector_that_was_off_stays_off() -> None:
    gc.disable()
    try:
        with pausing.collector_paused():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()
