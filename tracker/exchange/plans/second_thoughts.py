"""What only the whole set of columns can tell of which is which: a description that is the title, and the like."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise

from tracker.domain.agreement import AgreementType
from tracker.domain.match import looks_like_council, remark
from tracker.exchange.plans import heading as names
from tracker.exchange.plans.columns import (
    BY_PARTNERSHIP,
    BY_VALUES,
    COMPANY_NUMBERS,
    Column,
    Confidence,
    Pair,
    Use,
    meanings_of,
    use_of,
)
from tracker.exchange.plans.profile import FITS, Profile
from tracker.exchange.plans.type_words import read_type


def _title_from_description(columns: list[Column], pairs: dict[str, Pair], closed: set[str]) -> None:
    """A register with a description and no title: the description is the title."""
    if "title" not in pairs and "title" not in closed and "description" in pairs:
        index, _, _ = pairs.pop("description")
        pairs["title"] = (index, Confidence.LIKELY, "there is no title column; the description is the title")


_ANY_BODY = frozenset(
    ("organisation", "organization", "body", "company", "partner", "client", "customer", "agency")
)


def _title_from_service(columns: list[Column], pairs: dict[str, Pair], closed: set[str]) -> None:
    """A register that names only services: they are what it lists, and not who answers for them."""
    if {"title", "department"} & closed or "title" in pairs or "department" not in pairs:
        return
    index = pairs["department"][0]
    if any(
        meaning.field == "title" and meaning.strength >= names.LIKELY
        for meaning in meanings_of(columns[index])
    ):
        del pairs["department"]
        pairs["title"] = (index, Confidence.LIKELY, "no other column says what it is for")


def _supplier_from_holder(columns: list[Column], pairs: dict[str, Pair], closed: set[str]) -> None:
    """A "Contract holder" that holds firms is who provides it, where no column is that."""
    if {"owner", "supplier"} & closed or "supplier" in pairs or "owner" not in pairs:
        return
    index = pairs["owner"][0]
    if (
        "holder" not in names.take_apart(columns[index].heading).words.split()
        or columns[index].profile.firm < 0.3
    ):
        return
    del pairs["owner"]
    pairs["supplier"] = (index, Confidence.LIKELY, "its values are firms, and no other column says with whom")
    used = {taken for taken, _, _ in pairs.values()}
    others = (
        c for c in columns if c.index not in used and names.Meaning("owner", names.SURE) in meanings_of(c)
    )
    if other := next(others, None):
        pairs["owner"] = (other.index, Confidence.LIKELY, "by its heading and values")


def _owner_withheld(columns: list[Column], pairs: dict[str, Pair], closed: set[str]) -> None:
    """Where every name of an officer is withheld ("Section 40(2)") the words are notes, and nobody's name."""
    if "owner" in closed or "owner" not in pairs:
        return
    samples = columns[pairs["owner"][0]].profile.samples
    if samples and all(remark(one) is not None for one in samples):
        del pairs["owner"]


_PUBLIC_BODY = re.compile(r"\b(?:NHS|ICB|CCG|Trust|Authority|Police)\b")


def _is_body(name: str) -> bool:
    return looks_like_council(name) or _PUBLIC_BODY.search(name) is not None


def _buyer_from_commissioner(columns: list[Column], pairs: dict[str, Pair], closed: set[str]) -> None:
    """A "Commissioner" is a body that buys where its cells name bodies, and else an officer."""
    if {"owner", "buyer"} & closed or "buyer" in pairs or "owner" not in pairs:
        return
    index, _, _ = pairs["owner"]
    words = names.take_apart(columns[index].heading).words
    if words in ("commissioner", "commissioners") and all(map(_is_body, columns[index].profile.samples)):
        del pairs["owner"]
        pairs["buyer"] = (
            index,
            Confidence.LIKELY,
            "its values are bodies, and no other column says who buys",
        )


