"""The Open Contracting package: what it says, and that the standard's own schema and validator take it.

`ocds/release-schema.json` is the standard's release schema, version 1.1.4, as it was published
(Open Contracting Partnership, Apache License 2.0).
"""

from __future__ import annotations

import io
import json
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from tracker.app.outgoing.exporting import export_register
from tracker.app.session import Session
from tracker.cli import main
from tracker.domain.agreement import Agreement, Event, EventKind, ExtensionOption, Party, PartyRole, Status
from tracker.domain.dates import Period, When
from tracker.domain.money import Money
from tracker.domain.organisation import Organisation, OrganisationKind
from tracker.exchange.outgoing.lists import Facts
from tracker.exchange.outgoing.ocds import NO_PREFIX, STAND_IN, checked_prefix, release_package

MADE = datetime(2026, 11, 22, 12, tzinfo=UTC)
SCHEMA = Path(__file__).parent / "ocds" / "release-schema.json"
BUYER = Organisation(
    uid="b", name="Kestrel Council", kind=OrganisationKind.COUNCIL, gss="E07000999", region="East"
)
SUPPLIER = Organisation(uid="s", name="Brightwell Ltd", company_number="00123456", charity_number="1")


def lighting(**how: Any) -> Facts:
    agreement = Agreement(
        uid="u1", reference="C1", title="Lighting", value=Money(12_345), cpv="50232100",
        starts=When.on(date(2024, 7, 1)), signed=When.on(date(2024, 6, 1)), documents="S:/x\nhttps://example.org/c1",
        options=(ExtensionOption(number=1, length=Period(12)), ExtensionOption(number=2, length=Period(12))),
        events=(
            Event(uid="e1", kind=EventKind.EXTENDED, on=When.on(date(2025, 3, 1)),
                  new_end=When.on(date(2026, 6, 30)), option=1),
            Event(uid="e0", kind=EventKind.SIGNED, on=When.on(date(2024, 6, 1))),
        ),
        parties=(Party(organisation_id=1, role=PartyRole.BUYER),),
    )  # fmt: skip
    facts: dict[str, Any] = {
        "status": Status.IN_EXTENSION, "buyers": [BUYER], "suppliers": [SUPPLIER], "extensions": "1 year + 1 year",
        "initial_end": date(2025, 6, 30), "current_end": date(2026, 6, 30), "maximum_end": date(2027, 6, 30),
    }  # fmt: skip
    return Facts(agreement, **(facts | how))


def package(*facts: Facts) -> dict[str, Any]:
    return release_package(facts, publisher="Kestrel Council", made=MADE)


def test_an_extension_is_a_release_that_amends_the_one_before() -> None:
    first, second = package(lighting())["releases"]
    assert first["ocid"] == second["ocid"] == f"{STAND_IN}-u1"
    assert (first["tag"], second["tag"]) == (["contract"], ["contractAmendment"])
    assert first["contracts"][0]["period"] == {
        "startDate": "2024-07-01T00:00:00+01:00",
        "endDate": "2025-06-30T23:59:59+01:00",
        "maxExtentDate": "2027-06-30T23:59:59+01:00",
    }
    contract = second["contracts"][0]
    assert contract["period"]["endDate"] == "2026-06-30T23:59:59+01:00"
    assert contract["amendments"] == [
        {
            "id": "e1",
            "date": "2025-03-01T00:00:00+00:00",
            "description": "Extended to 30 June 2026",
            "rationale": "An option of the contract was taken.",
            "amendsReleaseID": first["id"],
            "releaseID": second["id"],
        }
    ]
    assert contract["dateSigned"] == "2024-06-01T00:00:00+01:00"
    assert contract["value"] == {"amount": 123.45, "currency": "GBP"}
    assert [one["url"] for one in contract["documents"]] == ["https://example.org/c1"]
    assert "durationInDays" not in contract["period"]
    (lot,) = first["tender"]["lots"]
    assert (lot["hasRenewal"], lot["renewal"]) == (
        True,
        {"description": "1 year + 1 year", "maximumRenewals": 2},
    )


def test_bodies_have_the_identifiers_that_are_known() -> None:
    buyer, supplier = package(lighting())["releases"][0]["parties"]
    assert (buyer["id"], buyer["roles"], "identifier" in buyer) == ("register-b", ["buyer"], False)
    assert supplier["id"] == "GB-COH-00123456"
    assert supplier["identifier"] == {"scheme": "GB-COH", "id": "00123456", "legalName": "Brightwell Ltd"}
    assert [one["scheme"] for one in supplier["additionalIdentifiers"]] == ["GB-CHC"]
    assert package(lighting())["releases"][0]["buyer"] == {"id": "register-b", "name": "Kestrel Council"}


