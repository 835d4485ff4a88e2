"""Names made comparable, remarks told from names, joint names split only where that is certain."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.match import (
    PackedParty,
    Remark,
    clean,
    comparable,
    core,
    council_core,
    council_keys,
    formless,
    likeness,
    looks_like_council,
    read_company_number,
    remark,
    split_buyers,
    split_parties,
)


@pytest.mark.parametrize(
    "names",
    [
        ("Ernst &amp; Young LLP", "ERNST AND YOUNG L.L.P.", "Ernst & Young  Limited Liability Partnership"),
        ("Acme Ltd.", "ACME  LIMITED", "Acme Ltd", "\u200bAcme\u00a0Limited", "Acme, Ltd", "The Acme Ltd"),
        ("Softcat plc", "Softcat PLC.", "Softcat Public Limited Company", "SOFTCAT P.L.C."),
        ("CSG Usher&#039;s Ltd", "CSG Ushers Ltd", "CSG Usher’s Limited"),
        ("Kent CC (t/a LASER)", "Kent CC trading as Laser", "KENT CC T/A LASER"),
        ("A.B. Smith Ltd", "AB Smith Limited"),
        ("Cafe\u0301 Ltd", "Café Limited"),
        ("Marks + Co", "Marks & Co.", "MARKS AND CO"),
        ("Kent County Council, The", "Kent County Council"),
        ("O&amp;amp;M Ltd", "O&M Limited"),
    ],
)
def test_spellings_of_one_name_compare_equal(names: tuple[str, ...]) -> None:
    assert len({comparable(name) for name in names}) == 1


def test_a_legal_form_at_the_end_is_told_from_the_name() -> None:
    assert formless("ACME Ltd.") == formless("Acme  Limited") == ("acme", "limited")
    assert formless("Acme p.l.c.") == ("acme", "plc")
    assert formless("Acme") == ("acme", "")
    assert formless("Limited") == ("limited", ""), "a name is never empty"
    assert formless("") == ("", "")


def test_different_forms_stay_different_but_share_a_core() -> None:
    assert comparable("Acme Ltd") != comparable("Acme plc")
    assert core("Acme Holdings (UK) Ltd") == core("ACME PLC") == "acme"
    assert core("Limited") == comparable("Limited") == "limited"
    assert core("The Group") == "group"


def test_cleaning_keeps_what_is_seen() -> None:
    assert clean("  Ernst &amp; Young\u200b\n LLP ") == "Ernst & Young LLP"


def test_likeness_orders_but_does_not_decide() -> None:
    assert likeness("Insight Direct (UK) Ltd", "INSIGHT DIRECT") == 1
    assert likeness("Steria Ltd", "Sopra Steria Ltd") > 0.5 > likeness("Steria Ltd", "Capita plc")
    assert likeness("", "") == likeness("a", "a") == 1
    assert likeness("a", "b") == 0


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        *(("NOT AWARDED TO SUPPLIER", Remark.NOT_AWARDED), ("No award", Remark.NOT_AWARDED)),
        *(("Various", Remark.SEVERAL), ("VARIOUS", Remark.SEVERAL), ("Multiple suppliers", Remark.SEVERAL)),
        *(("see spreadsheet", Remark.ELSEWHERE), ("See PDF attachment", Remark.ELSEWHERE)),
        *(("REDACTED", Remark.WITHHELD), ("Commercially sensitive", Remark.WITHHELD)),
        *(
            ("None", Remark.NONE),
            ("na", Remark.NONE),
            ("-", Remark.NONE),
            (".", Remark.NONE),
            ("(TBC)", Remark.NONE),
        ),
        *(("None Such Ltd", None), ("Seedley Ltd", None), ("Various Artists Ltd", None), ("", None)),
    ],
)
def test_remarks_are_no_suppliers(text: str, kind: Remark | None) -> None:
    assert remark(text) is kind


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("Westminster City Council", ("westminster city council", "westminster")),
        ("City of Westminster", ("city of westminster", "westminster")),
        ("Coventry City Council (COV)", ("coventry city council cov", "coventry city council", "coventry")),
        ("Hinckley &amp; Bosworth BC", ("hinckley and bosworth bc", "hinckley bosworth")),
        ("City of London", ("city of london",)),
    ],
)
def test_what_a_council_is_looked_up_by(name: str, keys: tuple[str, ...]) -> None:
    assert council_keys(name) == keys


def test_words_of_councils() -> None:
    assert council_core("(Anything)") == "anything"
    assert looks_like_council("London Borough of Sutton")
    assert looks_like_council("Rutland CC")
    assert not looks_like_council("Softcat plc")


KNOWN = {
    comparable(name)
    for name in (
        *(
            "Northmoor District Council",
            "Southfen District Council",
            "Hill & Dale Borough Council",
            "Hill & Dale",
        ),
        *(
            "Eastley Council",
            "Westley Council",
            "Bourne Christ and Poole Council",
            "Redburn",
            "Redburn & Cleve",
        ),
        *("Cleve", "Cleve and Marsh", "Marsh", "Stone Borough Council", "Brook District Council"),
    )
}


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Northmoor District Council and Southfen District Council", 2),
        ("Eastley Council &amp; Westley Council", 2),
        ("Eastley Council, Westley Council and Northmoor District Council", 3),
        ("Eastley Council; Westley Council", 2),
        ("Stone Borough &amp; Brook District Councils", 2),
        ("Northmoor and Southfen District Councils", 2),
        ("Hill & Dale and Eastley Council", 2),
        ("Hill & Dale", 1),
        ("Hill & Dale Borough Council", 1),
        ("Bourne Christ and Poole Council", 1),
        ("Eastley Council", 1),
        ("Eastley Council and Acme Ltd", 1),
        ("Kent and Medway", 1),
        ("Energy Buyers (a joint committee of Eastley Council and Westley Council)", 1),
        ("Redburn & Cleve and Marsh", 1),
        (" and ".join(["Eastley Council"] * 20), 1),
    ],
)
def test_joint_buyers(name: str, parts: int) -> None:
    split = split_buyers(name, lambda part: comparable(part) in KNOWN)
    assert len(split) == parts
    assert parts == 1 or all(comparable(part) in KNOWN for part in split)
    assert parts > 1 or split == (clean(name),)


def test_packed_cells() -> None:
    packed = (
        "[Acme Ltd|1 High St,\nTown, \nTN1 1AA|COMPANIES_HOUSE|00123456|Yes|No][B &amp; C|2 Low St|NONE||No|]"
    )
    assert split_parties(packed) == (
        PackedParty("Acme Ltd", "1 High St, Town, TN1 1AA", "COMPANIES_HOUSE", "00123456", True, False),
        PackedParty("B & C", "2 Low St", "NONE", "", False, None),
    )
    assert split_parties("[Acme Ltd|1 High St]") == (PackedParty("Acme Ltd", "1 High St"),)
    assert split_parties("[Acme|Unit 3 | Dock|NONE||Yes|Yes]")[0].address == "Unit 3 | Dock"
    assert split_parties("[Acme|a|NONE||No|No][Acme|a|NONE||No|No][Various|b|NONE||No|No]")[1:] == ()


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Acme Ltd; Bravo plc", ["Acme Ltd", "Bravo plc"]),
        ("Acme Ltd (123)\nBravo Pty (124)", ["Acme Ltd (123)", "Bravo Pty (124)"]),
        ("Acme Ltd\nBravo\nCargo plc;\n", ["Acme Ltd", "Bravo", "Cargo plc"]),
        ("ACME INC O/A\nKINGSTON ON", ["ACME INC O/A KINGSTON ON"]),
        ("Hinckley and Bosworth\nBorough Council", ["Hinckley and Bosworth Borough Council"]),
        ("Ernst\n& Young LLP", ["Ernst & Young LLP"]),
        ("Ernst &amp; Young", ["Ernst & Young"]),
        ("Acme; 12", ["Acme; 12"]),
        ("Various", []),
        ("", []),
    ],
)
def test_several_in_one_cell(text: str, names: list[str]) -> None:
    assert [party.name for party in split_parties(text)] == names


def test_an_address_below_a_name_is_no_second_party() -> None:
    assert split_parties("ACME LTD.\nUnit 4\nOTTAWA ON") == (PackedParty("ACME LTD.", "Unit 4, OTTAWA ON"),)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        *(
            ("01234567", "01234567"),
            ("1234567", "01234567"),
            ("oc 303675", "OC303675"),
            ("RC000659", "RC000659"),
        ),
        *(("IP12345R", "IP12345R"), ("0", ""), ("0000000", ""), ("123456", ""), ("DX 33050 C", ""), ("", "")),
    ],
)
def test_company_numbers(text: str, number: str) -> None:
    assert read_company_number(text) == number


@given(st.text(max_size=40))
def test_no_name_makes_comparing_raise(name: str) -> None:
    assert comparable(comparable(name)) == comparable(name)
    assert core(name) or not comparable(name)
    assert 0 <= likeness(name, "Acme Ltd") <= 1
    council_keys(name)
    remark(name)
    split_parties(name)
    assert split_buyers(name, lambda _: False) == (clean(name),)