def _supplier_from_organisation(columns: list[Column], pairs: dict[str, Pair], closed: set[str]) -> None:
    """A column "Organisation" with another body in each row is the other side, where no column is that."""
    if {"buyer", "supplier"} & closed or "supplier" in pairs or "buyer" not in pairs:
        return
    index = pairs["buyer"][0]
    column = columns[index]
    if names.take_apart(column.heading).words in _ANY_BODY and column.profile.different > 0.5:
        del pairs["buyer"]
        pairs["supplier"] = (index, Confidence.LIKELY, "no other column says with whom")


def _reference_from_framework(columns: list[Column], pairs: dict[str, Pair], closed: set[str]) -> None:
    """A list of frameworks: a framework's reference is the agreement's own where no other row has it."""
    if {"reference", "parent_reference"} & closed or "reference" in pairs or "parent_reference" not in pairs:
        return
    index = pairs["parent_reference"][0]
    if "parent" in names.take_apart(columns[index].heading).words:
        return
    if columns[index].profile.different == 1 and columns[index].profile.filled == 1:
        del pairs["parent_reference"]
        pairs["reference"] = (index, Confidence.LIKELY, "every row has one of its own")


def _title_from_framework(columns: list[Column], pairs: dict[str, Pair], closed: set[str]) -> None:
    """A list of lots names the framework and no other title: each row is that framework with its supplier."""
    if {"title", "parent_reference"} & closed or {"title", "reference"} & set(pairs):
        return
    if not {"parent_reference", "supplier", "ends"} <= set(pairs):
        return
    index = pairs["parent_reference"][0]
    if "framework" in names.take_apart(columns[index].heading).words and columns[index].profile.letters > 0.8:
        del pairs["parent_reference"]
        pairs["title"] = (index, Confidence.LIKELY, "no other column says what it is for")


_OF_CALL_OFFS = re.compile(r"call[ -]?offs?\b", re.IGNORECASE)


def _title_of_call_off(columns: list[Column], pairs: dict[str, Pair], closed: set[str]) -> None:
    """A "Call-off title" beside a "Framework name" says what the agreement is called; the framework is another."""
    if (
        "title" in closed
        or "title" not in pairs
        or "framework" not in columns[pairs["title"][0]].heading.lower()
    ):
        return
    used = {index for index, _, _ in pairs.values()}
    for column in columns:
        named = any(meaning.field == "title" for meaning in meanings_of(column))
        if named and column.index not in used and _OF_CALL_OFFS.search(column.heading):
            pairs["title"] = (column.index, Confidence.LIKELY, "the other title is the framework's")
            return


def _days_under_one_heading(columns: list[Column], pairs: dict[str, Pair], closed: set[str]) -> None:
    """ "Contract period" over two columns of days, the second without a heading of its own: start and end."""
    if {"starts", "ends"} & (closed | set(pairs)):
        return
    used = {index for index, _, _ in pairs.values()}
    for one, other in pairwise(columns):
        named = any(meaning.field == "term" for meaning in meanings_of(one))
        alone = not other.heading.strip() or other.heading == one.heading
        days = min(one.profile.date, other.profile.date) > _SURELY
        if named and alone and days and used.isdisjoint((one.index, other.index)):
            pairs["starts"] = (
                one.index,
                Confidence.LIKELY,
                "the first of two columns of days under its heading",
            )
            pairs["ends"] = (
                other.index,
                Confidence.LIKELY,
                "the second of two columns of days under one heading",
            )
            return


def _title_all_the_same(columns: list[Column], pairs: dict[str, Pair], closed: set[str]) -> None:
    """A title that is the same in every row is better than none."""
    if "title" in pairs or "title" in closed:
        return
    used = {index for index, _, _ in pairs.values()}
    for column in columns:
        named = any(m.field == "title" and m.strength >= names.LIKELY for m in meanings_of(column))
        if named and column.index not in used and column.profile.constant and column.profile.letters > 0.5:
            pairs["title"] = (column.index, Confidence.CHECK, "by its heading; every row says the same")
            return


