"""`tracker dates`, through the command line as a task scheduler would call it."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from tracker.cli import main


def ask(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, Any]:
    """The JSON answer to a question."""
    assert main(["dates", *words, "--json"]) == 0
    answer: dict[str, Any] = json.loads(capsys.readouterr().out)
    return answer


def test_a_term_with_two_options(capsys: pytest.CaptureFixture[str]) -> None:
    told = ask(capsys, "--start", "2022-04-01", "--term", "5y", "--options", "2y+2y", "--notice", "6m")
    assert (told["initial_end"], told["max_end"]) == ("2027-03-31", "2031-03-31")
    ladder = told["ladder"]
    assert isinstance(ladder, list)
    assert [step["ends"] for step in ladder] == ["2027-03-31", "2029-03-31", "2031-03-31"]
    assert told["workings"]


def test_the_two_readings_of_a_notice(capsys: pytest.CaptureFixture[str]) -> None:
    told = ask(capsys, "--end", "2026-09-30", "--notice", "6m")
    assert told["end"] == "2026-09-30"
    assert told["latest_notice"] == {"backward": "2026-03-30", "forward": "2026-03-31"}
    assert told["act_by"] == "2026-03-30"


def test_when_a_notice_takes_effect(capsys: pytest.CaptureFixture[str]) -> None:
    """Dodds v Walker [1981]: the corresponding date, not the end of the month."""
    assert ask(capsys, "--given", "1978-09-30", "--notice", "4m")["takes_effect"] == "1979-01-30"


@pytest.mark.parametrize(
    ("words", "initial", "latest", "steps"),
    [
        (("--start", "2022-04-01", "--term", "5+2+2"), "2027-03-31", "2031-03-31", 3),
        (("--start", "2021-04-01", "--term", "18m+18m+12m+12m"), "2022-09-30", "2026-03-31", 4),
        (("--start", "2020-04-01", "--term", "5y"), "2025-03-31", "2025-03-31", 1),
        (
            (
                *("--start", "2020-04-01", "--term", "5y"),
                *("--options", "year on year up to a maximum of 10 years"),
            ),
            *("2025-03-31", "2030-03-31", 6),
        ),
        (
            ("--start", "2020-04-01", "--term", "3y", "--options", "12 months, up to a maximum of 5 years"),
            *("2023-03-31", "2025-03-31", 3),
        ),
        (
            ("--start", "2024-04-01", "--term", "3y", "--options", "up to 24 months"),
            *("2027-03-31", "2029-03-31", 2),
        ),
        (("--end", "2027-03-31", "--options", "12m+12m"), "2027-03-31", "2029-03-31", 3),
        (
            ("--start", "2024-04-01", "--term", "24m", "--options", "none"),
            *("2026-03-31", "2026-03-31", 1),
        ),
    ],
)
def test_a_term_and_its_options_as_officers_write_them(
    capsys: pytest.CaptureFixture[str], words: tuple[str, ...], initial: str, latest: str, steps: int
) -> None:
    told = ask(capsys, *words)
    assert (told["initial_end"], told["max_end"]) == (initial, latest)
    assert len(told["ladder"]) == steps


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--start", "2024-04-01", "--term", "24m", "--notice", "3y"), "notice.longer-than-term"),
        (("--start", "2024-04-01", "--term", "0m"), "term.no-length"),
        (("--start", "2024-04-01", "--term", "36m", "--end", "2027-04-01"), "term.ends-differ"),
    ],
)
def test_what_is_odd_is_said_beside_the_dates(
    capsys: pytest.CaptureFixture[str], words: tuple[str, ...], code: str
) -> None:
    told = ask(capsys, *words)
    assert [found["code"] for found in told["findings"]] == [code]
    assert "latest_notice" not in told
    assert main(["dates", *words]) == 0
    assert told["findings"][0]["message"] in " ".join(capsys.readouterr().out.split())


def test_the_calendar_decides_the_day_to_act_by(capsys: pytest.CaptureFixture[str]) -> None:
    """30 November is St Andrew's Day: a bank holiday in Scotland alone."""
    words = ("--end", "2027-05-30", "--notice", "6m")
    assert ask(capsys, *words)["act_by"] == "2026-11-30"
    assert ask(capsys, *words, "--calendar", "scotland")["act_by"] == "2026-11-27"
    assert ask(capsys, *words, "--calendar", "any")["act_by"] == "2026-11-27"


@pytest.mark.parametrize(
    ("words", "part"),
    [
        (("--end", "31/02/2026", "--notice", "6m"), "End"),
        (("--end", "2026-09-30", "--notice", "soon"), "Notice"),
        (("--start", "2022-04-01"), "needs a term"),
        (("--end", "2026-09-30"), "give a notice"),
        ((), "Give a start"),
        (("--calendar", "mars"), "mars"),
        (("--start", "2022-04-01", "--term", "5+2", "--options", "1y"), "in one place"),
        (("--start", "2022-04-01", "--term", "5y", "--options", "some"), "no length"),
    ],
)
def test_what_cannot_be_worked_out_says_why(
    capsys: pytest.CaptureFixture[str], words: tuple[str, ...], part: str
) -> None:
    assert main(["dates", *words]) == 2
    said = capsys.readouterr()
    assert not said.out
    assert part in said.err
    assert len(said.err.strip().splitlines()) == 1


def test_a_batch_answers_every_line(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    questions = tmp_path / "questions.csv"
    questions.write_text(
        "start,term,options,end,given,notice,calendar\n"
        "2022-04-01,5y,2+2,,,,\n"
        ",,,2026-09-30,,6m,\n"
        ",,,,1978-09-30,4m,\n"
        ",,,31/02/2026,,6m,\n"
        ",,,2027-05-30,,6m,scotland\n"
    )
    assert main(["dates", "--batch", str(questions), "--json"]) == 1
    first, second, third, fourth, fifth = json.loads(capsys.readouterr().out)["answers"]
    assert first["max_end"] == "2031-03-31"
    assert second["act_by"] == "2026-03-30"
    assert third["takes_effect"] == "1979-01-30"
    assert "error" in fourth
    assert fifth["act_by"] == "2026-11-27"


def test_every_worked_case(capsys: pytest.CaptureFixture[str], shared: Path) -> None:
    """Each line of the worked cases, by the words that the file uses for it."""
    with (shared / "cases" / "dates.csv").open(encoding="utf-8") as lines:
        for case in csv.DictReader(lines):
            given, period, expected = case["given"], case["period"], case["expected"]
            match case["kind"]:
                case "term_end":
                    told = ask(capsys, "--start", given, "--term", period)["initial_end"]
                case "serve_by":
                    both = ask(capsys, "--end", given, "--notice", period)["latest_notice"]
                    assert isinstance(both, dict)
                    told = both["forward"]
                case "takes_effect":
                    told = ask(capsys, "--given", given, "--notice", period)["takes_effect"]
                case other:
                    pytest.fail(f"a kind of case that nothing answers: {other}")
            assert told == expected, case