@pytest.mark.parametrize(
    ("status", "said"),
    [(Status.LIVE, "active"), (Status.NOT_STARTED, "pending"), (Status.TERMINATED, "terminated"),
     (Status.ABANDONED, "cancelled"), (Status.UNKNOWN, "active")],
)  # fmt: skip
def test_status(status: Status, said: str) -> None:
    releases = package(lighting(status=status))["releases"]
    assert releases[-1]["contracts"][0]["status"] == said
    assert ("contractTermination" in releases[-1]["tag"]) is (status is Status.TERMINATED)


def test_what_is_not_exact_or_not_known_is_left_out() -> None:
    bare = Facts(Agreement(uid="u2", title="x"), Status.UNKNOWN)
    (release,) = package(bare)["releases"]
    assert release["contracts"] == [{"id": "u2", "awardID": "1", "title": "x", "status": "active"}]


@pytest.fixture(scope="module")
def whole(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The package of the whole sample, written and read back."""
    path = tmp_path_factory.mktemp("ocds") / "out.json"
    with Session.open(sample, clock=lambda: MADE) as session:
        rows = export_register(session, path, kind="ocds")
    read: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    assert len({release["ocid"] for release in read["releases"]}) == rows
    return read


def test_the_standard_s_own_schema_takes_it(whole: dict[str, Any]) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    validator = jsonschema.Draft4Validator(schema, format_checker=jsonschema.FormatChecker())
    for release in [*whole["releases"], *package(lighting())["releases"]]:
        assert not [error.message for error in validator.iter_errors(release)]


_CODES = {
    "releaseTag": "planning planningUpdate tender tenderAmendment tenderUpdate tenderCancellation award "
    "awardUpdate awardCancellation contract contractUpdate contractAmendment implementation "
    "implementationUpdate contractTermination compiled",
    "contractStatus": "pending active cancelled terminated",
    "awardStatus": "pending active cancelled unsuccessful",
    "initiationType": "tender",
}
_PLAIN = {"$schema": "http://json-schema.org/draft-04/schema#"}
_PACKAGE = {
    "id": "https://standard.open-contracting.org/schema/1__1__4/release-package-schema.json",
    "$schema": "http://json-schema.org/draft-04/schema#",
    "type": "object",
    "required": ["uri", "publisher", "publishedDate", "releases", "version"],
    "properties": {
        "uri": {"type": "string", "format": "uri"},
        "version": {"type": "string", "pattern": "^(\\d+\\.)(\\d+)$"},
        "publishedDate": {"type": "string", "format": "date-time"},
        "publisher": {"type": "object", "required": ["name"], "properties": {"name": {"type": "string"}}},
        "releases": {
            "type": "array",
            "minItems": 1,
            "items": {"$ref": "https://standard.open-contracting.org/schema/1__1__4/release-schema.json"},
            "uniqueItems": True,
        },
    },
}


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_the_public_validator_finds_nothing_wrong(whole: dict[str, Any], tmp_path: Path) -> None:
    api = pytest.importorskip("libcoveocds.api")
    config = pytest.importorskip("libcoveocds.config").LibCoveOCDSConfig()
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as standard:  # laid out as the standard's own repository is
        standard.writestr("standard/", "")
        standard.writestr("standard/standard/schema/release-schema.json", SCHEMA.read_bytes())
        standard.writestr(
            "standard/standard/schema/versioned-release-validation-schema.json", json.dumps(_PLAIN)
        )
        standard.writestr("standard/standard/schema/release-package-schema.json", json.dumps(_PACKAGE))
        for name, codes in _CODES.items():
            lines = "\n".join(f"{code},{code}" for code in codes.split())
            standard.writestr(f"standard/standard/schema/codelists/{name}.csv", f"Code,Title\n{lines}\n")
    choices = {"1.1": ("1.1", "https://standard.open-contracting.org/1.1/en/", "1__1__4")}
    config.config |= {"context": "api", "standard_zip": held.getvalue(), "schema_version_choices": choices}
    for one in (whole, package(lighting())):
        told = api.ocds_json_output(
            json_data={name: value for name, value in one.items() if name != "extensions"},
            lib_cove_ocds_config=config,
        )
        assert told["validation_errors"] == []
        assert told["additional_checks"] == {}
        assert told.get("structure_warnings", {}) in ({}, {"missing_ids": []})


def test_the_council_s_own_prefix_takes_the_place_of_the_one_that_stands_in(
    sample: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert checked_prefix(" OCDS-B5FD17- ") == "ocds-b5fd17"
    assert checked_prefix("") == STAND_IN
    assert STAND_IN in NO_PREFIX
    words = ["export", str(sample), str(tmp_path / "out.json"), "--as", "ocds"]
    assert main([*words, "--ocid-prefix", "b5fd17"]) == 2
    assert "“b5fd17” is no ocid prefix" in capsys.readouterr().err
    assert not (tmp_path / "out.json").exists()
    assert main([*words, "--ocid-prefix", "ocds-b5fd17"]) == 0
    read = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    assert {release["ocid"][:12] for release in read["releases"]} == {"ocds-b5fd17-"}
