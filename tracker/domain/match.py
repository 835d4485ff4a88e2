"""Names of organisations: made comparable, split where several stand in one cell, told from remarks.

Names are stored as written; what is made here is for comparing only. Two organisations
are never merged by these functions: they propose, a person decides.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from html import unescape
from itertools import islice

from tracker.domain.words import UNSEEN, one_of


class Remark(StrEnum):
    """What a cell for suppliers says where it names none."""

    NOT_AWARDED = "not awarded"
    SEVERAL = "several suppliers, not named"
    ELSEWHERE = "named in another document"
    WITHHELD = "withheld"
    NONE = "none named"


@dataclass(frozen=True, slots=True)
class PackedParty:
    """One organisation out of a cell that holds several, with what was packed beside its name.

    Attributes:
        reference: its number in the register that `reference_type` names, as written.
        sme, vcse: as flagged; None where not stated.
    """

    name: str
    address: str = ""
    reference_type: str = ""
    reference: str = ""
    sme: bool | None = None
    vcse: bool | None = None


# Legal forms: as written (without dots) -> as compared.
_FORMS = {
    "ltd": "limited",
    "limited": "limited",
    "plc": "plc",
    "public limited company": "plc",
    "llp": "llp",
    "limited liability partnership": "llp",
    "cic": "cic",
    "community interest company": "cic",
    "inc": "inc",
    "incorporated": "inc",
    "llc": "llc",
    "lp": "lp",
    "gmbh": "gmbh",
    "cyf": "limited",
    "cyfyngedig": "limited",
}
_ENDINGS = frozenset(_FORMS.values())
_FORM = re.compile(rf"(?<!^)\b{one_of(_FORMS)}\b")
_ASIDE = frozenset((*_ENDINGS, "the", "uk", "group", "holdings", "company", "co", "and", "of", "gb"))
_TRADING = re.compile(r"\b(?:t/as?|t\.a\.|trading as)(?![a-z]) ?", re.IGNORECASE)
_REMARKS: tuple[tuple[Remark, re.Pattern[str]], ...] = tuple(
    (remark, re.compile(pattern))
    for remark, pattern in (
        (
            Remark.NOT_AWARDED,
            r"not (?:yet )?awarded.*|no award(?: made)?|un(?:-)?awarded|award pending|no supplier.*|"
            r"(?:procurement |tender )?(?:cancelled|abandoned|withdrawn)|out to tender|in tender",
        ),
        (
            Remark.SEVERAL,
            r"various(?: suppliers| providers| contractors)?(?: ?[-\u2013:,(].*)?|multiple(?: suppliers| providers|"
            r" contractors| vendors)?|several(?: suppliers| providers)?|many|mixed",
        ),
        (
            Remark.ELSEWHERE,
            r"(?:please )?(?:see|refer to) (?!.*\b(?:ltd|limited|plc|llp|cic|inc|gmbh)$).*|as (?:attached|above|below)|attached|per attached.*",
        ),
        (
            Remark.WITHHELD,
            r"redacted.*|withheld.*|confidential|commercial(?:ly)? (?:in confidence|sensitive)|not (?:disclosed|for publication)|"
            r"exempt(?:ion|ed)?(?: .*)?|(?:foia? )?(?:section |s\.? ?)(?:21|22|31|40|41|43)(?: ?\(\d\w?\))*(?: .*)?|personal (?:data|information)",
        ),
        (
            Remark.NONE,
            r"in[- ]?house(?: (?:team|service|provision))?|none|n/?a|not applicable|nil|null|unknown|not (?:known|stated|recorded)|tb[acd]|"
            r"to be (?:confirmed|appointed|advised)|[-.?_*x/ ]+|0",
        ),
    )
)

_COUNCIL_WORDS = frozenset(
    (
        *("council", "councils", "borough", "district", "city", "county", "metropolitan", "london", "royal"),
        *("unitary", "authority", "corporation", "mbc", "bc", "dc", "cc", "rbc", "lbc", "lb", "rb"),
        *("of", "the", "and", "cyngor", "comhairle"),
    )
)
_COUNCIL = re.compile(r"\b(?:council|borough|[mblr]?bc|\w*[dc]c)\b|\bcity of\b")
_PLURAL = re.compile(
    r"(?P<kind>(?: (?:Metropolitan|Borough|District|City|County|Unitary|Town))*) Councils$", re.IGNORECASE
)
_JOINT = re.compile(r" ?(?:,? (?:and|with)\b|&|,|;|/|\+|\n) ?", re.IGNORECASE)
_MOST_PARTS = 12


def clean(name: str) -> str:
    """The name for showing: HTML unescaped, nothing unseen, single blanks. Case and marks are kept."""
    text = name
    for _ in range(3):
        text = unescape(text)
    text = unicodedata.normalize("NFC", text.translate(UNSEEN))
    return " ".join(text.split())


@lru_cache(maxsize=65536)
def comparable(name: str) -> str:
    """The name for comparing: "ERNST &amp; YOUNG L.L.P." and "Ernst and Young LLP" are one."""
    text = unicodedata.normalize("NFKC", clean(name)).casefold()
    text = _TRADING.sub(" trading as ", text)
    text = re.sub(r"(?<=\b\w)\.(?=\w\b)|['’`´]", "", text).replace("&", " and ").replace("+", " and ")
    words = re.sub(r"[^\w]+|_", " ", text).split()
    while len(words) > 1 and words[0] == "the":
        del words[0]
    while len(words) > 1 and words[-1] in ("the", "and"):
        del words[-1]
    return _FORM.sub(lambda found: _FORMS[found.group()], " ".join(words))


def formless(name: str) -> tuple[str, str]:
    """A comparable name without the legal form at its end, and that form: ("acme", "limited"); the form may be ""."""
    bare, _, form = comparable(name).rpartition(" ")
    return (bare, form) if bare and form in _ENDINGS else (comparable(name), "")


def core(name: str) -> str:
    """What is left of a comparable name without its legal form and small words; never empty."""
    words = comparable(name).split()
    return " ".join(word for word in words if word not in _ASIDE) or " ".join(words)


def likeness(one: str, other: str) -> float:
    """How alike two names are, 0 to 1: pairs of letters in common (Dice), after `core`. 1 is not proof."""
    left, right = _pairs(core(one)), _pairs(core(other))
    total = left.total() + right.total()
    return 2 * (left & right).total() / total if total else float(core(one) == core(other))


@lru_cache(maxsize=65536)
def _pairs(text: str) -> Counter[str]:
    return Counter(text[at : at + 2] for at in range(len(text) - 1))


def remark(text: str) -> Remark | None:
    """What the text says where it is not the name of a supplier; None where it may be a name."""
    plain = clean(text).casefold().strip(" .\"'()[]") or clean(text)
    return next((kind for kind, pattern in _REMARKS if pattern.fullmatch(plain)), None)


def council_core(name: str) -> str:
    """A council's name without the words that every council has: "hinckley bosworth"; never empty."""
    words = comparable(re.sub(r"\([^)]*\)", " ", clean(name))).split() or comparable(name).split()
    return " ".join(word for word in words if word not in _COUNCIL_WORDS) or " ".join(words)


