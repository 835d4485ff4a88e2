"""What a column's name says that the column holds.

The words are those of real registers: council registers, Contracts Finder, the
LGA's schema, the NHS data dictionary, freedom-of-information lists, grants lists
and other cities' exports. A name is only half the evidence; `mapping` asks the
values as well.
"""

from __future__ import annotations

import html
import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from tracker.exchange.plans.heading_words import field_by_words
from tracker.resources import resource

SURE, LIKELY, CHECK = 3, 2, 1

CONTACT = "contact detail"
"""Not a field: e-mail addresses, telephone numbers, postal addresses."""

NEVER = "never"
"""Not a field: time left, tender deadlines, the day of publication; never imported unasked."""

OTHER = "other"
"""Not a field, but a heading that registers have: kept in the notes."""

FIELDS: tuple[str, ...] = (
    *("uid", "reference", "parent_reference", "type", "title", "description", "arrangement", "buyer"),
    *("department", "supplier", "supplier_number", "signed", "starts", "ends", "current_end", "max_end"),
    *(
        "term",
        "extensions",
        "renewal",
        "notice",
        "notice_by",
        "review",
        "value",
        "value_low",
        "value_high",
        "annual_value",
    ),
    *("currency", "category", "cpv", "procurement_route", "status", "owner", "contact", "sme", "vcse"),
    *("irrecoverable_vat", "tags", "notes"),
)
"""The fields that a column can fill, by the names that the command line uses."""


class Meaning(NamedTuple):
    """A field that a heading may name, and how surely (SURE, LIKELY or CHECK)."""

    field: str
    strength: int


class Heading(NamedTuple):
    """A heading taken apart: its plain words, and the unit that stands in it."""

    words: str
    unit: str


_PARTED = re.compile(
    "contract|agreement|supplier|vendor|provider|buyer|start|end|expiry|date|title|name|reference|ref|number|no|id"
    "|value|total|annual|term|extensions?|options?|notice|period|review|department|directorate|owner|manager"
    "|officer|category|type|status|description|amount|award|length|current|original"
)
_RUN_TOGETHER = re.compile(rf"(?<![a-z])(?:{_PARTED.pattern}){{2,}}(?![a-z])")
"""The words of "CONTRACTTITLE" and "startdate", as systems write them out."""
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|(?<=[A-Za-z]{2})(?=\d)")
_BRACKETED = re.compile(
    r"[(\[{](?!\W*(?:from|to|start|end|until)\W*[)\]}])(?!(?:[^)\]}]*\b)?(?:ext(?:ns?|ensions?|ended)?|options?)\b)"
    r"(?!\W*(?:per|each|every|p[./]? ?a\b|annual|yearly|monthly|weekly|quarterly|daily|hourly|pcm|pw)\b[^)\]}]*[)\]}])"
    r"[^)\]}]*[)\]}]?",
    re.IGNORECASE,
)
"""What stands in brackets, but for words about extending, how often an amount is paid, and "(from)" and "(to)"."""
_WHICH_END = re.compile(
    r"\b((?:end|expiry|expires|expiration|finish|completion)(?: date)?)\s*[(\[]\s*"
    r"((?:max|latest|final|current|revised|extended|actual|initial|original|base|core)\w*\b[^)\]]*)[)\]]",
    re.IGNORECASE,
)
_NOT_WITH = re.compile(
    r"\b(?:not|non|never)[ -]+(?:incl?(?:uding|usive(?: of)?|udes)?\b\.?|with\b)", re.IGNORECASE
)
_MONEY_UNIT = re.compile(r"[£$€]\s*'?(?:0?00s?|k|mn?|bn|millions?)\b|'000s?\b", re.IGNORECASE)
_YES_OR_NO = re.compile(r"\b(?:y\s*/\s*n|yes\s*/\s*no)\b\s*\??", re.IGNORECASE)
_NUMBERED = re.compile(
    r"\A\s*(?:q(?:uestion)?\.? ?\d{1,2}(?:[a-h]|\.\d)?\s*[.):\-\u2013]*|(?:[a-h]|i{1,3}|iv|vi{0,3}|\d{1,2}(?:\.\d{1,2})?)[.)])\s+(?=\w)",
    re.IGNORECASE,
)
"""What numbers the questions of a request: "Q1.", "a)", "2.1)"."""
_NOT_WORDS = re.compile(r"[^a-z0-9]+")
_ALONE = re.compile(r"(?:^| )\d+(?= |$)")
_THOUSANDS = re.compile(
    r"[£$€]\s*'?0?00'?s?\b|[£$€]\s*k\b|'000s?|\bthousands?\b|\b000s\b|[£$€]\s*000s?", re.IGNORECASE
)
_MILLIONS = re.compile(r"[£$€]\s*(?:m|mn|million)\b|\bmillions?\b", re.IGNORECASE)
_LENGTHS = re.compile(r"\b(days?|weeks?|months?|mths?|years?|yrs?)\b", re.IGNORECASE)


