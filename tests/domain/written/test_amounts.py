"""Amounts as people write them: figures, bounds, rates, and what is refused."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tracker.domain.check import Severity
from tracker.domain.money import Money
from tracker.domain.written import exact_money, read_amount, read_heading, read_number


def pounds(amount: str) -> Money:
    return Money.from_decimal(amount)


@pytest.mark.parametrize("text", ["over £5", "£70,00", "", "about £5"])
def test_only_an_exact_amount_becomes_money(text: str) -> None:
    with pytest.raises(ValueError, match=r"£|amount"):
        exact_money(text)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        *(("£500,000.00", "500000"), ("500000", "500000"), ("£ 500,000", "500000"), ("500 000", "500000")),
        *(("£1.5k", "1500"), ("£3bn", "3000000000"), ("£2.5m", "2500000"), ("0.5 million", "500000")),
        *(("£2million", "2000000"), ("£12.50", "12.50"), ("£.50", "0.50"), ("1,549,585 GBP", "1549585")),
        *(
            ("(1,234.00)", "-1234"),
            ("£(500)", "-500"),
            ("-£500", "-500"),
            ("£-500", "-500"),
            ("500-", "-500"),
        ),
        *(
            ("£500.", "500"),
            ("a total of £1,549,585", "1549585"),
            ("Value: £5,000", "5000"),
            ("'£5,000'", "5000"),
        ),
        *(
            ("55641.200000000004", "55641.20"),
            ("£10,000 - ", "10000"),
            ("1.00", "1"),
            ("&pound;5,000", "5000"),
        ),
    ],
)
def test_plain_amounts(text: str, value: str) -> None:
    read = read_amount(text)
    assert read.value == read.low == read.high == pounds(value)
    assert read.bound == "exact"
    assert not any(finding.severity is Severity.ERROR for finding in read.findings)


@pytest.mark.parametrize(
    ("text", "bound", "low", "high"),
    [
        ("over £200,000", "more than", "200000", None),
        ("in excess of £200,000", "more than", "200000", None),
        ("at least £10k", "at least", "10000", None),
        ("£500k+", "at least", "500000", None),
        ("£500,000 or more", "at least", "500000", None),
        ("up to £2.5m", "up to", None, "2500000"),
        ("not exceeding £50,000", "up to", None, "50000"),
        ("£50,000 max", "up to", None, "50000"),
        ("£50,000 (max)", "up to", None, "50000"),
        ("£5 - £5,000", "between", "5", "5000"),
        ("0-5,000", "between", "0", "5000"),
        ("<£5000", "less than", None, "5000"),
        ("between £2million and £5million", "between", "2000000", "5000000"),
        ("£2m - £5m", "between", "2000000", "5000000"),
        ("£2-5m", "between", "2000000", "5000000"),
        ("£2 to £5 million", "between", "2000000", "5000000"),
        ("from £10 to £20", "between", "10", "20"),
        ("10,000 to 20,000", "between", "10000", "20000"),
    ],
)
def test_bounds_and_ranges_are_no_value(text: str, bound: str, low: str | None, high: str | None) -> None:
    read = read_amount(text)
    assert read.value is None
    assert read.bound == bound
    assert read.low == (pounds(low) if low else None)
    assert read.high == (pounds(high) if high else None)
    assert read.understood.startswith(bound)


@pytest.mark.parametrize(
    "text", ["around £500,000", "c. £500,000", "£500,000 (est)", "~£500k", "approx £0.5m"]
)
def test_about_has_a_value_and_says_so(text: str) -> None:
    read = read_amount(text)
    assert (read.value, read.bound) == (pounds("500000"), "about")
    assert "money.about" in [finding.code for finding in read.findings]
    assert read.understood == "about £500,000.00"


@pytest.mark.parametrize(
    ("text", "value", "per", "understood"),
    [
        ("£60,000 pa", "60000", "year", "£60,000.00 a year"),
        ("£60,000pa", "60000", "year", "£60,000.00 a year"),
        ("£60,000 per annum", "60000", "year", "£60,000.00 a year"),
        ("£60,000 a year", "60000", "year", "£60,000.00 a year"),
        ("£1,000/month", "1000", "month", "£1,000.00 a month"),
        ("£350 pcm", "350", "month", "£350.00 a month"),
        ("£12.50 per hour", "12.50", "hour", "£12.50 an hour"),
        ("£100 per visit", "100", "visit", "£100.00 per visit"),
        ("£60,000 pa plus VAT", "60000", "year", "£60,000.00 a year, excluding VAT"),
    ],
)
def test_rates_are_never_multiplied(text: str, value: str, per: str, understood: str) -> None:
    read = read_amount(text)
    assert (read.value, read.per, read.understood) == (pounds(value), per, understood)


@pytest.mark.parametrize(
    ("text", "vat"),
    [
        ("£5,000 + VAT", "excluding"),
        ("£5,000 (excl. VAT)", "excluding"),
        ("£5,000 inc VAT", "including"),
        ("£5,000", ""),
    ],
)
def test_vat_is_kept(text: str, vat: str) -> None:
    assert read_amount(text).vat == vat
    assert read_amount(text).value == pounds("5000")


@pytest.mark.parametrize("text", [" -   ", "£ -", "-£", "nil", "free", "No cost", "No charge", "£nil"])
def test_nil_is_said_to_be_taken(text: str) -> None:
    read = read_amount(text)
    assert read.value == Money(0)
    assert [(finding.code, finding.severity) for finding in read.findings] == [("money.nil", Severity.NOTE)]


@pytest.mark.parametrize(
    ("text", "minor"), [("1.234.567,89", 123_456_789), ("€1.234,56", 123_456), ("2.500.000", 250_000_000)]
)
def test_figures_as_on_the_continent_are_read_and_said(text: str, minor: int) -> None:
    read = read_amount(text)
    assert read.value is not None and read.value.minor == minor
    assert "money.continental" in [finding.code for finding in read.findings]


@pytest.mark.parametrize("text", ["0", "0.00", "£1", "1.00", "0.01"])
def test_fillers_are_questioned(text: str) -> None:
    assert [finding.code for finding in read_amount(text).findings] == ["money.placeholder"]
    assert read_number(float(text.strip("£"))).findings[0].code == "money.placeholder"


@pytest.mark.parametrize(
    "text",
    ["TBC", "N/A", "various", "see spreadsheet", "Not costed yet", "Call-off", "Not Currently Available"],
)
def test_words_for_no_amount(text: str) -> None:
    read = read_amount(text)
    assert (read.value, read.bound, read.understood) == (None, "", "not stated")
    assert read.findings[0].severity is Severity.NOTE


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("£70,00", "digits may be missing"),
        ("1.234,5", "digits may be missing"),
        ("1234,56", "digits may be missing"),
        ("1,23,456", "digits may be missing"),
        ("1.234", "thousands or decimals"),
        ("£1,234.00£5,678.00", "more than one figure"),
        ("1234.5612.34", "not understood"),
        ("£5,000 2019/20", "more than one figure"),
        ("£5 and then £7,000.00", "more than one figure"),
        ("12/02/2015", "more than one figure"),
        ("2015/16", "more than one figure"),
        ("2010-05-10T10:30:00Z", "more than one figure"),
        ("12:30", "more than one figure"),
        ("10%", "a share"),
        ("1.2E+06", "shortened by a spreadsheet"),
        ("00123", "begins with a zero"),
        ("07700 900123", "begins with a zero"),
        ("#REF!", "not understood"),
        ("£5m - £250", "larger figure first"),
        ("between £5 and lots", "only one of the two"),
        ("£5 - €7", "two currencies"),
        ("9999999999999999", "too large"),
        ("banana " * 20, "not understood"),
        ("£50,000 x 3", "counts several times"),
        ("1O,000", "digits may be missing"),
        ("12'000", "digits may be missing"),
        ("45p per mile", "in pence"),
        ("10-15,000", "whether its first figure is in thousands"),
    ],
)
def test_a_figure_that_cannot_be_trusted_is_refused_with_its_words(text: str, reason: str) -> None:
    read = read_amount(text)
    assert (read.value, read.low, read.high) == (None, None, None)
    assert [(finding.code, finding.severity) for finding in read.findings] == [
        ("money.unreadable", Severity.ERROR)
    ]
    assert reason in read.findings[0].message
    assert text.split()[0][:20] in read.findings[0].message


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("$1,000", "money.foreign-currency"),
        ("1,000 EUR", "money.foreign-currency"),
        ("£120,000 over 4 years", "money.words-left"),
        ("£120,000 (4 years)", "money.words-left"),
        ("£120,000 (a) b)", "money.words-left"),
        ("12345.678", "money.rounded"),
    ],
)
def test_what_is_odd_is_said(text: str, code: str) -> None:
    read = read_amount(text)
    assert read.value is not None
    assert [(finding.code, finding.severity) for finding in read.findings] == [(code, Severity.WARNING)]


def test_the_currency_of_the_column() -> None:
    assert read_amount("1,000", "EUR").value == Money(100_000, "EUR")
    assert read_amount("$5", "CAD").value == Money(500, "CAD")
    assert read_amount("£2 - 3m", "EUR").high == Money(300_000_000)
    assert read_amount("2 - €3m").low == Money(200_000_000, "EUR")


def test_the_unit_of_the_heading() -> None:
    assert read_amount("12.5", unit=1000).value == pounds("12500")
    assert read_number(12.5, unit=1000).value == pounds("12500")
    own = read_amount("£2.5m", unit=1000)
    assert own.value == pounds("2500000")
    assert [finding.code for finding in own.findings] == ["money.unit-twice"]


@pytest.mark.parametrize(
    ("heading", "unit", "currency", "per"),
    [
        (" Saving 2010/11 (£'000) ", 1000, "GBP", ""),
        ("2010/11\nTotal\nAllocation\n£000", 1000, "GBP", ""),
        ("Value (£k)", 1000, "GBP", ""),
        ("Value €m", 1_000_000, "EUR", ""),
        ("Spend in millions", 1_000_000, "", ""),
        ("Amount awarded (£)", 1, "GBP", ""),
        ("Price (USD)", 1, "USD", ""),
        ("Annual value", 1, "", "year"),
        ("Cost per month", 1, "", "month"),
        ("Contract Value", 1, "", ""),
    ],
)
def test_headings(heading: str, unit: int, currency: str, per: str) -> None:
    read = read_heading(heading)
    assert (read.unit, read.currency, read.per) == (unit, currency, per)


@pytest.mark.parametrize("number", [float("nan"), float("inf"), 1e16])
def test_a_cell_that_holds_no_amount(number: float) -> None:
    assert read_number(number).findings[0].code == "money.unreadable"


def test_a_cell_that_holds_a_number() -> None:
    assert read_number(1234.5).value == pounds("1234.50")
    assert read_number(0.1 + 0.2).value == pounds("0.30")
    assert read_number(Decimal("1234.565")).findings[0].code == "money.rounded"
    assert read_number(7, "JPY").value == Money(7, "JPY")


@given(st.integers(-(10**13), 10**13), st.sampled_from(["GBP", "EUR", "USD", "CHF", "JPY", "KWD"]))
@example(-5, "GBP")
def test_money_shown_is_read_back_to_the_penny(minor: int, currency: str) -> None:
    money = Money(minor, currency)
    assert read_amount(str(money), currency).value == money
    assert Money.from_decimal(money.decimal, currency) == money


@given(st.integers(0, 10**13))
def test_no_penny_is_lost_in_a_cells_number(pence: int) -> None:
    assert read_number(Decimal(pence) / 100).value == Money(pence)
    if pence < 10**11:
        assert read_number(pence / 100).value == Money(pence)


@given(st.text(max_size=30) | st.text(alphabet="0123456789.,£$€kmbn -()/%+evrtoapu", max_size=24))
def test_no_text_makes_reading_raise(text: str) -> None:
    read = read_amount(text, unit=1000)
    if read.low and read.high:
        assert not read.high < read.low
    read_heading(text)
