"""Claims: every saving that somebody claims, in its exact words, and what may be added and what may not."""

from __future__ import annotations

from functools import partial
from typing import cast

from PySide6.QtWidgets import QComboBox, QWidget

from tracker.app.partnership.claimsview import EVERY, NO_SAVINGS, Claims, Shown, all_claims, narrow, places_of
from tracker.domain.numbering import reference_order
from tracker.domain.partnerships.claim import SavingsClaim, bodies, figure, is_whole, says_no_savings
from tracker.ui.answers import Ask
from tracker.ui.bridge import Bridge, Place
from tracker.ui.claims.board import kind_words
from tracker.ui.claims.panel import ClaimPanel
from tracker.ui.partnership.listpage import ListOf, ListPage
from tracker.ui.partnership.parts import short_name, source_mark
from tracker.ui.partnership.rowtable import Later
from tracker.ui.parts import format as show
from tracker.ui.parts.inputs import ChoiceBox
from tracker.ui.parts.tables import Cell, Column, Row
from tracker.ui.parts.theme import Tone

_COLUMNS = (
    Column("quote", "In its own words", "will guarantee further savings of", stretch=True),
    Column("figure", "Figure", "between £2,000,000 and £5,000,000 m", drop=3),
    Column("kind", "Kind", "guaranteed, total over period, period not stated", drop=1),
    Column("by", "Source", "C, 30 November 2011", drop=2),
)

_LIST = ListOf(
    "Claims",
    "Search claims",
    _COLUMNS,
    "No claim here",
    "What a partnership saves is somebody’s word in some document. Claims are kept with their exact "
    "words, set side by side, and added only where they speak of the same kind of money.",
    links=False,
)