@lru_cache(maxsize=4096)
def take_apart(text: str) -> Heading:
    """The words of a heading in small letters, without brackets and punctuation, and its unit.

    The unit is "thousand", "million", "day", "week", "month", "year", a currency
    sign's code, or "" where there is none.
    """
    plain = unicodedata.normalize("NFKC", html.unescape(text)).replace("\u2019", "'")
    plain = _NUMBERED.sub("", plain, count=1)
    plain = _WHICH_END.sub(r"\1 \2 ", _NOT_WITH.sub("excluding", plain))
    inner = _YES_OR_NO.sub(" ", _MONEY_UNIT.sub(" ", _BRACKETED.sub(" ", plain)))
    # All that there is may stand in brackets: "(Ref)".
    inner = inner if inner.strip() else plain
    inner = inner.replace("#", " number ").replace("&", " and ").replace("'s", "").replace("%", " percent ")
    words = _NOT_WORDS.sub(" ", _CAMEL.sub(" ", inner).lower()).strip()
    words = _ALONE.sub("", words).strip() or words
    if _RUN_TOGETHER.search(words):
        words = _RUN_TOGETHER.sub(lambda found: " ".join(_PARTED.findall(found.group())), words)
    return Heading(words, _unit(plain))


def _unit(plain: str) -> str:
    if _THOUSANDS.search(plain):
        return "thousand"
    if _MILLIONS.search(plain):
        return "million"
    lengths = _LENGTHS.findall(plain.replace("_", " "))
    if lengths:
        first = lengths[-1].lower()
        return {"d": "day", "w": "week", "m": "month", "y": "year"}[first[0]]
    for sign, code in (("£", "GBP"), ("€", "EUR"), ("$", "USD")):
        if sign in plain:
            return code
    return ""


@lru_cache(maxsize=1)
def _rules() -> tuple[tuple[re.Pattern[str], Meaning], ...]:
    """The rules of `resources/rules/headings.txt`: for each meaning a pattern for a whole heading."""
    found: dict[Meaning, list[str]] = {}
    for line in resource("rules", "headings.txt").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            field, strength, pattern = line.split(None, 2)
            found.setdefault(Meaning(field.replace("~", " "), int(strength)), []).append(pattern.strip())
    return tuple(
        (re.compile("|".join(f"(?:{one})" for one in patterns)), meaning)
        for meaning, patterns in found.items()
    )


_MONEY_UNITS = frozenset(("GBP", "EUR", "USD", "thousand", "million"))
_LONGEST = 300
"""Letters of a heading: the Transparency Code's own sentences stand over some columns."""


@lru_cache(maxsize=4096)
def meanings(text: str) -> tuple[Meaning, ...]:
    """The fields that a heading may name, surest first; each field once."""
    words = take_apart(text).words[:_LONGEST]
    return _meant(text) or _without_fillers(words) or _guessed(field_by_words(words))


def _guessed(field: str) -> tuple[Meaning, ...]:
    """The field that words alone come to; of an extension the values tell whether it is a length or a day."""
    fields = (field, "max_end") if field == "extensions" else (field,)
    return tuple(Meaning(one, CHECK) for one in fields) if field else ()


@lru_cache(maxsize=4096)
def _meant(text: str) -> tuple[Meaning, ...]:
    """The fields that a heading names by all of its words, or by one of its parts."""
    words, unit = take_apart(text)
    if not words and unit in _MONEY_UNITS:
        return (Meaning("value", LIKELY),)  # "£" alone
    if not words or len(words) > _LONGEST:
        return ()
    found = max(_named(words), _named(_in_full(words)), key=_strength)
    return found or _beside_extras(words) or _in_parts(text)