def council_keys(name: str) -> tuple[str, ...]:
    """What to look a council up by, the surest first: the name, without a code in brackets, its core."""
    bare = re.sub(r" ?\([A-Z]{2,5}\)$", "", clean(name))
    return tuple(dict.fromkeys((comparable(name), comparable(bare), council_core(bare))))


def looks_like_council(name: str) -> bool:
    """True where the words are those of a council's name; it may still be a department or a trader."""
    return _COUNCIL.search(comparable(name)) is not None


def split_buyers(name: str, is_council: Callable[[str], bool]) -> tuple[str, ...]:
    """The councils in a joint name, or the name alone.

    Split only where every part is a known council, the whole is not, and there is one way
    to do it: "Redcar & Cleveland" and "Basingstoke and Deane Borough Council" stay whole.
    """
    whole = clean(name)
    joints = list(_JOINT.finditer(whole))
    if not 0 < len(joints) < _MOST_PARTS or is_council(whole):
        return (whole,)
    plural = _PLURAL.search(whole)
    body = whole[: plural.start()] if plural else whole
    endings = [""] + ([f"{plural['kind']} Council", " Council"] if plural else [])
    cuts = [found for found in joints if found.end() < len(body)]
    ways = list(islice(_ways(body, 0, cuts, endings, is_council), 2))
    return ways[0] if len(ways) == 1 and len(ways[0]) > 1 else (whole,)