def _number_of_supplier(columns: list[Column], pairs: dict[str, Pair], closed: set[str]) -> None:
    """A column called "Reference" that holds company numbers is about the supplier, where another is the contract's."""
    if "supplier_number" in pairs or {"supplier_number", "reference"} & closed:
        return
    named = [
        c for c in columns if names.Meaning("reference", names.SURE) in meanings_of(c) and c.profile.filled
    ]
    bare = [
        c
        for c in named
        if names.take_apart(c.heading).words in ("reference", "ref") and c.profile.company > 0.8
    ]
    others = [column for column in named if column not in bare]
    if len(bare) == 1 and others:
        pairs["supplier_number"] = (bare[0].index, Confidence.LIKELY, COMPANY_NUMBERS)
        pairs["reference"] = (others[0].index, Confidence.LIKELY, "the other reference is the supplier's")


def _by_values(columns: list[Column], pairs: dict[str, Pair], closed: set[str]) -> None:
    """Fields of a table without any headings, told by what the values are: always to be checked."""
    if any(column.heading.strip() for column in columns):
        return
    free = [column for column in columns if column.profile.filled > 0.3]

    def offer(name: str, fits: Callable[[Profile], bool]) -> None:
        column = next((one for one in free if fits(one.profile)), None)
        if column is not None and name not in pairs and name not in closed:
            pairs[name] = (column.index, Confidence.CHECK, BY_VALUES)
            free.remove(column)

    for name in ("starts", "ends"):
        offer(name, lambda p: p.date > 0.7)
    if "ends" not in pairs:
        return
    offer("value", lambda p: p.number > 0.8 and p.date < 0.2)
    offer("supplier", lambda p: p.firm > 0.4 and p.letters > 0.9 and p.length < 60)
    offer("reference", lambda p: p.different == 1 and p.code > 0.6 and p.length < 20)
    offer("title", lambda p: p.letters > 0.9 and p.different > 0.5 and p.length > 8)


_AGREED = re.compile(r"contract(?!or)|agreement|procure|tender|framework", re.IGNORECASE)


def _title_by_values(columns: list[Column], pairs: dict[str, Pair], closed: set[str]) -> None:
    """Agreements with a supplier and dates that no heading names: what differs most in words is their title."""
    named = {"title", "description", "reference", "arrangement"}
    if named & set(pairs) or "title" in closed or not {"supplier", "ends"} <= set(pairs):
        return
    if not any(_AGREED.search(column.heading) for column in columns):
        return
    used = {index for index, _, _ in pairs.values()}
    free = [
        column
        for column in columns
        if column.index not in used
        and column.heading.strip()
        and use_of(column) is Use.NOTES
        and column.profile.different > 0.6
        and FITS["title"](column.profile) > 0.9
    ]
    if free:
        best = max(free, key=lambda column: (FITS["title"](column.profile), column.profile.length))
        pairs["title"] = (best.index, Confidence.CHECK, BY_VALUES)


def _kind_of_partnership(columns: list[Column], pairs: dict[str, Pair], closed: set[str]) -> None:
    """Beside the partnership's name, "Legal agreement: s101 delegation" is what kind of agreement it has."""
    if {"title", "type"} & closed or "type" in pairs or not {"title", "arrangement"} <= pairs.keys():
        return
    index = pairs["title"][0]
    column = next(column for column in columns if column.index == index)
    texts = column.profile.samples
    kinds = all(len(text) < 30 and read_type(text)[0] is not AgreementType.UNKNOWN for text in texts)
    if texts and kinds and _LEGAL.search(column.heading):
        del pairs["title"]
        pairs["type"] = (index, Confidence.LIKELY, "its values are kinds of agreement")


_LEGAL = re.compile(r"\b(?:legal|form|basis|instrument|mechanism)\b", re.IGNORECASE)


