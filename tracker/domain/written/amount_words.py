"""The words and signs that people write around amounts of money."""

from __future__ import annotations

import re

from tracker.domain.words import one_of

CURRENCIES = {
    "£": "GBP",
    "gbp": "GBP",
    "pounds": "GBP",
    "pounds sterling": "GBP",
    "sterling": "GBP",
    "£gbp": "GBP",
    "€": "EUR",
    "eur": "EUR",
    "euro": "EUR",
    "euros": "EUR",
    "$": "USD",
    "usd": "USD",
    "us$": "USD",
    "dollars": "USD",
    "c$": "CAD",
    "ca$": "CAD",
    "cad": "CAD",
    "a$": "AUD",
    "au$": "AUD",
    "aud": "AUD",
    "nzd": "NZD",
    "chf": "CHF",
    "jpy": "JPY",
    "¥": "JPY",
    "yen": "JPY",
    "sek": "SEK",
    "nok": "NOK",
    "dkk": "DKK",
    "pln": "PLN",
    "inr": "INR",
    "isk": "ISK",
    "krw": "KRW",
    "kwd": "KWD",
    "bhd": "BHD",
    "zar": "ZAR",
    "hkd": "HKD",
    "sgd": "SGD",
}
MULTIPLIERS = {
    **dict.fromkeys(("k", "thousand", "thousands"), 10**3),
    **dict.fromkeys(("m", "mn", "mln", "mil", "mill", "million", "millions"), 10**6),
    **dict.fromkeys(("b", "bn", "bln", "billion", "billions"), 10**9),
}
RATES = {
    **dict.fromkeys(
        ("year", "yr", "annum", "pa", "p.a", "p.a.", "annually", "annual", "yearly", "py", "p/a"), "year"
    ),
    **dict.fromkeys(("quarter", "quarterly"), "quarter"),
    **dict.fromkeys(("month", "mth", "pcm", "pm", "p.m.", "monthly", "calendar month"), "month"),
    **dict.fromkeys(("week", "wk", "pw", "p.w.", "p/w", "weekly"), "week"),
    **dict.fromkeys(("day", "pd", "p/d", "daily"), "day"),
    **dict.fromkeys(("hour", "hr", "ph", "p.h", "p.h.", "p/h", "hourly"), "hour"),
}
BOUNDS_BEFORE = {
    **dict.fromkeys(
        ("over", "more than", "in excess of", "exceeding", "above", "greater than", ">"), "more than"
    ),
    **dict.fromkeys(
        ("at least", "minimum", "minimum of", "min", "no less than", "not less than", "from"), "at least"
    ),
    **dict.fromkeys((">=", "≥", "a minimum of"), "at least"),
    **dict.fromkeys(
        ("up to", "upto", "maximum", "maximum of", "max", "no more than", "not more than"), "up to"
    ),
    **dict.fromkeys(("not exceeding", "not to exceed", "capped at", "<=", "≤", "a maximum of"), "up to"),
    **dict.fromkeys(("under", "less than", "below", "<", "nearly", "almost"), "less than"),
    **dict.fromkeys(
        ("about", "around", "approx", "approx.", "approximately", "circa", "circa.", "c", "c.", "ca", "ca."),
        "about",
    ),
    **dict.fromkeys(
        ("~", "est", "est.", "estimated", "roughly", "some", "estimate", "in the region of"), "about"
    ),
}
BOUNDS_AFTER = {
    **dict.fromkeys(("+", "or more", "plus", "and above", "and over", "minimum", "min"), "at least"),
    **dict.fromkeys(("or less", "maximum", "max", "(maximum)", "(max)", "or under"), "up to"),
    **dict.fromkeys(
        ("approx", "approx.", "approximately", "est", "est.", "estimated", "(est)", "(est.)", "(estimated)"),
        "about",
    ),
}
FILLER = ("a total of", "total of", "total", "totalling", "a sum of", "sum of", "value of", "value", "worth")
NOT_STATED = re.compile(
    r"tb[acd]|n/?k|n/?a|#n/a|unknown|various|variable|as required|"
    r"to be (?:confirmed|agreed|advised|determined)|redacted|unavailable|see .*|(?:(?:as per|per) )?schedule of rates|call[- ]?off|spot purchase|no value|"
    r"not (?:yet |currently )?(?:known|stated|recorded|applicable|disclosed|available|found|specified|costed)(?: .*)?|"
    r"commercial(?:ly)? (?:in confidence|sensitive)|\?+|none"
)
NIL = re.compile(r"(?:[£$€] ?)?-(?: ?[£$€])?|£? ?nil(?: (?:cost|value))?|free|no (?:cost|charge)|zero")
MARK = one_of(CURRENCIES)
# As on the continent: dots between thousands, a comma before the pence.
CONTINENTAL = r"\d{1,3}(?:\.\d{3})+,\d{2}(?!\d)|\d{1,3}(?:\.\d{3}){2,}(?![.,]?\d)"
NUMBER = rf"{CONTINENTAL}|(?:\d{{1,3}}(?:,\d{{3}})+|\d{{1,3}}(?: \d{{3}})+|\d+)(?:\.\d+)?|\.\d+"
FIGURE = re.compile(
    rf"(?P<sign>-)? ?(?P<open>\()? ?(?:(?P<mark>{MARK}) ?)?(?P<minus>-)?(?P<inner>\()?"
    rf"(?P<number>{NUMBER})(?![\d,%]|\.\d|e[+-]?\d)(?: ?(?P<times>{one_of(MULTIPLIERS)})(?![a-z]))?"
    rf"(?P<shut>(?: ?\))*)(?: ?(?P<after>{MARK})(?![a-z]))?"
)
# Most amounts are no more than this.
SIMPLE = re.compile(r"£?(?P<pounds>[1-9]\d{0,2}(?:,\d{3})+|[1-9]\d*)(?:\.(?P<pence>\d\d))?")
BOUND_BEFORE = re.compile(rf"(?P<word>{one_of(BOUNDS_BEFORE)})(?![a-z$]) ?")
BOUND_AFTER = re.compile(rf" ?(?P<word>{one_of(BOUNDS_AFTER)})(?![a-z])")
RATE = re.compile(rf"(?: ?(?:/|per|a|an|each|every|-|\() ?| )?(?P<per>{one_of(RATES)})(?![a-z])")
OTHER_RATE = re.compile(r" ?(?:per|/) ?(?P<per>[a-z]+(?: [a-z]+)?)")
VAT = re.compile(
    r" ?[,(]?(?P<kind>\+|plus|ex(?:cl(?:uding|usive|udes|\.)?)?|inc(?:l(?:uding|usive|udes|\.)?)?)\.?"
    r" ?(?:of )?vat\)?"
)
RANGE = re.compile(r" ?(?:-|to|and) ?")
