"""The words that people use in dates and periods, and text made plain before it is read."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from html import unescape

MONTH_NAMES = (
    "",
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
MONTHS: dict[str, int] = {
    **{name.lower(): number for number, name in enumerate(MONTH_NAMES) if name},
    **{name[:3].lower(): number for number, name in enumerate(MONTH_NAMES) if name},
    "sept": 9,
    # Welsh, with the forms that follow "o" and the usual short ones.
    **dict.fromkeys(("ionawr", "ion"), 1),
    **dict.fromkeys(("chwefror", "chwef", "chw"), 2),
    **dict.fromkeys(("mawrth", "fawrth", "maw"), 3),
    **dict.fromkeys(("ebrill", "ebr"), 4),
    **dict.fromkeys(("mai", "fai"), 5),
    **dict.fromkeys(("mehefin", "fehefin", "meh"), 6),
    **dict.fromkeys(("gorffennaf", "orffennaf", "gorff"), 7),
    **dict.fromkeys(("awst",), 8),
    **dict.fromkeys(("medi", "fedi"), 9),
    **dict.fromkeys(("hydref", "hyd"), 10),
    **dict.fromkeys(("tachwedd", "dachwedd", "tach"), 11),
    **dict.fromkeys(("rhagfyr", "ragfyr", "rhag"), 12),
    # The slips that people make most, none of which is near to another month.
    **dict.fromkeys(("janurary", "januray", "janaury"), 1),
    **dict.fromkeys(("feburary", "febuary", "febraury", "februrary"), 2),
    **dict.fromkeys(("apirl", "arpil"), 4),
    **dict.fromkeys(("agust", "augst", "auguest"), 8),
    **dict.fromkeys(("septmber", "sepember", "sepetmber", "setpember", "septemeber"), 9),
    **dict.fromkeys(("ocotber", "octobre", "otcober"), 10),
    **dict.fromkeys(("novemeber", "novmeber", "novemebr"), 11),
    **dict.fromkeys(("decmber", "decemeber", "decemebr"), 12),
}

# First month of each season; the season lasts three months. Meteorological, as council papers use them.
SEASONS: dict[str, int] = {"spring": 3, "summer": 6, "autumn": 9, "winter": 12}

WEEKDAYS = (
    *("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
    *("mon", "tues", "tue", "weds", "wed", "thurs", "thur", "thu", "fri", "sat", "sun"),
)

_ONES = (
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
)
_TEENS = ("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen")
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
NUMBERS: dict[str, int] = {
    **{word: number for number, word in enumerate((*_ONES, *_TEENS))},
    **{word: number * 10 for number, word in enumerate(_TENS, start=2)},
    "a": 1,
    "an": 1,
    "single": 1,
}


def one_of(words: Iterable[str]) -> str:
    """A pattern that matches any of the words, the longest first."""
    return "(?:" + "|".join(sorted(map(re.escape, words), key=len, reverse=True)) + ")"


# "twenty-four" or one word alone; "four one" is two numbers.
NUMBER_WORD = (
    f"(?:{one_of(_TENS)}[- ]{one_of(_ONES[1:10])}|{one_of(set(NUMBERS) - {'a', 'an', 'single', 'zero'})})"
)

_PLAIN = str.maketrans(
    {
        "½": ".5",
        "¼": ".25",
        "¾": ".75",
        "‐": "-",
        "‑": "-",
        "‒": "-",
        "–": "-",
        "—": "-",
        "−": "-",
        "‘": "'",
        "’": "'",
        "“": '"',
        "”": '"',
        "×": "x",
        "⁄": "/",
    }
)
# Zero-width characters and direction marks, which change nothing that can be seen.
UNSEEN = dict.fromkeys(
    [0x00AD, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x206A), 0xFEFF]
)


def tidy(text: str) -> str:
    """The text in lower case, plain hyphens, quotes and blanks; nothing that can be seen is lost."""
    if text.isascii() and "&" not in text:
        return " ".join(text.split()).lower()
    plain = unescape(text).translate(UNSEEN).translate(_PLAIN)
    return re.sub(r"\s+", " ", unicodedata.normalize("NFKC", plain)).strip().lower()


def short(text: str) -> str:
    """The text on one line, cut to 60 characters for a message."""
    words = " ".join(text.split())
    return words if len(words) <= 60 else words[:59] + "…"


def counted(number: int, what: str, many: str = "") -> str:
    """ "1 row", "1,200 rows"; `many` is the word for several where an s is not enough."""
    return f"{number:,} {what if number == 1 else many or what + 's'}"
