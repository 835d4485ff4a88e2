"""How well terms are read from real sentences: a table by family, on labels written by hand.

    python tests/measure_terms.py [FILE OF SENTENCES] [--show development]

The labels (tests/data/term_labels.tsv) name each sentence by a short hash, for the
sentences are not the project's; `term_phrases.tsv` holds the project's own, labelled
before they were first read, and needs nothing beside the project. "text" is a sentence whose term nobody should record
without asking; "-" one that says nothing of a term.
"""

from __future__ import annotations

import csv
import hashlib
import sys
from collections import Counter
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tracker.domain.written import ReadTerms, read_terms  # noqa: E402

LABELS = ROOT / "tests" / "data" / "term_labels.tsv"
PHRASES = ROOT / "tests" / "data" / "term_phrases.tsv"
SENTENCES = ROOT.parent / "shared" / "registers" / "extension_phrases.tsv"


class Measured(NamedTuple):
    """One sentence: which half it is of, what was expected and read, and how that counts."""

    half: str
    expected: str
    read: str
    outcome: str
    sentence: str


def measure(sentences: Path = SENTENCES) -> list[Measured]:
    """Every labelled sentence of the file, read."""
    with LABELS.open(encoding="utf-8", newline="") as file:
        labels = {row["sentence"]: row for row in csv.DictReader(file, delimiter="\t")}
    with sentences.open(encoding="utf-8", newline="") as file:
        texts = [row["verbatim"] for row in csv.DictReader(file, delimiter="\t")]
    measured = []
    for text in texts:
        label = labels.get(hashlib.sha256(text.strip().encode()).hexdigest()[:12])
        if label:
            read = read_terms(text)
            outcome = judge(label["expected"], read)
            measured.append(Measured(label["set"], label["expected"], read.code, outcome, text))
    return measured


def measure_own() -> list[Measured]:
    """The project's own phrases, read."""
    with PHRASES.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    measured = []
    for row in rows:
        read = read_terms(row["verbatim"])
        measured.append(
            Measured("our own", row["expected"], read.code, judge(row["expected"], read), row["verbatim"])
        )
    return measured


def judge(expected: str, read: ReadTerms) -> str:
    """ "exact", "kept as text" or "wrong"; a part that is right with the rest said to be unread is kept."""
    code = read.code
    if code == ("" if expected == "-" else expected):
        return "exact"
    partly = code.removesuffix("?").strip()
    right = expected.startswith(partly) and expected != "-" and read.without_length
    return "kept as text" if not code or (read.findings and right) else "wrong"


def table(measured: list[Measured]) -> str:
    """Counts and shares for each half and for all."""
    lines = [f"{'sentences':<14}{'n':>5}{'exact':>14}{'kept as text':>18}{'wrong':>14}"]
    for half in (*dict.fromkeys(row.half for row in measured), "all"):
        counts = Counter(row.outcome for row in measured if half in (row.half, "all"))
        shares = [
            f"{counts[o]:>6} {counts[o] / max(counts.total(), 1):>6.1%}"
            for o in ("exact", "kept as text", "wrong")
        ]
        lines.append(f"{half:<14}{counts.total():>5}{shares[0]:>14}{shares[1]:>18}{shares[2]:>14}")
    return "\n".join(lines)


def main(arguments: list[str]) -> None:
    """Prints the table, and with --show the sentences of one half that were not exact."""
    shown = arguments[arguments.index("--show") + 1] if "--show" in arguments else ""
    files = [Path(argument) for argument in arguments if argument.endswith(".tsv")]
    measured = [*measure(*files[:1]), *measure_own()]
    for row in measured:
        if shown in (row.half, "all") and row.outcome != "exact":
            read = row.read or "nothing"
            sys.stdout.write(f"{row.outcome}: expected {row.expected}; read {read}\n    {row.sentence}\n")
    sys.stdout.write(table(measured) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
