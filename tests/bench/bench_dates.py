"""How long the date engine takes: `python -m tests.bench.bench_dates`.

Prints the processor time for the ladder and all deadlines of 100,000 agreements, one step of a
ladder against stepping with dateutil's relativedelta, and the memory, all in one run. Nothing
is asserted: times differ from machine to machine, ratios less so.
"""

from __future__ import annotations

import random
import resource as usage
import statistics
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import islice

from dateutil.relativedelta import relativedelta

from tracker.app.calendars import calendar_for
from tracker.domain.agreement import (
    Agreement,
    EndKind,
    ExtensionOption,
    NoticeClause,
    NoticeKind,
    SignatureState,
)
from tracker.domain.dates import Period, When, rolling_end
from tracker.domain.deadlines.rules import Rules
from tracker.domain.deadlines.standing import standing
from tracker.domain.deadlines.standings import standings
from tracker.resources import resource

COUNT = 100_000
TODAY = date(2026, 11, 22)
CALENDAR = calendar_for("england-and-wales")
RULES = Rules.from_json(resource("rules", "statutory.json").read_text(encoding="utf-8"))


def agreements(count: int) -> Iterator[Agreement]:
    """Two options, one notice clause, a review every quarter; begun in the last five years, as in a register."""
    chance = random.Random(2026)
    least = Period(6)
    for number in range(count):
        starts = TODAY - timedelta(days=chance.randrange(1, 1826))
        yield Agreement(
            id=number,
            starts=When.on(starts),
            initial_term=Period(chance.choice((24, 36, 48, 60))),
            end_kind=EndKind.FIXED,
            signature=SignatureState.SIGNED,
            options=(
                ExtensionOption(number=1, length=Period(24), notice_least=least),
                ExtensionOption(number=2, length=Period(12), notice_least=least),
            ),
            notices=(NoticeClause(kind=NoticeKind.TERMINATION, length=Period(3)),),
            review_every=Period(3),
        )


def engine(count: int = COUNT) -> tuple[float, float]:
    """Seconds of processor time for the standing of `count` agreements, and deadlines for each.

    Agreements that were made alike are reckoned once, as where a register is reckoned again.
    """
    making, made = 0.0, agreements(count)

    def supplied() -> Iterator[tuple[int, Agreement]]:
        nonlocal making
        while True:
            begun = time.process_time()
            batch = list(islice(made, 1000))
            making += time.process_time() - begun
            if not batch:
                return
            yield from ((agreement.id, agreement) for agreement in batch)

    begun = time.process_time()
    deadlines = sum(len(stands.deadlines) for _, stands in standings(supplied(), TODAY, CALENDAR, RULES))
    return time.process_time() - begun - making, deadlines / count


def alone(count: int = 10_000) -> float:
    """Seconds of processor time for `count` agreements, each reckoned as though it were the only one."""
    made = list(agreements(count))
    begun = time.process_time()
    for agreement in made:
        standing(agreement, TODAY, CALENDAR, RULES)
    return time.process_time() - begun


def _each(run: Callable[[], object], times: int) -> float:
    """Microseconds of processor time for one run: the median of seven rounds."""
    rounds = []
    for _ in range(7):
        begun = time.process_time()
        for _ in range(times):
            run()
        rounds.append((time.process_time() - begun) / times * 1e6)
    return statistics.median(rounds)


def step() -> tuple[float, float]:
    """Microseconds to reach the term that holds today: ours jumps there, relativedelta steps.

    A monthly period since 2009, as the prototype measured it: what follows is the next end.
    """
    starts, roll = date(2009, 4, 1), Period(1)
    months = (TODAY.year - starts.year) * 12 + TODAY.month - starts.month + 1

    def ours() -> date:
        return rolling_end(starts, None, roll, months)

    def stepping() -> date:
        end, number = starts, 0
        while end <= TODAY:
            number += 1
            end = starts + relativedelta(months=number)
        return end - timedelta(days=1)

    assert ours() == stepping()
    return _each(ours, 2000), _each(stepping, 20)


def main() -> None:
    """Print the three figures."""
    engine(2000)  # warm the caches: a register that is open has done so long ago
    before = usage.getrusage(usage.RUSAGE_SELF).ru_maxrss
    spent, deadlines = engine()
    after = usage.getrusage(usage.RUSAGE_SELF).ru_maxrss
    print(
        f"dates: {COUNT:,} agreements, ladder and {deadlines:.1f} deadlines each: {spent:.2f} s of processor "
        f"time, {spent / COUNT * 1e6:.0f} us each (goal: under 4 s)"
    )
    print(f"dates: {alone(10_000) * 100:.0f} us for one that is reckoned alone")
    mine, theirs = step()
    print(
        f"dates: one step of a ladder {mine:.2f} us, stepping with relativedelta {theirs:.1f} us: "
        f"{theirs / mine:.0f} times faster (goal: 30)"
    )
    print(
        f"dates: memory grew by {(after - before) / 1024:.1f} MB over {COUNT:,} agreements, most of it the "
        "standings kept to be found again, which have a bound"
    )


if __name__ == "__main__":
    main()