def _ways(
    text: str, start: int, cuts: list[re.Match[str]], endings: list[str], is_council: Callable[[str], bool]
) -> Iterator[tuple[str, ...]]:
    """Every way to cut the text from `start` into known councils."""
    ends = [(cut.start(), cut.end()) for cut in cuts if cut.start() > start] + [(len(text), len(text))]
    for end, after in ends:
        part = text[start:end].strip()
        full = next((part + ending for ending in endings if is_council(part + ending)), None)
        if full is None:
            continue
        if end == len(text):
            yield (full,)
        else:
            for rest in _ways(text, after, cuts, endings, is_council):
                yield (full, *rest)


def split_parties(text: str) -> tuple[PackedParty, ...]:
    """The organisations in one cell: "[Name|Address|…][…]", one a line, or "a; b". Remarks are left out."""
    if re.match(r"\s*\[[^\[\]]*\|", text):
        packed = re.split(r"\]\s*\[", text.strip().removeprefix("[").removesuffix("]"))
        parties = [_unpack(part) for part in packed]
    else:
        parties = _parts(unescape(unescape(text)))
    return tuple(dict.fromkeys(party for party in parties if party.name and remark(party.name) is None))


def _unpack(packed: str) -> PackedParty:
    """One bracket's fields: name, address, type and number of a reference, whether SME, whether VCSE."""
    name, *middle = packed.split("|")
    address, tail = "|".join(middle[:-4]), middle[-4:]
    if len(middle) < 5:
        address, tail = (middle[0] if middle else ""), [*middle[1:], "", "", "", ""]
    kind, number, sme, vcse = (clean(part) for part in tail[:4])
    flags = {"yes": True, "no": False}
    return PackedParty(
        clean(name),
        ", ".join(filter(None, (clean(line).strip(",") for line in address.splitlines()))),
        kind,
        number,
        flags.get(sme.casefold()),
        flags.get(vcse.casefold()),
    )


def _parts(text: str) -> list[PackedParty]:
    """One to a line, or between semicolons, where each is a name; a name with its address below; or one name."""
    lines = [line.strip(" ;,\t") for line in text.splitlines() if line.strip(" ;,\t")]
    complete = [_ends_a_name(line) for line in lines]
    continued = any(line[0].islower() or line[0] == "&" for line in lines)
    if sum(complete) > 1 and sum(complete) * 2 >= len(lines) and not continued:
        return [PackedParty(clean(line)) for line in lines]
    if len(lines) > 1 and complete[0] and not continued:
        return [PackedParty(clean(lines[0]), ", ".join(map(clean, lines[1:])))]
    parts = [part for part in text.split(";") if part.strip()]
    if len(parts) > 1 and all(re.search(r"[^\W\d_]{2}", part) for part in parts):
        return [PackedParty(clean(part)) for part in parts]
    return [PackedParty(clean(text))]


def _ends_a_name(line: str) -> bool:
    """True for a line that ends with a legal form or a bracket: the name does not go on below it."""
    return line.endswith(")") or comparable(line).split()[-1:] in [[form] for form in _FORMS.values()]


def read_company_number(text: str) -> str:
    """A company's number as Companies House writes it, eight characters; "" where the text is none.

    Spreadsheets lose a leading zero, so seven digits get theirs back; fewer are not trusted.
    """
    plain = clean(text).upper().replace(" ", "")
    if re.fullmatch(r"\d{7,8}", plain) and int(plain):
        return plain.zfill(8)
    return plain if re.fullmatch(r"[A-Z]{2}\d{6}|R\d{7}|IP\d{5}R", plain) else ""