def _strength(found: tuple[Meaning, ...]) -> int:
    return found[0].strength if found else 0


_EXTRAS = re.compile(
    r"(?P<own>.+?) (?:including|incl|inc|excluding|excl|exc|ex|with|without|plus) "
    r"(?:(?:all|any|the|possible|potential|optional|recoverable) )*(?:extensions?|ext|options?|option years|vat)(?: .*)?"
)


def _beside_extras(words: str) -> tuple[Meaning, ...]:
    """What an amount's heading says without "including extensions"; of an end these words decide which it is."""
    found = _EXTRAS.fullmatch(words)
    return tuple(one for one in _named(found["own"]) if "value" in one.field) if found else ()


def _named(words: str) -> tuple[Meaning, ...]:
    """The fields that plain words name."""
    if not words:
        return ()
    best: dict[str, int] = {}
    for pattern, (field, strength) in _rules():
        if strength > best.get(field, 0) and pattern.fullmatch(words):
            best[field] = strength
    if best.get(NEVER) == SURE:
        return (Meaning(NEVER, SURE),)
    if best.get(CONTACT) == SURE:
        return (Meaning(CONTACT, SURE), *(Meaning(f, CHECK) for f in best if f not in (CONTACT, NEVER)))
    return tuple(sorted((Meaning(f, s) for f, s in best.items()), key=lambda meaning: -meaning.strength))


_SHORT: dict[str, str] = {
    **dict.fromkeys(("ctr", "con", "cont", "contr", "cntrct", "contrct", "k"), "contract"),
    **dict.fromkeys(("agmt", "agr", "agrmt", "agreemnt"), "agreement"),
    **dict.fromkeys(("suppl", "supp", "suppier", "suplier"), "supplier"),
    **dict.fromkeys(("comm", "commence", "commencemnt", "st", "strt"), "start"),
    **dict.fromkeys(("exp", "expy", "expir"), "expiry"),
    **dict.fromkeys(("ext", "extn", "exten", "extens"), "extension"),
    **dict.fromkeys(("val", "vlaue"), "value"),
    **dict.fromkeys(("dt", "dte"), "date"),
    **dict.fromkeys(("ann", "anual"), "annual"),
    **dict.fromkeys(("max",), "maximum"),
    **dict.fromkeys(("descr", "dscr"), "description"),
    **dict.fromkeys(("dir", "dirctorate"), "directorate"),
    **dict.fromkeys(("mgr", "mngr"), "manager"),
    **dict.fromkeys(("proc",), "procurement"),
    **dict.fromkeys(("est",), "estimated"),
    **dict.fromkeys(("curr",), "current"),
    **dict.fromkeys(("mths", "mnths"), "months"),
    **dict.fromkeys(("resp",), "responsible"),
    **dict.fromkeys(("off", "offr", "ofcr"), "officer"),
    **dict.fromkeys(("opt", "opts", "optn"), "option"),
    **dict.fromkeys(("serv", "svc"), "service"),
    **dict.fromkeys(("div",), "division"),
    **dict.fromkeys(("poss",), "possible"),
    **dict.fromkeys(("tot",), "total"),
    **dict.fromkeys(("approx",), "approximate"),
    **dict.fromkeys(("incl", "inc"), "including"),
    **dict.fromkeys(("excl", "exc"), "excluding"),
}
"""Short words and slips of headings, for what they stand for."""


def _in_full(words: str) -> str:
    """The words with what is shortened written out; "" where nothing is."""
    full = " ".join(_SHORT.get(word) or _put_right(word) for word in words.split())
    return full if full != words else ""


_OFTEN = (
    *(
        "contract",
        "contracts",
        "contractor",
        "agreement",
        "reference",
        "title",
        "description",
        "supplier",
        "provider",
    ),
    *(
        "start",
        "date",
        "expiry",
        "commencement",
        "extension",
        "value",
        "annual",
        "total",
        "review",
        "department",
    ),
    *("directorate", "procurement", "officer", "manager", "notice", "period", "category", "status"),
)
_LETTERS = {"".join(sorted(word)): word for word in _OFTEN}


