"""Terms as people write them: each family of wording, its traps, and what must stay text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.agreement import EndKind
from tracker.domain.dates import Period
from tracker.domain.written import OptionRead, read_options, read_terms

CHAINS = [
    ("5+2+2", "60m +24m +24m"),
    ("1+1", "12m +12m"),
    ("3 + 1 + 1", "36m +12m +12m"),
    ("24+12+12", "24m +12m +12m"),
    ("24 + 12 + 12 months", "24m +12m +12m"),
    ("18m+18m+12m+12m", "18m +18m +12m +12m"),
    ("2y + 1y", "24m +12m"),
    ("3 years +1+1", "36m +12m +12m"),
    ("3 yrs + 2", "36m +24m"),
    ("2+2+1 years", "24m +24m +12m"),
    ("1 years + 1 years + 1 years", "12m +12m +12m"),
    ("5 years + 1+ 1 + 1 year(s) optional", "60m +12m +12m +12m"),
    ("Gritting vehicles: contract term 4 years (+1+1 optional)", "48m +12m +12m"),
    ("Library vans, 3 year framework (2+1)", "24m +12m"),
    ("A total of 7 years (5 + 2)", "60m +24m"),
    ("5 years (3+2)", "36m +24m"),
    ("3+1+1 (5 years)", "36m +12m +12m"),
    ("The lift contract is for 3 years with 2 options of 12 months (3+1+1).", "36m +12m +12m"),
    ("A 4 year contract with a 2 plus 2 year extension option", "48m +24m +24m"),
    ("(24 + 12 + 12 months) 24 months to begin with and two further 12 month periods", "24m +12m +12m"),
    ("4 years with potential extensions of 2 years plus one", "48m +24m +12m"),
    ("Cemetery software, possibility of +1,+1 extension", "+12m +12m"),
    ("a further 1 + 1 years", "+12m +12m"),
    ("two years firm plus two option years", "24m +12m +12m"),
    ("3 years plus two 12 month extensions", "36m +12m +12m"),
    ("one base year plus four one-year options", "12m +12m +12m +12m +12m"),
    ("three (4) option years", "text"),
    ("3 years plus 2 years optional extension", "36m +24m"),
    ("3 years + possible 3 year extension", "36m +36m"),
]
COUNTED = [
    ("2 x 12 months", "+12m +12m"),
    ("2x1 year", "+12m +12m"),
    ("2 X 12 months options", "+12m +12m"),
    ("1 x 24 months at the Council's discretion", "+24m"),
    ("Two (2) x two (2) year periods", "+24m +24m"),
    ("Renewal: 2 x 1 year", "+12m +12m"),
    ("48 months plus 2 x 12 months", "48m +12m +12m"),
    ("2 years plus two optional extension periods of 12 months each", "24m +12m +12m"),
    ("an initial 3 years with the option of 3 further periods of 12 months each", "36m +12m +12m +12m"),
    ("3 years with the option to extend for two further one year periods", "36m +12m +12m"),
    ("for 2 years with two 12-month extensions available", "24m +12m +12m"),
    ("a 3 year contract with 2 one year extension options", "36m +12m +12m"),
    ("may be extended by up to two periods of up to 18 months", "+<=18m +<=18m"),
    ("two additional twelve (12) month periods may be taken as extensions", "+12m +12m"),
    ("4 years with two options to extend, each option being 36 months", "48m +36m +36m"),
    ("three 24-month periods and a final extension period of one year are available", "+24m +24m +24m +12m"),
    ("2 years with 3 options to extend annually a further 3 years", "24m +12m +12m +12m"),
    ("a 36-month contract with an option to extend by 12 months a maximum of two times", "36m +12m +12m"),
    ("five years and one extension of one year", "60m +12m"),
    ("extend (3 x 12 months) if the service performs", "+12m +12m +12m"),
    ("option to extend for 24 months (2 periods of 12 months)", "+12m +12m"),
    ("3 options to extend of 6 months or parts thereof", "+<=6m +<=6m +<=6m"),
]
CEILINGS = [
    ("5 years with the option to extend to a maximum of 10 years", "60m +<=60m"),
    ("The term is 3 years and may be extended up to a maximum term of 8 years.", "36m +<=60m"),
    ("an initial term of 4 years, extendable to a total contract period of 6 years", "48m +<=24m"),
    ("4 years with an option to extend by up to a further 2 years", "48m +<=24m"),
    (
        "2 years, the Council reserves the right to extend by further periods not exceeding 24 months",
        "24m +<=24m",
    ),
    ("for 3 years with the option to extend by periods totalling no more than 24 months", "36m +<=24m"),
    ("initial 3 years with an extension of any period of up to 18 months", "36m +<=18m"),
    ("with two possible extensions of 12 months, not exceeding five years in total", "+12m +12m limit 60m"),
    ("3 years + 1 + 1, to a maximum of 5 years in total", "36m +12m +12m"),
    ("3 years with two options of 2 years, subject to a maximum term of 6 years", "36m +24m +24m limit 72m"),
    ("2 years with options to extend by 12 months to a maximum term of 5 years", "24m +12m +12m +12m"),
    ("The maximum length of the contract with extensions is 4 years", "limit 48m"),
    ("for a maximum of four years being an initial 2 years with two 12 month options", "24m +12m +12m"),
    ("2 years with the option to extend for up to a maximum of 24 months", "24m +<=24m"),
    ("2 years with an option to extend up to a maximum of 1 further year", "24m +<=12m"),
    ("1 year, with the option to extend provided that the total term does not exceed 3 years", "12m +<=24m"),
    ("may be extended twice by 36 months", "+36m +36m"),
    ("an option to extend by up to 24 months (i.e. 60 months in total)", "+<=24m limit 60m"),
    ("3 years with 2 options of 12 months, up to a maximum of 24 months", "36m +12m +12m"),
    (
        "The contract term is 5 years. The initial term is 3 years, or 5 years in total if extended.",
        "36m +<=24m",
    ),
    ("3 years with an option of 1 year, to a maximum term of 30 years", "text"),
    ("up to 7 years (5 years plus an extension of up to 2 years)", "60m +<=24m"),
]
STEPPED = [
    ("2 years with the option to extend for a further 2 years in annual increments", "24m +12m +12m"),
    ("option to extend for 24 months, in 12 month increments", "+12m +12m"),
    ("for up to 24 months in 2 x 12 month intervals may be extended", "text"),
    ("Option to extend for up to 24 months in 2 x 12 month intervals", "+12m +12m"),
    ("options to extend by up to 12 months in two 6 monthly increments", "+6m +6m"),
    ("3 years with the option to extend annually for a further 2 years", "36m +12m +12m"),
    ("3 years, extendable year on year for a further three years", "36m +12m +12m +12m"),
    ("2 years with option to extend each and every year up to a further 2 years", "24m +12m +12m"),
    ("up to a further three years, one year at a time, as an extension", "text"),
    ("3 years with the option to extend for up to three years, one year at a time", "36m +12m +12m +12m"),
    ("3 years with year on year extensions up to a maximum of 10 years", "36m" + " +12m" * 7),
    ("1 year with the option to extend on an annual basis up to a total of 4 years", "12m +12m +12m +12m"),
    ("option to extend in 2 x 12 month intervals", "+12m +12m"),
    ("option to extend incrementally for up to 24 months", "+<=24m"),
    ("36 months with an option to extend for 24 months (in periods of no less than 6 months)", "36m +<=24m"),
    ("option to extend for 2 years subject to annual review", "+24m"),
    ("4 years, extend for a period of 2 years in yearly increments if agreed", "48m +12m +12m"),
    ("possible extension of 24 months or 2 x 12 months", "+<=24m"),
]
DATED = [
    (
        "until 31 March 2027 with an option to extend for 2 years to 31 March 2029",
        ">2027-03-31 +24m>2029-03-31",
    ),
    ("Contract period 01/04/2024 to 31/03/2027 with the option of a further 12 months", ">2027-03-31 +12m"),
    (
        "from 1 June 2026 to 31 March 2028 with an option to extend for two periods of up to 12 months",
        ">2028-03-31 +<=12m +<=12m",
    ),
    (
        "2 years until 31 July 2025 with the option of 12 months until 31 July 2026",
        "24m >2025-07-31 +12m>2026-07-31",
    ),
    (
        "The contract will expire on Friday 3rd January 2025, with provision to extend for 1 period of 12 months",
        ">2025-01-03 +12m",
    ),
    ("Possible extension to 31 March 2030", "+>2030-03-31"),
    ("with the option to extend in one or more periods up to 30 June 2031", "+>2031-06-30"),
    (
        "5 years to 30 September 2026 with an option to extend until 30 September 2028",
        "60m >2026-09-30 +>2028-09-30",
    ),
    (
        "10 years plus 11 weeks (1 April 2019 until 15 June 2029) with the option to extend up to 2 years",
        "120m77d >2029-06-15 +<=24m",
    ),
    ("Contract period 01/09/2020 to 31/08/2025 (inc option to extend)", "text"),
    (
        "Lot 1 runs to 1 July 2026 and Lot 2 runs to 1 August 2027, both with a possible 12 month extension",
        "text",
    ),
]
PLAIN = [
    ("12 months", "12m"),
    ("15 Weeks", "105d"),
    ("Approximately 26 months", "26m"),
    ("2 month", "2m"),
    ("two years and seven months with the option of one extension of two years in length", "31m +24m"),
    ("7.5 years with another 7.5 years possible extension", "90m +90m"),
    ("One (1)year with a possible extension of a further one (1) year", "12m +12m"),
    (
        "four [4] years with an option to extend for four [4] individual one [1] year periods",
        "48m" + " +12m" * 4,
    ),
    ("SIX weeks, with an option to extend for a further ONE month", "42d +1m"),
    ("eight (8) years (96 months) with an option of eight (8) years (96 months)", "96m +96m"),
    ("two years with an option to extend for a third year", "24m +12m"),
    ("a 3 year contract and a further year as an option", "36m +12m"),
    ("3 years with the option to extend by 12 months, then a further 6 months", "36m +12m +6m"),
    ("The option to extend this contract from 36 to 48 months", "36m +12m"),
    ("Extension option for 3 months included in the contract.", "+3m"),
    (
        "Initial period of five years (following a 6 week mobilisation period), plus 24 months if agreed",
        "60m +24m",
    ),
    ("The contract period is 4 years. There may be an extension of up to two years.", "48m +<=24m"),
    (
        "3 years with the option of 12 months; the service goes on under the old arrangement meanwhile",
        "36m +12m",
    ),
    (
        "3 years with the option of 12 months and the interim service under the old arrangement goes on until 31 May 2026",
        "36m +12m",
    ),
    ("Repairs for a period of 36 months", "36m"),
    ("The framework will last four (4) years", "48m"),
    ("Four-year framework with no extension", "48m"),
    (
        "3 years with the Council having the option to extend for two further years on an annual basis",
        "36m +12m +12m",
    ),
    ("01/04/2025 - 31/03/2028 + 2 years", ">2028-03-31 +24m"),
    ("5 years with an option to extend, not exceeding a further 5 years in total", "60m +<=60m"),
    ("The contract term is 3 years; option to extend for 2 years", "36m +24m"),
    ("The term shall be 2 years &amp; may be extended for 1 year", "24m +12m"),
    (
        "A 3 year contract with the option to extend (in accordance with the Council&#039;s rules) by 1 year",
        "36m +12m",
    ),
]
ROLLING = [
    ("Rolling 12 month contract", "roll 12m"),
    ("Rolling annual contract", "roll 12m"),
    ("The contract shall continue on a month by month basis", "roll 1m"),
    ("five years and thereafter from year to year unless 12 months' notice is given", "60m roll 12m"),
    ("Rolling 12 month contract for 3 depots", "roll 12m"),
    ("Monthly rolling contract", "roll 1m"),
    ("Until 31 March 2030 rolling annually", ">2030-03-31 roll 12m"),
    ("3 years and thereafter on a rolling 12 month basis", "36m roll 12m"),
    ("After an initial period of 2 years it renews automatically every 12 months", "24m roll 12m"),
    (
        "to 4 July 2021, thereafter renewable at annual intervals until 4 July 2023",
        ">2021-07-04 roll 12m until 2023-07-04",
    ),
    ("Auto-renews annually unless 3 months' notice is given", "roll 12m"),
]
NO_LENGTH = [
    ("3 years with the option to extend", "36m ?"),
    ("option to extend", "?"),
    ("a 12 month contract, extendable by agreement", "12m ?"),
]
FALSE_FRIENDS = [
    "Town Hall extension",
    "Renewable energy advice for 24 schools",
    "Roof renewal at 3 depots",
    "Extension of the submission deadline by 4 weeks",
    "Clinics before 24+0 weeks gestation",
    "Call 01+1 for help",
    "The works will extend the life of the boiler for the next 20 years",
    "A youth hub for 16-24-year-old residents",
    "Prices are fixed for the initial two years",
    "Depot open 24 hours a day, 7 days a week",
    "Two-storey side extension at the school, 12 months' defects period",
    "Staff with 5 years' experience",
    "2017/18",
    "Not Found",
    "November-December 2013",
    "",
    "Lot 3: Grounds maintenance",
    "Supply of 110 kV transformers",
    "Bread rolls for schools",
    "A reply within 5ms or 3ds",
    "Seats in blocks of 5 + 0 + 1",
    "Windows 11 + 3 servers under contract",
    "Key stage 1 + 2 reading scheme",
    "The exhibition is open to 31 March 2027",
    "Two 12 month apprenticeships",
    "Provision of annual boiler maintenance",
    "Maintenance of rolling stock",
    "Works in year 5",
]
STAYS_TEXT = [
    "2, 3 or 4 years, dependent on extension options",
    "1 - 4 years depending on the category, with options to extend for up to 12 months",
    "Variation to extend the grounds maintenance contract for 9 months",
    "The contract has been extended by 12 months",
    "This amendment relates to a 2-year extension and a change of the programme's name",
    "option to extend for either 2 years or 8 years",
    "two (3) year contract with an option to extend by 12 months",
    "The extension will run for six months because the further 12 month option is not being taken up",
    "The first 3 years of each resident's stay, with the possibility of an extension of up to 2 years",
    "If the options are taken the total value over the 48 month period is £7m",
    "5 year contract, 3 years fixed, 4 years in practice, with the option to extend by 12 months",
    "3 years with an option of 2 years (4+3+3)",
    "option to extend 40 x 12 months",
    "option to extend for 1/2 years",
    "Two year extension taken to March 2025",
    "Extended by 2 years to 31/03/2026",
    "3 + 2 years (both options already used)",
    "option to extend by " + "1 month or " * 80,
    "6 year contract (3+1+1)",
    "A contract of 3+1+1 or a contract of 2+2+1",
    "3 years with 2 options of 12 months (3+3)",
    "an initial 5 years, to a maximum of 3 years in total",
    "2 years with the option to extend, not exceeding 160 weeks in total",
    "3 years with options of 1 year and 2 years, to a maximum term of 9 years",
    "3 years with an option of 2 years, to a maximum term of 8 years",
]
WORDS = [
    "3 years",
    "12 months",
    "two",
    "2",
    "x",
    "+1",
    "1 + 1",
    "option to extend",
    "extension",
    "of up to",
    "for a further",
    "each",
    "in total",
    "or",
    "(",
    ")",
    "until",
    "31 March 2027",
    "maximum",
    "to a maximum of",
    "periods of",
    "annually",
    "in 6 month increments",
    "rolling",
    "notice",
    "with",
    "contract",
    "£5,000",
    "from",
    "1 - 4 years",
    "initial term",
    "twice",
    "every",
    "not exceeding",
    "break after",
    "0 weeks",
    "200 years",
]


@pytest.mark.parametrize(
    ("text", "code"),
    [*CHAINS, *COUNTED, *CEILINGS, *STEPPED, *DATED, *PLAIN, *ROLLING, *NO_LENGTH],
)
def test_reads_each_wording(text: str, code: str) -> None:
    assert (read_terms(text).code or "text") == (code or "text")


MENDED = [
    ("3 years, extendable to 5 years", "36m +<=24m"),
    ("One year contract, renewable annually for up to a maximum of 4 years", "12m +12m +12m +12m"),
    ("12 months, extendable 3 times by 12 months", "12m +12m +12m +12m"),
    (
        "An initial period of 5 years, extendable for up to 5 years in increments of 12 months or more",
        "60m +<=60m",
    ),
    ("An option to extend for 24 months, in periods of at least 6 months", "+<=24m"),
    ("1 year with four annual extensions", "12m +12m +12m +12m +12m"),
    ("1.5yrs + 6mths", "18m +6m"),
    ("3 years + 6 months", "36m +6m"),
    ("10 years with break clause at year 5", "120m"),
    ("3 years. Notice 6 months.", "36m"),
    ("three years with effect from 1 April 2024", "36m"),
    ("ext 12 mths", "+12m"),
    ("2-year deal", "24m"),
    ("24 months, with the option of two 12-month periods, giving a maximum of 48 months", "24m +12m +12m"),
]
UNSETTLED = [
    "4 years (inc. 2 year extension)",
    "Contract length 3 years; 1 year extension used, 1 remaining",
    "Extension to 31/03/2026 agreed",
    "Automatically renews each year for up to 4 years",
    "4 years with no option to extend",
]


@pytest.mark.parametrize(("text", "code"), MENDED)
def test_reads_what_other_registers_say(text: str, code: str) -> None:
    assert read_terms(text).code == code


@pytest.mark.parametrize("text", UNSETTLED)
def test_what_may_be_counted_twice_is_not_taken(text: str) -> None:
    assert not read_terms(text).options and not read_terms(text).without_length


def test_renewable_energy_is_no_right_to_renew() -> None:
    assert read_terms("Renewable energy supply 3 years").code == ""


@pytest.mark.parametrize("text", FALSE_FRIENDS)
def test_false_friends_yield_nothing(text: str) -> None:
    read = read_terms(text)
    assert (read.code, read.findings, read.part) == ("", (), "")


@pytest.mark.parametrize("text", STAYS_TEXT)
def test_what_is_not_certain_stays_text_and_says_so(text: str) -> None:
    read = read_terms(text)
    assert read.code == ""
    assert [finding.code for finding in read.findings] == ["terms.kept-as-text"]


@pytest.mark.parametrize(("text", "code"), NO_LENGTH)
def test_a_right_without_a_length_is_a_task(text: str, code: str) -> None:
    assert read_terms(text).without_length
    assert [finding.code for finding in read_terms(text).findings] == ["terms.no-extension-length"]


@pytest.mark.parametrize(
    ("text", "kind", "roll"),
    [
        ("Rolling", EndKind.ROLLING, None),
        ("Annual rolling contract", EndKind.ROLLING, Period(12)),
        ("Rolling Contract until new contract arranged", EndKind.UNTIL_REPLACED, None),
        ("One-off", EndKind.ONE_OFF, None),
        ("Rolling 12 month contract", EndKind.ROLLING, Period(12)),
    ],
)
def test_kinds_of_end(text: str, kind: EndKind, roll: Period | None) -> None:
    assert (read_terms(text).end_kind, read_terms(text).roll) == (kind, roll)


def test_notice_and_break_beside_a_term() -> None:
    read = read_terms(
        "A 5 year contract with a break clause at the end of 3 years, on 6 months' written notice"
    )
    assert (read.initial, read.break_after, read.notice) == (Period(60), Period(36), Period(6))
    assert read.understood == "5 years, 6 months notice, a break after 3 years"
    assert read_terms("10 year lease with a 5 year break clause").break_after == Period(60)
    assert read_terms("Term: 10 years with a break at year 5").break_after == Period(60)
    assert read_terms("Notice period: 3 months, option to extend").notice == Period(3)


def test_what_was_understood_and_from_which_part() -> None:
    text = "Window cleaning at twelve sites. 3 years with the option of 12 months and then up to 6 months. Call for details."
    read = read_terms(text)
    assert read.understood == "3 years, then options of 12 months and up to 6 months"
    assert read.part == "3 years with the option of 12 months and then up to 6 months"
    capped = read_terms("to 4 July 2021 with two possible extensions of 2 years, 6 years in total")
    assert (
        capped.understood == "to 4 July 2021, then options of 2 years and 2 years, 6 years in all at the most"
    )
    rolling = read_terms("Rolling 12 month contract until 31 March 2030")
    assert rolling.understood == "rolling by 12 months, to 31 March 2030 at the latest"
    dated = read_terms("Possible extension in several periods to 31 March 2030")
    assert dated.understood == "options of up to to 31 March 2030".replace("up to to", "up to")
    assert read_terms("option to extend").understood == "a right to extend without its length"


@pytest.mark.parametrize(
    ("text", "options"),
    [
        ("2y+2y", (OptionRead(Period(24)), OptionRead(Period(24)))),
        ("5+2+2", (OptionRead(Period(60)), OptionRead(Period(24)), OptionRead(Period(24)))),
        ("2 years + 1 year", (OptionRead(Period(24)), OptionRead(Period(12)))),
        ("3 x 12 months", (OptionRead(Period(12)),) * 3),
        ("up to 24 months", (OptionRead(Period(24), up_to=True),)),
        ("5 years", (OptionRead(Period(60)),)),
        ("3 years with the option of 12 months", (OptionRead(Period(12)),)),
        ("none", ()),
        ("", ()),
        ("banana", ()),
    ],
)
def test_options_alone(text: str, options: tuple[OptionRead, ...]) -> None:
    assert read_options(text) == options


def test_an_option_to_a_day() -> None:
    (option,) = read_options("until 31 March 2029")
    assert (option.length, str(option.until)) == (None, "2029-03-31")


@given(st.integers(1, 10), st.lists(st.integers(1, 5), min_size=1, max_size=5))
def test_a_chain_is_read_back(first: int, more: list[int]) -> None:
    read = read_terms("+".join(map(str, [first, *more])))
    assert read.initial == Period(12 * first)
    assert [option.length for option in read.options] == [Period(12 * years) for years in more]


@given(st.text(max_size=60) | st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join))
def test_no_text_makes_reading_raise(text: str) -> None:
    read = read_terms(text)
    assert all(option.length or option.until for option in read.options)
    assert not (read.options and read.without_length)
    read_options(text)


AS_OTHERS_WRITE = [
    ("12 months, up to a maximum of 5 years", "12m ? limit 60m"),
    ("An initial term of 12 months, up to a maximum of 12 months", "12m"),
    ("5 years, not exceeding 10 years", "60m ? limit 120m"),
    ("3 years (max 2 years)", "text"),
    ("an initial 5 years with the option to extend, 3 years in total", "text"),
    ("3 + 1 + 1 years. 5 years in total", "36m +12m +12m"),
    ("3 years + 1. The term may not exceed 4 years", "36m +12m"),
    ("two-year contract with option of a third", "24m +12m"),
    ("2 years with options for a third and fourth year", "24m +12m +12m"),
    ("1 year with an option to extend for a second, third and fourth year", "12m +12m +12m +12m"),
    ("2 years firm with an option for year 3 and a further option for year 4", "24m +12m +12m"),
    ("an option to renew for the fourth and fifth years", "+12m +12m"),
    ("three-year contract with option of a second", "text"),
    ("3 years with options for a fourth and sixth year", "text"),
    ("3 years + 1 year with an optional fourth year", "text"),
    ("price review in the second year, option to extend by 12 months", "+12m"),
    ("3 yr contract c/w 2no. 12 month extension options", "36m +12m +12m"),
    ("10 years with two break-free extensions of five years each", "120m +60m +60m"),
    ("3 years with the option of extending by a further 2 years on a 1+1 basis", "36m +12m +12m"),
    ("12 months with the option to extend for a further two years in 12 month periods", "12m +12m +12m"),
    ("3 years, no extension options", "36m"),
    ("Contract extended to 31/03/2026 under Reg 72", "text"),
    ("3 years with option of 2 more", "36m +24m"),
    ("Five years with an option for a further five", "60m +60m"),
    ("36 months with an option for 12 more", "text"),
    ("A 3yr contract with 2 optional years", "36m +12m +12m"),
]


@pytest.mark.parametrize(("text", "code"), AS_OTHERS_WRITE)
def test_terms_as_other_councils_write_them(text: str, code: str) -> None:
    read = read_terms(text)
    assert read.code == ("" if code == "text" else code)
    assert bool(read.findings) == (code == "text" or "?" in code)


def test_a_break_in_a_year_that_is_numbered() -> None:
    assert read_terms("A 10 year contract with a break at the end of the third year").break_after == Period(
        36
    )
    assert read_terms("5 years with the option to extend and a break at year 3").break_after == Period(36)