def _title_from_partnership(columns: list[Column], pairs: dict[str, Pair], closed: set[str]) -> None:
    """A register of partnerships: the partnership's name is the title."""
    if "title" not in pairs and "title" not in closed and "arrangement" in pairs:
        index, confidence, _ = pairs.pop("arrangement")
        pairs["title"] = (index, confidence, BY_PARTNERSHIP)


def _current_and_extended(columns: list[Column], pairs: dict[str, Pair], closed: set[str]) -> None:
    """ "Current contract end" beside "Extended to": the first is the end before it was extended."""
    if {"ends", "current_end"} & closed or "ends" in pairs or "current_end" not in pairs:
        return
    first = pairs["current_end"][0]
    used = {index for index, _, _ in pairs.values()}
    for column in columns:
        claims = names.Meaning("current_end", names.SURE) in meanings_of(column)
        if claims and column.index not in used and column.profile.date > 0.3:
            later, earlier = (column.index, first) if "xten" in column.heading else (first, column.index)
            pairs["ends"] = (earlier, Confidence.LIKELY, "another column says to when it was extended")
            pairs["current_end"] = (later, Confidence.LIKELY, "by its heading and values")
            return


def _words_for_dates(columns: list[Column], pairs: dict[str, Pair], closed: set[str]) -> None:
    """A column called "From" or "Period" that holds "One-off" and "12 months" says how long, and not when."""
    if "term" in pairs or "term" in closed:
        return
    used = {index for index, _, _ in pairs.values()}
    for column in columns:
        p = column.profile
        named = any(meaning.field in ("starts", "ends", "term") for meaning in meanings_of(column))
        if named and column.index not in used and p.words_of_end + p.period > 0.7:
            pairs["term"] = (column.index, Confidence.CHECK, "its values say how long, and not when")
            return


_IF_SO = re.compile(
    r"(?:if (?:yes|so|applicable)\b.*|(?:extension |option )?details|for how long|how long)", re.IGNORECASE
)


def _length_beside_yes(columns: list[Column], pairs: dict[str, Pair], closed: set[str]) -> None:
    """ "Extension option?" that says yes or no, and "If yes, how long" after it: the second says more."""
    if "extensions" in closed or "extensions" not in pairs:
        return
    index = pairs["extensions"][0]
    free = {column.index for column in columns} - {taken for taken, _, _ in pairs.values()}
    if index + 1 not in free or columns[index].profile.yes_no < _MOSTLY:
        return
    other = columns[index + 1]
    if _IF_SO.fullmatch(names.take_apart(other.heading).words) and other.profile.period > _MOSTLY:
        pairs["extensions"] = (other.index, Confidence.LIKELY, "the column before it says only whether")


def _term_by_values(columns: list[Column], pairs: dict[str, Pair], closed: set[str]) -> None:
    """Where no heading says when, the one column that holds two days in a cell does."""
    if {"starts", "ends", "term"} & (closed | set(pairs)):
        return
    used = {index for index, _, _ in pairs.values()}
    spans = [
        c for c in columns if c.index not in used and use_of(c) is Use.NOTES and c.profile.span > _MOSTLY
    ]
    if len(spans) == 1:
        pairs["term"] = (spans[0].index, Confidence.CHECK, BY_VALUES)


_MOSTLY = 0.4
"""A share of a column's values that tells what it is, with odd ones between them."""


_SURELY = 0.7
"""A share of a column's values that leaves little doubt."""

SECOND_THOUGHTS = (
    _owner_withheld,
    _kind_of_partnership,
    _title_from_partnership,
    _title_from_description,
    _title_from_service,
    _supplier_from_holder,
    _buyer_from_commissioner,
    _supplier_from_organisation,
    _title_by_values,
    _title_from_framework,
    _title_of_call_off,
    _title_all_the_same,
    _number_of_supplier,
    _reference_from_framework,
    _days_under_one_heading,
    _words_for_dates,
    _length_beside_yes,
    _term_by_values,
    _current_and_extended,
    _by_values,
)
"""What only the whole set of columns can tell."""
