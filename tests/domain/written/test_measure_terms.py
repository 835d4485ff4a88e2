"""The reading of terms measured on real sentences, where they lie beside the project."""

from __future__ import annotations

import runpy
from collections import Counter
from pathlib import Path

from tracker.domain.written import read_terms

SCRIPT = runpy.run_path(str(Path(__file__).resolve().parents[2] / "measure_terms.py"))
judge, measure, table = SCRIPT["judge"], SCRIPT["measure"], SCRIPT["table"]
measure_own = SCRIPT["measure_own"]


def test_real_sentences_are_read_exactly_or_kept(shared: Path) -> None:
    measured = measure(shared / "registers" / "extension_phrases.tsv")
    outcomes = Counter(row.outcome for row in measured)
    assert outcomes["exact"] >= 0.85 * len(measured)
    assert outcomes["wrong"] < 0.02 * len(measured)
    assert len(measured) > 300
    assert table(measured).count("\n") == 3


def test_phrases_of_our_own_are_read_exactly_or_kept() -> None:
    measured = measure_own()
    outcomes = Counter(row.outcome for row in measured)
    assert len(measured) > 100
    readable = [row for row in measured if row.expected != "text"]
    assert outcomes["exact"] >= 0.85 * len(readable)
    assert [row.sentence for row in measured if row.outcome == "wrong"] == []


def test_the_judgement_itself() -> None:
    assert judge("36m +12m", read_terms("3 years with the option of 12 months")) == "exact"
    assert judge("36m +24m", read_terms("3 years with the option of 12 months")) == "wrong"
    assert judge("36m +24m", read_terms("3 years with the option to extend")) == "kept as text"
    assert judge("24m +24m", read_terms("3 years with the option to extend")) == "wrong"
    assert judge("text", read_terms("possibly 2 or 3 years")) == "kept as text"
    assert judge("-", read_terms("Town Hall extension")) == "exact"
    assert judge("-", read_terms("option to extend")) == "wrong"
