"""Rules for reminders: how early and how often each kind of date comes up, for all, a tier or one agreement."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import NamedTuple, cast

from PySide6.QtCore import QModelIndex, QTimer
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from tracker.app.reminding.reminders import RuleEffect, effect_of, scope, watched
from tracker.app.reminding.settings import load_rules, save_rules
from tracker.app.session import Session
from tracker.domain.reminding.alert import DEFAULT_RULES, Rule, layers_of, rule_of
from tracker.ui.bridge import Bridge, Place
from tracker.ui.page import Page
from tracker.ui.parts.format import Look, Shape
from tracker.ui.parts.inputs import ChoiceBox
from tracker.ui.parts.tables import Cell, Column, Row, RowsModel, Table
from tracker.ui.parts.theme import GRID, MARGIN, Tone, scaled
from tracker.ui.parts.widgets import PlainLabel
from tracker.ui.reminders.places import ReminderPlaces
from tracker.ui.reminders.ruleform import RuleForm, summary

_COLUMNS = (
    Column("kind", "Dates", "Contract termination notice"),
    Column("stages", "Comes up", "", stretch=True),
    Column("whose", "", "Your own"),
)
_FORM = 400
_WAIT = 250
"""Milliseconds after the last change before its effect is worked out."""

_ALL = {True: "All dates to act on", False: "All dates that just come"}
_EACH = "Each kind goes by its own rule"
_OWN = Look("Your own", Shape.CIRCLE, Tone.ACCENT)


class Known(NamedTuple):
    """What a register offers to make rules for: kinds, tiers, and agreements by their uid."""

    kinds: frozenset[str]
    tiers: frozenset[str]
    titles: dict[str, str]
    uid: dict[int, str]


def known(session: Session) -> Known:
    """Read it, on a worker."""
    items = watched(session)
    return Known(
        frozenset(item.deadline.kind for item in items),
        frozenset(item.tier for item in items if item.tier),
        {item.agreement_uid: item.title for item in items},
        {item.agreement_id: item.agreement_uid for item in items},
    )


class RulesPage(Page):
    """Every rule in a list, and the one that is selected in a form; opened for an agreement, its own."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(bridge, parent)
        self._known = Known(frozenset(), frozenset(), {}, {})
        self._shown: tuple[Rule, ...] = ()
        self._places = ReminderPlaces(bridge)
        self.whom = ChoiceBox()
        self.whom.setAccessibleName("Rules for")
        self.whom.setMinimumWidth(320)
        self.table = Table("Rules", self)
        self._model = RowsModel(_COLUMNS, self.table)
        self.table.setModel(self._model)
        self.table.lay_out(_COLUMNS)
        self.form = RuleForm()
        self.form.setFixedWidth(scaled(_FORM))
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_WAIT)
        self._lay_out()
        self._soon.timeout.connect(self._reckon)
        self.whom.activated.connect(self._on_whom)
        self.table.selectionModel().currentRowChanged.connect(self._on_row)
        self.form.edited.connect(self._soon.start)
        self.form.kept.connect(self._keep)
        self.form.dropped.connect(self._drop)

    def _lay_out(self) -> None:
        tools = QHBoxLayout()
        tools.setSpacing(12)
        label = PlainLabel("Rules for", "muted")
        label.setBuddy(self.whom)
        tools.addWidget(label)
        tools.addWidget(self.whom)
        tools.addStretch()
        left = QVBoxLayout()
        left.setContentsMargins(MARGIN, 2 * GRID, MARGIN, GRID)
        left.setSpacing(12)
        left.addWidget(PlainLabel("Reminders", "title"))
        left.addWidget(self._places)
        left.addLayout(tools)
        left.addWidget(self.table, 1)
        left.addWidget(
            PlainLabel(
                "A rule for an agreement counts more than one for a tier, and that more than one for all. "
                "Rules are yours, on this machine; quiet hours and days away are among the preferences.",
                "caption",
                wrap=True,
            )
        )
        page = QHBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(0)
        page.addLayout(left, 1)
        page.addWidget(self.form)

    # A page of the window

    def title(self) -> str:
        return "Rules for reminders"

    def first_focus(self) -> QWidget | None:
        return self.table

    def load(self) -> None:
        self._places.show_here(Place("rules"))
        self.bridge.read(known, self._on_known)

    def _on_known(self, made: object) -> None:
        self._known = cast("Known", made)
        chosen = self.whom.currentData()
        own = self._known.uid.get(self.place.record or 0, "")
        self.whom.clear()
        self.whom.addItem("Every agreement", ("", ""))
        for tier in sorted(self._known.tiers):
            self.whom.addItem(f"Tier: {tier}", (tier, ""))
        named = {each.agreement_uid for each in self._rules() if each.agreement_uid} | {own} - {""}
        for uid in sorted(named, key=lambda uid: self._known.titles.get(uid, "")):
            self.whom.addItem(f"Agreement: {self._known.titles.get(uid, 'no longer here')}", ("", uid))
        at = self._find(("", own) if own else chosen)
        self.whom.setCurrentIndex(max(0, at))
        self._on_whom()

    def _find(self, data: object) -> int:
        return next((n for n in range(self.whom.count()) if self.whom.itemData(n) == data), -1)

    # Showing

    def _rules(self) -> tuple[Rule, ...]:
        return load_rules(self.bridge.settings)

    def _on_whom(self) -> None:
        tier, uid = self.whom.currentData()
        kinds = {each.kind for each in DEFAULT_RULES} | self._known.kinds
        wanted = [("", True), ("", False), *((kind, None) for kind in sorted(kinds - {""}))]
        self._shown = tuple(self._made_out(kind, asks, tier, uid) for kind, asks in wanted)
        kept = max(0, self.table.currentIndex().row())
        self._model.show([self._row(each) for each in self._shown])
        self.table.selectRow(min(kept, len(self._shown) - 1))

    def _made_out(self, kind: str, asks: bool | None, tier: str, uid: str) -> Rule:
        """The rule for just these dates: one's own, else what they come to by all that hold."""
        if kind:
            found = rule_of(self._rules(), kind, tier, uid, asks)
            return replace(
                found, kind=kind, tier=tier, agreement_uid=uid, asks=found.asks if found.kind else None
            )
        nothing = Rule(tier=tier, agreement_uid=uid, asks=asks, stages=(), over=True)
        return next((each for each in self._rules() if scope(each) == scope(nothing)), nothing)

    def _row(self, made: Rule) -> Row:
        own = self._is_own(made)
        cells = (
            Cell(kind_words(made), weight=500),
            Cell(_EACH, Tone.MUTED) if not own and made.over else Cell(summary(made), help=summary(made)),
            Cell("Your own" if own else "", look=_OWN if own else None),
        )
        return Row(cells, made)

    def _is_own(self, made: Rule) -> bool:
        return scope(made) in {scope(each) for each in self._rules()}

    def _on_row(self, index: QModelIndex, before: QModelIndex | None = None) -> None:
        if 0 <= index.row() < len(self._shown):
            made = self._shown[index.row()]
            title = f"{kind_words(made)}, {self.whom.currentText()[:1].lower()}{self.whom.currentText()[1:]}"
            self.form.show_rule(made, title, self._source(made), own=self._is_own(made))

    def _source(self, made: Rule) -> str:
        """Where what holds for these dates comes from, in a sentence."""
        if made.over:
            return "Your own rule, on top of what each kind has." if self._is_own(made) else f"{_EACH}."
        if self._is_own(made):
            return "Your own rule."
        base, over = layers_of(self._rules(), made.kind, made.tier, made.agreement_uid, made.asks)
        if base in self._rules():
            said = f"By your rule for: {_named(base)}."
        else:
            said = "The usual rule. Change it, and it is yours."
        return " ".join([said, *(f"On top of it, your rule for: {_named(each)}." for each in over)])

    def _reckon(self) -> None:
        made = self.form.made()
        if made is not None:
            self.bridge.read(partial(_effect, self._rules(), made), self._on_effect)

    def _on_effect(self, found: object) -> None:
        made, effect = cast("tuple[Rule, RuleEffect]", found)
        if made == self.form.made():
            self.form.show_effect(effect)

    # Keeping

    def _keep(self, made: Rule) -> None:
        others = tuple(each for each in self._rules() if scope(each) != scope(made))
        self._save((*others, made), f"Kept: {kind_words(made)}.")

    def _drop(self) -> None:
        made = self.form.made() or self._shown[0]
        others = tuple(each for each in self._rules() if scope(each) != scope(made))
        self._save(others, f"The usual rule holds again: {kind_words(made)}.")

    def _save(self, rules: tuple[Rule, ...], said: str) -> None:
        save_rules(self.bridge.settings, rules)
        self.bridge.settings.save()
        self.bridge.preferred.emit()
        self.bridge.said.emit(said, Tone.GOOD, "")
        self._on_whom()


def _effect(rules: tuple[Rule, ...], made: Rule, session: Session) -> tuple[Rule, RuleEffect]:
    return made, effect_of(session, rules, made)


def kind_words(made: Rule) -> str:
    """The dates that a rule is for, as a heading."""
    return made.kind.capitalize() if made.kind else _ALL[made.asks is not False]


def _named(made: Rule) -> str:
    whom = "agreement" if made.agreement_uid else f"tier {made.tier}" if made.tier else ""
    return f"{kind_words(made)}{f', {whom}' if whom else ''}"
