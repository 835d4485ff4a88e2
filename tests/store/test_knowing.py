"""What an import asks of the register: names of everything, more of some."""

from __future__ import annotations

from datetime import date

from tests.store.storing import do
from tracker.domain.agreement import Agreement, Party, PartyRole
from tracker.domain.dates import When
from tracker.domain.organisation import Organisation
from tracker.store.file import Register
from tracker.store.knowing import Known


def test_names_are_columns_and_the_rest_is_asked_for_some(register: Register) -> None:
    read = register.read
    assert read.known_agreements() == Known((), (), (), ())
    with do(register, "Add") as write:
        buyer, firm = write.add_all([Organisation(name="Aldermere Council"), Organisation(name="Mowers Ltd")])
        parties = (
            Party(organisation_id=buyer.id, role=PartyRole.BUYER),
            Party(organisation_id=firm.id, role=PartyRole.SUPPLIER, as_written="MOWERS LTD"),
        )
        grass = write.add(
            Agreement(reference="C-1", title="Grass", starts=When.on(date(2024, 4, 1)), parties=parties)
        )
        meals = write.add(Agreement(title="Meals"))
    known = read.known_agreements()
    assert known == Known((grass.id, meals.id), ("C-1", ""), ("Grass", "Meals"), ("2024-04-01", None))
    assert read.ids_of_uids([grass.uid, "of another register"]) == {grass.uid: grass.id}
    assert read.parties_but(PartyRole.BUYER, [grass.id, meals.id]) == [(grass.id, "Mowers Ltd", "MOWERS LTD")]
    assert read.parties_but(PartyRole.SUPPLIER, known.ids) == [(grass.id, "Aldermere Council", "")]
