"""What the words of a heading come to in whatever order they stand, where no rule knows the heading as a whole."""

from __future__ import annotations

import re

_SORTS: dict[str, tuple[str, ...]] = {
    "start": (
        *("start", "starts", "started", "commence", "commences", "commenced", "commencement", "commencing"),
        *("begin", "begins", "beginning", "began", "begun", "from", "starting", "effective", "inception"),
    ),
    "end": (
        *("end", "ends", "ended", "ending", "expiry", "expires", "expire", "expiration"),
        *("finish", "finishes", "finishing", "completion", "until", "terminates", "terminated"),
        *("conclude", "concludes", "concluded", "conclusion", "cessation", "ceases"),
    ),
    "most": (
        *("max", "maximum", "latest", "final", "furthest", "potential", "possible"),
        *("extension", "extensions", "extended", "extendable", "options"),
    ),
    "first": ("initial", "original", "base", "core", "excluding", "excl", "exc", "without", "before"),
    "now": ("current", "revised", "varied", "actual"),
    "day": ("date",),
    "amount": (
        "value",
        "amount",
        "cost",
        "spend",
        "rent",
        "price",
        "fee",
        "charge",
        "budget",
        "sum",
        "worth",
    ),
    "yearly": ("annual", "annum", "annually", "pa", "yearly"),
    "whole": (
        "total",
        "lifetime",
        "life",
        "overall",
        "whole",
        "term",
        "estimated",
        "approximate",
        "awarded",
        "approved",
    ),
    "supplier": (
        *(
            "supplier",
            "contractor",
            "provider",
            "vendor",
            "firm",
            "consultant",
            "landlord",
            "bidder",
            "tenderer",
        ),
        *(
            "suppliers",
            "contractors",
            "providers",
            "vendors",
            "consultants",
            "bidders",
            "tenderers",
            "creditor",
        ),
    ),
    "officer": ("owner", "manager", "officer", "lead"),
    "unit": ("department", "dept", "directorate", "division", "unit"),
    "name": ("title", "name", "subject"),
    "deal": (
        "contract",
        "agreement",
        "framework",
        "sla",
        "lease",
        "licence",
        "grant",
        "deed",
        "award",
        "mou",
    ),
    "code": ("ref", "reference", "id", "number", "no", "code"),
}
_SORT_OF = {word: sort for sort, words in _SORTS.items() for word in words}

_OTHER_THINGS = frozenset(
    (
        *("tender", "bid", "quote", "published", "publication", "closing", "deadline", "delivery", "event"),
        *(
            "insurance",
            "warranty",
            "guarantee",
            "bond",
            "break",
            "notice",
            "mobilisation",
            "variation",
            "change",
        ),
        *("remaining", "left", "next", "previous", "new", "last", "review", "birth", "count", "version"),
        *("email", "phone", "tel", "telephone", "address", "postcode", "contact", "type", "size", "status"),
        *("category", "rating", "score", "performance", "payment", "invoice", "order", "po", "lot"),
        *("savings", "vat", "percentage", "percent", "time", "year", "quarter", "months", "days", "actuals"),
        *(
            "agreed",
            "approval",
            "granted",
            "requested",
            "decision",
            "signed",
            "invited",
            "unsuccessful",
            "excluded",
        ),
    )
)
"""Words with which a heading is about something else, or about one thing of an agreement that no field holds."""

_MOST_WORDS = 8

_COMBINED: tuple[tuple[frozenset[str], str], ...] = (
    (frozenset(("end", "first")), "ends"),
    (frozenset(("end", "now")), "current_end"),
    (frozenset(("end", "most")), "max_end"),
    (frozenset(("end",)), "ends"),
    (frozenset(("start",)), "starts"),
    (frozenset(("day", "most")), "max_end"),
    (frozenset(("amount", "yearly")), "annual_value"),
    (frozenset(("amount", "deal")), "value"),
    (frozenset(("amount", "whole")), "value"),
    (frozenset(("supplier",)), "supplier"),
    (frozenset(("officer",)), "owner"),
    (frozenset(("unit",)), "department"),
    (frozenset(("deal", "name")), "title"),
    (frozenset(("deal", "code")), "reference"),
)
"""Sorts of words that a heading has, and the field that they come to; the first that fits counts."""


_BY_ONE_WORD: tuple[tuple[str, re.Pattern[str], re.Pattern[str]], ...] = (
    (
        "notice",
        re.compile(
            r"\bnotice\b.*\b(?:periods?|months?|weeks?|days?|required|needed|given|length)\b"
            r"|\b(?:termination|exit|leave|quit|cancellation|withdrawal)\b.*\bnotice\b|\bnotice to\b"
            r"|\b(?:periods?|months?|weeks?|days?|length) (?:of )?notice\b"
        ),
        re.compile(
            r"\b(?:date|by|due|deadline|issued|served|id|ref|type|award|prior|publication|ojeu|board)\b"
        ),
    ),
    (
        "review",
        re.compile(r"\breview\b|\b(?:renewal|extension) decision\b|\bdecide (?:\w+ )?by\b"),
        re.compile(
            r"\b(?:last|previous|rent|price|outcome|comments?|notes|(?<!decision )(?<!decide )by|status|body|board|panel|frequency|"
            r"score|reviewer|required|type|legal)\b"
        ),
    ),
    (
        "extensions",
        re.compile(r"\b(?:extensions?|extend|renewals?)\b"),
        re.compile(
            r"\b(?:date|to|until|till|end|expiry|expires|agreed|approved|granted|exercised|used|taken|decision|"
            r"gateway|reason|value|cost|including|excluding|without|with|number|no|by|due|status|applied)\b"
        ),
    ),
)
"""Fields that one word of a heading tells, however the others are put, unless certain others stand beside it."""


def field_by_words(words: str) -> str:
    """The field that the words of a heading, in small letters, come to; "" for none. To be checked with its values."""
    said = words.split()
    if len(said) > _MOST_WORDS:
        return ""
    for field, needed, against in _BY_ONE_WORD:
        if needed.search(words) and not against.search(words):
            return field
    if not _OTHER_THINGS.isdisjoint(said):
        return ""
    sorts = {_SORT_OF[word] for word in said if word in _SORT_OF}
    return next((field for needed, field in _COMBINED if needed <= sorts), "")
