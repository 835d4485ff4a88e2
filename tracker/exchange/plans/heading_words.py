"""What the words of a heading come to in whatever order they stand, where no rule knows the heading as a whole."""

from __future__ import annotations

_SORTS: dict[str, tuple[str, ...]] = {
    "start": (
        *("start", "starts", "started", "commence", "commences", "commenced", "commencement", "commencing"),
        *("begin", "begins", "beginning", "from"),
    ),
    "end": (
        *("end", "ends", "ended", "ending", "expiry", "expires", "expire", "expiration"),
        *("finish", "finishes", "completion", "until", "terminates"),
    ),
    "most": (
        *("max", "maximum", "latest", "final", "furthest"),
        *("extension", "extensions", "extended", "extendable", "options"),
    ),
    "first": ("initial", "original", "base", "core", "excluding", "excl", "exc", "without", "before"),
    "now": ("current", "revised", "varied", "actual"),
    "day": ("date",),
    "amount": ("value", "amount", "cost", "spend", "rent", "price", "fee", "charge", "budget", "sum"),
    "yearly": ("annual", "annum", "pa", "yearly"),
    "supplier": ("supplier", "contractor", "provider", "vendor", "firm", "consultant", "landlord"),
    "officer": ("owner", "manager", "officer", "lead"),
    "unit": ("department", "dept", "directorate", "division", "unit"),
    "name": ("title", "name", "subject"),
    "deal": ("contract", "agreement", "framework", "sla", "lease", "licence", "grant", "deed"),
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
        *("agreed", "approved", "approval", "granted", "requested", "decision", "signed"),
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
    (frozenset(("supplier",)), "supplier"),
    (frozenset(("officer",)), "owner"),
    (frozenset(("unit",)), "department"),
    (frozenset(("deal", "name")), "title"),
    (frozenset(("deal", "code")), "reference"),
)
"""Sorts of words that a heading has, and the field that they come to; the first that fits counts."""


def field_by_words(words: str) -> str:
    """The field that the words of a heading, in small letters, come to; "" for none. To be checked with its values."""
    said = words.split()
    if len(said) > _MOST_WORDS or not _OTHER_THINGS.isdisjoint(said):
        return ""
    sorts = {_SORT_OF[word] for word in said if word in _SORT_OF}
    return next((field for needed, field in _COMBINED if needed <= sorts), "")