class ClaimsPage(ListPage):
    """The claims at the left, by beneficiary or by source; the one in hand, and the totals, at the right."""

    ahead = (Ask(all_claims),)

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(bridge, _LIST, parent)
        self._claims: Claims | None = None
        self.beneficiary = self._choice("For whom")
        self.arrangement = self._choice("Of which partnership")
        for wider in (self.beneficiary, self.arrangement):
            wider.setMinimumContentsLength(14)
        self.group = self._choice("Grouped")
        self.group.addItem("By beneficiary", "beneficiary")
        self.group.addItem("By source", "source")
        self.sort = self._choice("Which claims")
        self.sort.addItem("All kinds", "")
        self.sort.addItem("That say no savings", NO_SAVINGS)
        self._search.setMinimumWidth(96)
        self.panel = ClaimPanel(bridge)
        chosen = (self.beneficiary, self.arrangement, self.sort, self.group)
        self.lay_out((*chosen, self._search), self.beside(self.panel), at_right=(self._hide,))
        for part in chosen:
            part.activated.connect(self.show_list)
        self.table.selectionModel().currentRowChanged.connect(self._on_current)

    def _choice(self, name: str) -> QComboBox:
        made = ChoiceBox()
        made.setAccessibleName(name)
        made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        made.setMinimumContentsLength(10)
        return made

    # Showing

    def load(self) -> None:
        self._hide.show_where_needed()
        self.bridge.answers.ask(all_claims, self._on_claims)

    def _on_claims(self, answer: object) -> None:
        self._claims = claims = cast("Claims", answer)
        wanted = self._asked("beneficiary"), self._asked("arrangement")
        self._fill(self.beneficiary, "For everybody", claims.beneficiaries, wanted[0])
        self._fill(self.arrangement, "All partnerships", claims.arrangements, wanted[1])
        self.place = Place(self.place.page)
        self.show_list()

    def _asked(self, name: str) -> int | None:
        """The one that the page was told to narrow to, else the one that was chosen before."""
        if self.place.query.startswith(f"{name}="):
            return int(self.place.query.removeprefix(f"{name}="))
        held = (self.beneficiary if name == "beneficiary" else self.arrangement).currentData()
        return None if self.place.query else held if isinstance(held, int) else None

    def _fill(self, box: QComboBox, every: str, named: dict[int, str], wanted: int | None) -> None:
        box.clear()
        box.addItem(every, None)
        for key, name in sorted(named.items(), key=lambda pair: pair[1].casefold()):
            box.addItem(name, key)
        box.setCurrentIndex(max(0, box.findData(wanted)) if wanted is not None else 0)
        view = box.view()
        view.setMinimumWidth(view.sizeHintForColumn(0) + 24)

    def show_list(self) -> None:
        if self._claims is None:
            return
        body = self.beneficiary.currentData()
        shown = narrow(
            self._claims,
            beneficiary=body,
            inside=places_of(self.bridge.session, body) if body is not None else (),
            arrangement=self.arrangement.currentData(),
            which=self.sort.currentData() or EVERY,
            words=self._search.text().casefold().split(),
            hide_fictional=self.bridge.hides_fictional,
        )
        self.panel.setVisible(bool(shown.claims))
        self.panel.show_totals(shown)
        self.fill(self._rows(shown), show.count(len(shown.claims), "claim"), empty=not shown.claims)
        self._on_current()

    def _rows(self, shown: Shown) -> list[Row | Later]:
        assert self._claims is not None
        if self.beneficiary.currentData() is not None:
            parts = (
                ("For it alone", shown.alone),
                ("Joint with others", shown.joint),
                ("For a whole partnership that it is in", shown.whole),
            )
            groups = [(title, list(claims)) for title, claims in parts if claims]
        else:
            groups = self._grouped(shown.claims)
        rows: list[Row | Later] = []
        for title, claims in groups:
            remark = show.count(len(claims), "claim")
            rows.append(Row((Cell(title, weight=600, remark=remark),), heading=True))
            rows += [Later(claim.id, partial(self._row, claim)) for claim in claims]
        return rows

    def _grouped(self, claims: tuple[SavingsClaim, ...]) -> list[tuple[str, list[SavingsClaim]]]:
        found: dict[str, list[SavingsClaim]] = {}
        by_source = self.group.currentData() == "source"
        for claim in claims:
            found.setdefault(self._source(claim) if by_source else self._for(claim), []).append(claim)
        return sorted(found.items(), key=lambda pair: reference_order(pair[0]))

    def _source(self, claim: SavingsClaim) -> str:
        assert self._claims is not None
        source = self._claims.sources.get(claim.source_id or 0)
        return f"{source.reference}  {source.title}".strip() if source else "No source named"

    def _for(self, claim: SavingsClaim) -> str:
        """For whom: one body, several jointly, or a whole arrangement."""
        assert self._claims is not None
        names = [short_name(self._claims.names.get(i, "")) for i in sorted(bodies(claim))]
        if is_whole(claim):
            return (
                self._claims.arrangements.get(claim.arrangement_id or 0, "A whole partnership")
                + ", as a whole"
            )
        return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}, jointly"

    def _row(self, claim: SavingsClaim) -> Row:
        assert self._claims is not None
        made_up = "fictional" if claim.fictional else ""
        mark = source_mark(self._claims.sources.get(claim.source_id or 0))
        quiet = claim.measure.value in ("unquantified", "unreadable")
        tone = Tone.WARNING if says_no_savings(claim) else Tone.MUTED if quiet else Tone.PLAIN
        words = f"“{claim.quote}”"
        return Row(
            (
                Cell(f"{claim.reference}  {words}".strip(), help=words, remark=made_up),
                Cell(figure(claim), tone, 400 if quiet else 500, help=figure(claim)),
                Cell(kind_words(claim), Tone.MUTED, help=kind_words(claim)),
                Cell(mark, Tone.MUTED),
            ),
            claim.id,
        )

    def _on_current(self) -> None:
        chosen = self.table.selected_record()
        if self._claims is not None:
            self.panel.show_claim(self._claims, chosen if isinstance(chosen, int) else None)