@lru_cache(maxsize=4096)
def _put_right(word: str) -> str:
    """A word of headings whose letters were typed in another order ("titel"), or of which one was left out or doubled."""
    if len(word) < 4 or word in _OFTEN:
        return word
    mixed = _LETTERS.get("".join(sorted(word)))
    if mixed is not None and mixed[0] == word[0]:
        return mixed
    if len(word) < 7:
        return word
    return next((right for right in _OFTEN if _one_letter_apart(word, right)), word)


def _one_letter_apart(one: str, other: str) -> bool:
    """True where one word is the other with one letter more."""
    if abs(len(one) - len(other)) != 1:
        return False
    short, long = sorted((one, other), key=len)
    return any(long[:at] + long[at + 1 :] == short for at in range(len(long)))


_QUESTION = re.compile(
    r"(?:(?:please )?(?:provide|confirm|state|give|list|specify)(?: (?:me|us))?(?: with)?|what|who|when|which|where|how (?:much|long))"
    r"(?: (?:is|are|was|were|does|did|do|will|would|has|have))?"
    r"(?: (?:the|our|your|this|its|it|a|an|we))* "
)
_OF_EACH = re.compile(
    r"(.+) (?:of|for|in|under|within) (?:each|the|this|that|every|any|your|our)(?: (?:of (?:the|these)|such|current))? "
    r"(?:contracts?|agreements?|services?)"
)
"""What a question asks of each contract."""
_FILLERS = frozenset(
    (
        *(
            "appointed",
            "awarded",
            "successful",
            "registered",
            "relevant",
            "proposed",
            "main",
            "primary",
            "full",
        ),
        *("contract", "contracted", "contracting", "tender", "pcs", "details", "info"),
        *("council", "local", "corporate", "uk", "our", "the"),
        *("body", "company", "firm", "organisation", "organization"),
    )
)
_MOST_WORDS = 8
_OF_TENDERS = frozenset(("starts", "ends", "current_end", "max_end", "term", "status"))
"""Fields that a heading with "tender" says of the tender, and not of what comes of it."""


def _without_fillers(words: str) -> tuple[Meaning, ...]:
    """What a heading surely says without a question's first words, or without one or two that add little; likely then."""
    asked = _QUESTION.match(words)
    tried = [words[asked.end() :]] if asked else []
    tried += [of_each[1] for one in (*tried, words) if (of_each := _OF_EACH.fullmatch(one))]
    if min(len(one.split()) for one in (*tried, words)) > _MOST_WORDS:
        return ()
    for _ in range(2):
        tried += [
            " ".join(split[:at] + split[at + 1 :])
            for split in [one.split() for one in (*tried, words)]
            for at, word in enumerate(split)
            if word in _FILLERS and len(split) > 1
        ]
    for plain in dict.fromkeys(tried):
        found = _named(plain)
        if _strength(found) == SURE:
            if "tender" in words and "tender" not in plain and found[0].field in _OF_TENDERS:
                return ()
            return tuple(
                one if one.field in (NEVER, CONTACT) else one._replace(strength=LIKELY) for one in found
            )
    return ()


_PARTS = re.compile(r"\s*[/|\n]\s*|\s+[-\u2013\u2014]\s+|\s*:\s+")


def _in_parts(text: str) -> tuple[Meaning, ...]:
    """What the part says that says most, in a heading of two languages or two names: likely at the most."""
    parts = [part for part in _PARTS.split(text) if part.strip()]
    plain = [take_apart(part).words for part in parts] if len(parts) > 1 else []
    said = [_named(words) or _named(_in_full(words)) for words in plain]
    # The parts of two languages say the same, and those of two names one more surely than the other.
    # In "Tender/Contract name" the first lacks the word that says what it is.
    found = max(
        zip(said, plain, strict=True),
        key=lambda one: (_strength(one[0]), len(one[1].split())),
        default=((), ""),
    )[0]
    return tuple(
        one if one.field in (NEVER, CONTACT) else one._replace(strength=min(one.strength, LIKELY))
        for one in found
    )


def known(text: str) -> float:
    """How much a text looks like a heading of a register: 0 not at all, 1 certainly."""
    found = _meant(text)
    if not found and text.rstrip().endswith("?"):
        found = _without_fillers(take_apart(text).words[:_LONGEST])
    return max((m.strength for m in found), default=0) / SURE
