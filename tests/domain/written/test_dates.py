"""Dates, ends and terms in one cell as people write them; every shape, every refusal."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.agreement import EndKind
from tracker.domain.check import Severity
from tracker.domain.dates import Precision, When, show
from tracker.domain.written import DateOrder, decide_order, read_date, read_end, read_span, show_when

DAY, MONTH, YEAR, QUARTER = Precision.DAY, Precision.MONTH, Precision.YEAR, Precision.QUARTER
BETWEEN, BEFORE, AFTER = Precision.BETWEEN, Precision.BEFORE, Precision.AFTER
FINANCIAL = Precision.FINANCIAL_YEAR
days = st.dates(date(1990, 1, 2), date(2049, 12, 31))


def d(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "1st April 2009",
            "01/04/2009",
            "1/4/2009",
            "1.4.2009",
            "01-04-2009",
            "1 4 2009",
            "01 / 04 / 2009",
            "1\\4\\2009",
            "1,4,2009",
        ),
        *(
            "1 April 2009",
            "1 Apr 2009",
            "1 Ebrill 2009",
            "midnight on 1 April 2009",
            "terminated 1 April 2009",
            "1-Apr-2009",
            "01-Apr-09",
            "1Apr2009",
            "1 of April, 2009",
            "1st day of April 2009",
        ),
        *(
            "April 1, 2009",
            "Apr 1st 2009",
            "April 1 2009",
            "2009 April 1",
            "2009-04-01",
            "2009/04/01",
            "2009.4.1",
        ),
        *(
            "1/4/09",
            "1.4.09",
            "1/4/'09",
            "Wednesday 1 April 2009",
            "Wed, 01 Apr 2009",
            "  1st\u00a0April 2009. ",
        ),
        *(
            "2009-04-01T00:00:00",
            "2009-04-01 00:00:00.000",
            "2009-04-01T00:00:00Z",
            "01/04/2009 00:00",
            "(1 April 2009)",
        ),
        *(
            "01/04/2009 23:59",
            "1 April 2009 12:00 AM",
            "from 1 April 2009",
            "w.e.f. 01/04/2009",
            "until 1 April 2009",
        ),
        *("Expires: 1 April 2009", "on the 1 April 2009", "start of 2009/10", "beginning of April 2009"),
        *("start of Q1 2009/10", "1\u2011April\u20112009", "01\u204404\u20442009"),
    ],
)
def test_every_shape_of_one_day(text: str) -> None:
    read = read_date(text)
    assert read.when is not None
    assert (read.when.earliest, read.when.latest, read.when.precision) == (
        d("2009-04-01"),
        d("2009-04-01"),
        DAY,
    )
    assert read.findings == ()
    assert read.understood.startswith("1 April 2009")


@pytest.mark.parametrize(
    ("text", "earliest", "latest", "precision"),
    [
        ("Apr-09", "2009-04-01", "2009-04-30", MONTH),
        ("Dec 2008", "2008-12-01", "2008-12-31", MONTH),
        ("Sept. 2008", "2008-09-01", "2008-09-30", MONTH),
        ("February of 2024", "2024-02-01", "2024-02-29", MONTH),
        ("04/2009", "2009-04-01", "2009-04-30", MONTH),
        ("2009-04", "2009-04-01", "2009-04-30", MONTH),
        ("2009 April", "2009-04-01", "2009-04-30", MONTH),
        ("Apr '75", "1975-04-01", "1975-04-30", MONTH),
        ("2013", "2013-01-01", "2013-12-31", YEAR),
        ("calendar year 2013", "2013-01-01", "2013-12-31", YEAR),
        ("2012/13", "2012-04-01", "2013-03-31", FINANCIAL),
        ("2012-13", "2012-04-01", "2013-03-31", FINANCIAL),
        ("2012/2013", "2012-04-01", "2013-03-31", FINANCIAL),
        ("1999/00", "1999-04-01", "2000-03-31", FINANCIAL),
        ("FY 26/27", "2026-04-01", "2027-03-31", FINANCIAL),
        ("the financial year 2026-27", "2026-04-01", "2027-03-31", FINANCIAL),
        ("Q1 2026/27", "2026-04-01", "2026-06-30", QUARTER),
        ("Q4 2026/27", "2027-01-01", "2027-03-31", QUARTER),
        ("2026/27 Q2", "2026-07-01", "2026-09-30", QUARTER),
        ("third quarter of 2026/27", "2026-10-01", "2026-12-31", QUARTER),
        ("quarter 3, 26/27", "2026-10-01", "2026-12-31", QUARTER),
        ("Q1 2026", "2026-01-01", "2026-06-30", BETWEEN),
        ("last quarter of 2026", "2026-10-01", "2027-03-31", BETWEEN),
        ("H2 2026/27", "2026-10-01", "2027-03-31", BETWEEN),
        ("first half of 2018", "2018-01-01", "2018-09-30", BETWEEN),
        ("Spring 2018", "2018-03-01", "2018-05-31", BETWEEN),
        ("autumn of 2018", "2018-09-01", "2018-11-30", BETWEEN),
        ("Fall 2018", "2018-09-01", "2018-11-30", BETWEEN),
        ("Winter 2018", "2018-01-01", "2019-02-28", BETWEEN),
        ("Winter 2018/19", "2018-12-01", "2019-02-28", BETWEEN),
        ("November-December 2013", "2013-11-01", "2013-12-31", BETWEEN),
        ("between April and June 2013", "2013-04-01", "2013-06-30", BETWEEN),
        ("end of 2012", "2012-12-31", "2013-03-31", BETWEEN),
        ("by the end of 2012", "2012-12-31", "2013-03-31", BETWEEN),
        ("beginning of 2013", "2013-01-01", "2013-04-01", BETWEEN),
        ("end of 2012/13", "2013-03-31", "2013-03-31", DAY),
        ("end of March 2016", "2016-03-31", "2016-03-31", DAY),
        ("end of Q2 2026/27", "2026-09-30", "2026-09-30", DAY),
        ("early 2013", "2013-01-01", "2013-04-30", BETWEEN),
        ("mid 2013", "2013-05-01", "2013-08-31", BETWEEN),
        ("late in 2014/15", "2014-12-01", "2015-03-31", BETWEEN),
        ("mid-June 2015", "2015-06-11", "2015-06-20", BETWEEN),
        ("late February 2024", "2024-02-21", "2024-02-29", BETWEEN),
        ("circa 2007", "2007-01-01", "2007-12-31", YEAR),
        ("before 30 Nov 2010", None, "2010-11-29", BEFORE),
        ("prior to April 2010", None, "2010-03-31", BEFORE),
        ("by 30 Nov 2010", None, "2010-11-30", BEFORE),
        ("no later than 2010", None, "2010-12-31", BEFORE),
        ("30 November 2010 or earlier", None, "2010-11-30", BEFORE),
        ("after 2013", "2014-01-01", None, AFTER),
        ("from 2014", "2014-01-01", None, AFTER),
        ("since April 2014", "2014-04-01", None, AFTER),
        ("on or after 1 May 2014", "2014-05-01", None, AFTER),
        ("1 May 2014 or later", "2014-05-01", None, AFTER),
        ("2014 onwards", "2014-01-01", None, AFTER),
        ("between 1 March 2018 and 31 May 2018", "2018-03-01", "2018-05-31", BETWEEN),
        ("some time between 2009 and 2012", "2009-01-01", "2012-12-31", BETWEEN),
        ("April 2009 - March 2010", "2009-04-01", "2010-03-31", BETWEEN),
        ("TBC", None, None, Precision.UNKNOWN),
        ("not recorded", None, None, Precision.UNKNOWN),
        ("?", None, None, Precision.UNKNOWN),
    ],
)
def test_dates_that_are_not_exact(
    text: str, earliest: str | None, latest: str | None, precision: Precision
) -> None:
    when = read_date(text).when
    assert when is not None
    assert (when.earliest, when.latest, when.precision) == (
        d(earliest) if earliest else None,
        d(latest) if latest else None,
        precision,
    )
    assert precision is DAY or when.text == text.strip()


def test_what_was_understood_is_said() -> None:
    assert read_date("01/04/2009").understood == "1 April 2009, day first"
    assert read_date("04/05/2009", order="mdy").understood == "5 April 2009, month first"
    assert read_date("31/03/2009").understood == "31 March 2009"
    assert read_date("05/05/2009").understood == "5 May 2009"
    assert read_date("09/04/01", order="ymd").understood == "1 April 2009, year first, year 09 read as 2009"
    assert read_date("1/4/75").understood == "1 April 1975, day first, year 75 read as 1975"
    assert read_date("1/4/75", pivot=80).when == When.on(date(2075, 4, 1))
    assert read_date("end of 2012").understood.endswith("calendar or financial year not stated")


def test_a_column_that_is_year_first_reads_what_only_it_may() -> None:
    assert read_date("20090401", order="ymd").when == When.on(date(2009, 4, 1))
    assert read_date("2011-12", order="ymd").when == When(d("2011-12-01"), d("2011-12-31"), MONTH, "2011-12")
    assert read_date("20091401", order="ymd").mend is None
    unclear = read_date("2011-12")
    assert unclear.when is not None and unclear.when.precision is FINANCIAL
    assert [finding.code for finding in unclear.findings] == ["date.check"]


@pytest.mark.parametrize(
    ("text", "code", "mend"),
    [
        ("31/02/2026", "date.no-such-day", "2026-02-28"),
        ("2016-04-31", "date.no-such-day", "2016-04-30"),
        ("29 February 2023", "date.no-such-day", "2023-02-28"),
        ("04/25/2026", "date.no-such-day", "2026-04-25"),
        ("13/25/2026", "date.no-such-day", None),
        ("0/4/2026", "date.no-such-day", None),
        ("32/01/2026", "date.no-such-day", None),
        ("2026-02-45", "date.no-such-day", None),
        ("00/2026", "date.no-such-day", None),
        ("until 31/02/2026", "date.no-such-day", "2026-02-28"),
        ("about 31/02/2026", "date.no-such-day", "2026-02-28"),
        ("between 31/02/2026 and 2027", "date.no-such-day", "2026-02-28"),
        ("between 2025 and 31/02/2026", "date.no-such-day", "2026-02-28"),
        ("end of 13/2026", "date.no-such-day", None),
        ("1/1/3034", "date.check", "2034-01-01"),
        ("29/02/3004", "date.check", "2004-02-29"),
        ("01/04/0209", "date.check", "2009-04-01"),
        ("01/04/20009", "date.no-such-year", None),
        ("0000-01-01", "date.no-such-year", None),
        ("April 0000", "date.no-such-year", None),
        ("39904", "date.number", "2009-04-01"),
        ("20090401", "date.number", "2009-04-01"),
        ("20091401", "date.number", None),
        ("12", "date.number", None),
        ("3.5", "date.number", None),
        ("9 Apr", "date.no-year", None),
        ("Apr 9", "date.no-year", None),
        ("Mar 15th", "date.no-year", None),
        ("Mar 31", "date.no-year", None),
        ("Apr 01", "date.no-year", None),
        ("Feb 29", "date.no-year", None),
        ("31/3", "date.no-year", None),
        ("01/04/2009 - 31/03/2012", "date.two-dates", None),
        ("1 April 2012 and 31 March 2013", "date.two-dates", None),
        ("between 2013 and 2012", "date.range-reversed", None),
        ("£70,00", "date.unreadable", None),
        ("end of this year", "date.unreadable", None),
        ("end of Spring 2018", "date.unreadable", None),
        ("Rolling", "date.unreadable", None),
        ("before TBC", "date.unreadable", None),
        ("between before 2010 and 2012", "date.unreadable", None),
        ("2009-2012", "date.unreadable", None),
        ("Q1 banana 7", "date.unreadable", None),
        ("Spring 2018/19", "date.unreadable", None),
        ("H3 2018", "date.unreadable", None),
        ("Dec-Nov 2013", "date.unreadable", None),
        ("May-Jun 0000", "date.no-such-year", None),
        ("0999/1000", "date.unreadable", None),
        ("x" * 100, "date.unreadable", None),
        ("Room 27 (north)", "date.unreadable", None),
        ("academic year 2026/28", "date.unreadable", None),
        ("academic year 9999/0000", "date.unreadable", None),
        ("Marsh 2027 (TBC)", "date.unreadable", None),
        ("to " * 40 + "2013", "date.unreadable", None),
    ],
)
def test_what_cannot_be_right_is_refused_with_a_suggestion(text: str, code: str, mend: str | None) -> None:
    read = read_date(text)
    assert read.when is None
    assert [finding.code for finding in read.findings] == [code]
    assert read.findings[0].severity is Severity.ERROR
    assert read.mend == (d(mend) if mend else None)


def test_blank_is_neither_a_date_nor_wrong() -> None:
    assert read_date("  ") == read_date("")
    assert read_date("").when is None and read_date("").findings == ()


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("31/12/2099", "no end date"),
        ("2099", "no end date"),
        ("31/12/2050", "no end date"),
        ("1 April 1972", "unusually early"),
        ("before 1 April 1972", "unusually early"),
    ],
)
def test_days_that_are_often_fillers_are_kept_and_questioned(text: str, reason: str) -> None:
    read = read_date(text)
    assert read.when is not None
    assert [finding.code for finding in read.findings] == ["date.check"]
    assert reason in read.findings[0].message


def test_far_ahead_is_questioned_where_today_is_known() -> None:
    assert read_date("1 April 2058").findings == ()
    assert "30 years" in read_date("1 April 2058", today=date(2026, 11, 22)).findings[0].message


@pytest.mark.parametrize("text", ["31/12/9999", "01/01/1900", "1899-12-30", "31 December 1900", "9999"])
def test_a_day_that_stands_for_none_is_no_date(text: str) -> None:
    assert read_date(text).when is None
    assert read_date(text).findings[0].severity is Severity.ERROR
    end = read_end(text)
    assert (end.when, end.end_kind) == (None, EndKind.OPEN_ENDED)
    assert [(finding.code, finding.severity) for finding in end.findings] == [
        ("date.check", Severity.WARNING)
    ]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("31/03/2025 + 2 years", "date.words-left"),
        ("31 March 2025 (with option to extend)", "date.words-left"),
        ("March 2027 (to be confirmed)", "date.words-left"),
        ("Monday 1 April 2009", "date.check"),
        ("Monday 1 April 2009 or thereabouts, they say", "date.check"),
        ("2016-06-30T23:00:00Z", "date.check"),
        ("2016-12-30T23:00:00Z", "date.time-left-out"),
        ("31/03/2016 17:00", "date.time-left-out"),
        ("Q1 2026", "date.year-not-stated"),
    ],
)
def test_what_was_left_out_is_said(text: str, code: str) -> None:
    read = read_date(text)
    assert read.when is not None and read.when.text == text
    assert read.findings[0].code == code


def test_two_dates_with_words_between_are_not_one() -> None:
    assert read_date("31/03/2025 extended to 31/03/2027").findings[0].code == "date.two-dates"
    assert read_date("31/02/2025 (extended)").findings[0].code == "date.no-such-day"


@pytest.mark.parametrize(
    ("text", "system", "day"),
    [
        ("39904", "1900", "2009-04-01"),
        ("39904.75", "1900", "2009-04-01"),
        ("38442", "1904", "2009-04-01"),
    ],
)
def test_a_spreadsheets_number_is_a_day_only_when_told(text: str, system: str, day: str) -> None:
    read = read_date(text, serial="1904" if system == "1904" else "1900")
    assert read.when is not None and read.when.day == d(day)


def test_a_spreadsheets_number_can_be_wrong_too() -> None:
    assert read_date("60", serial="1900").understood == "no date"
    assert read_date("9999999", serial="1900").findings[0].code == "date.no-such-day"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        *(
            ("Rolling", EndKind.ROLLING),
            ("rolling contract", EndKind.ROLLING),
            ("month-to-month", EndKind.ROLLING),
            ("Mo. To Mo.", EndKind.ROLLING),
        ),
        *(("Year to year", EndKind.ROLLING), ("Annual", EndKind.ROLLING), ("auto-renews", EndKind.ROLLING)),
        *(
            ("annual rolling contract", EndKind.ROLLING),
            ("12 month rolling", EndKind.ROLLING),
            ("Rolling on a monthly basis (see notes)", EndKind.ROLLING),
            ("on a month by month basis", EndKind.ROLLING),
            ("renewed annually - see file", EndKind.ROLLING),
            ("until replaced", EndKind.UNTIL_REPLACED),
            ("until a new contract is let", EndKind.UNTIL_REPLACED),
        ),
        ("Rolling Contract until new contract arranged", EndKind.UNTIL_REPLACED),
        *(("one-off", EndKind.ONE_OFF), ("One Off Grant", EndKind.ONE_OFF), ("ad hoc", EndKind.ONE_OFF)),
        *(
            ("ongoing", EndKind.OPEN_ENDED),
            ("Evergreen", EndKind.OPEN_ENDED),
            ("no end date", EndKind.OPEN_ENDED),
        ),
        *(("no fixed term", EndKind.OPEN_ENDED), ("life of the asset", EndKind.OPEN_ENDED)),
        *(("not applicable - one off", EndKind.ONE_OFF), ("annually renewing", EndKind.ROLLING)),
        *(("Completion of works", EndKind.UNKNOWN), ("co-terminous with the lease", EndKind.UNKNOWN)),
        *(("until further notice", EndKind.OPEN_ENDED), ("in perpetuity", EndKind.OPEN_ENDED)),
        *(("TBC", EndKind.UNKNOWN), ("N/A", EndKind.UNKNOWN), ("unknown", EndKind.UNKNOWN)),
        *(("31/03/2027", EndKind.FIXED), ("March 2027", EndKind.FIXED)),
    ],
)
def test_words_for_an_end(text: str, kind: EndKind) -> None:
    read = read_end(text)
    assert read.end_kind is kind
    assert (read.when is not None) == (kind in (EndKind.FIXED, EndKind.UNKNOWN))
    assert read.understood


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("academic year 2026/27", "2026-09-01", "2027-08-31"),
        ("School year 26-27", "2026-09-01", "2027-08-31"),
        ("30 Sepetmber 2027", "2027-09-30", "2027-09-30"),
        ("28th Feburary 2027", "2027-02-28", "2027-02-28"),
        ("Febuary 2027", "2027-02-01", "2027-02-28"),
    ],
)
def test_school_years_and_misspelt_months(text: str, first: str, last: str) -> None:
    when = read_date(text).when
    assert when is not None
    assert (when.earliest, when.latest) == (d(first), d(last))


@pytest.mark.parametrize(
    "text",
    [
        "Evergreen School",
        "Rolling stock",
        "Ongoing Service and Maintenance",
        "One-off savings",
        "annual review",
    ],
)
def test_words_that_only_begin_like_an_end(text: str) -> None:
    assert read_end(text).end_kind is None


def test_an_end_that_is_nothing_is_not_a_kind() -> None:
    assert read_end("").end_kind is None
    assert read_end("banana").findings[0].code == "date.unreadable"
    assert read_end("31/02/2027").mend == date(2027, 2, 28)
    assert read_end("rolling - 31/03/2027").findings[0].code == "end.figures-left"


@pytest.mark.parametrize(
    ("text", "starts", "ends"),
    [
        ("01/04/2009 - 31/03/2012", "2009-04-01", "2012-03-31"),
        ("from 1 April 2009 to 31 March 2012", "2009-04-01", "2012-03-31"),
        ("between 1 May 2020 and 30 April 2021", "2020-05-01", "2021-04-30"),
        ("2020-05-01/2021-04-30", "2020-05-01", "2021-04-30"),
        ("1 April to 30 June 2012", "2012-04-01", "2012-06-30"),
        ("Nov-Dec 2013", "2013-11-01", "2013-12-31"),
        ("2017/18", "2017-04-01", "2018-03-31"),
        ("2019 - 2022", "2019-01-01", "2022-12-31"),
    ],
)
def test_a_term_in_one_cell(text: str, starts: str, ends: str) -> None:
    span = read_span(text)
    assert span.starts.when is not None and span.starts.when.earliest == d(starts)
    assert span.ends.when is not None and span.ends.when.latest == d(ends)


@pytest.mark.parametrize(
    "text",
    ["", "rubbish", "12 months", "1 April to 31 March 2012", "before 2010 to 2012", "2010 - 2012 " * 9],
)
def test_no_term_in_the_cell(text: str) -> None:
    span = read_span(text)
    assert span.starts.when is None and span.ends.when is None


@pytest.mark.parametrize(
    ("texts", "others", "order", "proven"),
    [
        (["01/04/2009", "13/04/2009", ""], [], "dmy", True),
        (["01/04/2009", "04/13/2009"], [], "mdy", True),
        (["2009-04-01", "TBC"], [], "ymd", True),
        (["20090401"], [], "ymd", True),
        (["99/04/01"], [], "ymd", True),
        (["01/04/2009"], ["04/13/2009"], "mdy", True),
        (["01/04/2009"], ["05/06/2009"], "dmy", False),
        (["05/05/2009"], [], "dmy", False),
        (["TBC", "Apr-09"], [], "dmy", False),
        (["13/04/2009", "14/04/2009", "04/13/2009"], [], "dmy", False),
        (["04/13/2009", "04/14/2009", "13/04/2009"], [], "mdy", False),
    ],
)
def test_the_order_of_a_column(texts: list[str], others: list[str], order: str, proven: bool) -> None:
    decided = decide_order(texts, others=others)
    assert (decided.order, decided.proven) == (order, proven)
    assert decided.why


def test_a_mixed_column_is_an_error() -> None:
    assert [finding.code for finding in decide_order(["13/04/2009", "04/13/2009"]).findings] == [
        "date.mixed-orders"
    ]


@given(days)
def test_a_day_shown_is_read_back(day: date) -> None:
    assert read_date(show(day)).when == When.on(day)
    assert read_date(day.isoformat()).when == When.on(day)
    assert read_date(f"{day:%d/%m/%Y}").when == When.on(day)
    assert read_date(f"{day:%m/%d/%Y}", order="mdy").when == When.on(day)


@given(days, st.integers(0, 4000), st.sampled_from(list(Precision)))
def test_a_date_as_known_is_read_back(day: date, more: int, precision: Precision) -> None:
    later = day + timedelta(days=more)
    shown = {
        Precision.DAY: When.on(day),
        Precision.BEFORE: When(None, day, BEFORE),
        Precision.AFTER: When(day, None, AFTER),
        Precision.UNKNOWN: When.unknown(),
        Precision.BETWEEN: When(day, later, BETWEEN),
    }
    when = (
        shown.get(precision)
        or read_date(
            {
                MONTH: f"{day:%B %Y}",
                YEAR: str(day.year),
                QUARTER: f"Q2 {day.year}/{(day.year + 1) % 100:02d}",
            }.get(precision, f"FY {day.year}/{(day.year + 1) % 100:02d}")
        ).when
    )
    assert when is not None
    again = read_date(show_when(when)).when
    assert again is not None
    assert (again.earliest, again.latest, again.precision) == (when.earliest, when.latest, when.precision)


@given(st.text(max_size=40))
def test_no_text_makes_reading_raise(text: str) -> None:
    for read in (
        read_date(text),
        read_date(text, order="ymd"),
        read_date(text, serial="1900"),
        read_end(text),
    ):
        assert read.when is None or read.when.earliest is None or isinstance(read.when.earliest, date)
    read_span(text)
    decide_order([text])


@given(st.text(alphabet="0123456789/-. :TZabefjlmnopruvyQ", max_size=24))
def test_no_text_like_a_date_makes_reading_raise(text: str) -> None:
    for order in ("dmy", "mdy", "ymd"):
        read = read_date(text, order=order)
        if read.when and read.when.earliest and read.when.latest:
            assert read.when.earliest <= read.when.latest


def test_eight_digits_show_an_order() -> None:
    assert decide_order(["01042017", "13042017"]).order == "dmy"
    assert decide_order(["04012017", "4132017"]).order == "mdy"
    assert decide_order(["20170401", "20171301"]).order == "ymd"


COMPACT = [
    ("20170401", "dmy", date(2017, 4, 1)),
    ("01042017", "dmy", date(2017, 4, 1)),
    ("04012017", "mdy", date(2017, 4, 1)),
    ("1042017", "dmy", date(2017, 4, 1)),
    ("20171301", "dmy", None),
    ("31022017", "dmy", None),
    ("12345678", "dmy", None),
]


@pytest.mark.parametrize(("text", "order", "day"), COMPACT)
def test_eight_digits_are_a_day_where_the_caller_says_so(
    text: str, order: DateOrder, day: date | None
) -> None:
    when = read_date(text, order=order, compact=True).when
    assert (when.day if when else None) == day
    assert read_date(text, order="dmy").when is None
    assert read_end(text, order=order, compact=True).when == when


@given(st.integers(0, 10**9))
def test_a_number_alone_never_becomes_a_day(number: int) -> None:
    when = read_date(str(number)).when
    assert when is None or when.precision is YEAR


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("1 April 2027", "1 April 2027"),
        ("April 2027", "April 2027"),
        ("Q1 2027/28", "Q1 2027/28"),
        ("2027", "2027"),
        ("2027/28", "financial year 2027/28"),
        ("between 1 April 2027 and 5 May 2027", "between 1 April 2027 and 5 May 2027"),
    ],
)
def test_each_precision_is_shown_in_its_own_way(text: str, shown: str) -> None:
    when = read_date(text).when
    assert when is not None
    assert show_when(when) == shown


def test_a_month_that_may_be_a_day_without_its_year_is_said() -> None:
    def codes(text: str) -> list[str]:
        return [finding.code for finding in read_date(text).findings]

    assert codes("Mar-31") == ["date.check"]
    assert codes("Jun/30") == ["date.check"]
    assert [codes(text) for text in ("Mar 27", "Mar '31", "March 2031", "2031", "end of March 31")] == [
        []
    ] * 5
