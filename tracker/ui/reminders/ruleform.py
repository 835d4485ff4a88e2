"""The form of one rule: when a kind of date comes up, how often again, and what that leads to.

A rule for all kinds says only what it changes of each: a box that is ticked adds a stage, one that
is cleared leaves it out, and one with a dash leaves it as each kind has it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from tracker.app.reminding.reminders import RuleEffect
from tracker.domain.reminding.alert import LAID_DOWN, LEADS, Rule, lead_words
from tracker.ui.parts import format as words
from tracker.ui.parts.theme import GRID, Tone
from tracker.ui.parts.widgets import PlainLabel, Scroller, button, rule

_AGAIN = {
    0: "never",
    1: "every day",
    3: "every 3 days",
    7: "every week",
    14: "every 2 weeks",
    30: "every 30 days",
}
_INSISTS = {
    0: "on the last day",
    **{days: text for days, text in LEADS if days in (1, 7, 14, 30, 60, 90, 180)},
}
_STAND_IN = {-1: "never", 0: "on the last day", 1: "the day after", 7: "a week after", 14: "2 weeks after"}
_OVER = (
    "Click a box for a tick (every kind has it), clear (none has it) or a dash (each keeps its own). "
    "What must be decided comes up on its last day whatever is chosen."
)
_AS_IS = "as each kind has it"
_CHOSEN = {
    Qt.CheckState.Checked: "in every kind",
    Qt.CheckState.Unchecked: "in no kind",
    Qt.CheckState.PartiallyChecked: _AS_IS,
}
_MOST = 3660
"""Days before: nobody is reminded more than ten years early."""


class RuleForm(QWidget):
    """Asks for one rule.

    Signals:
        edited(): something was changed, and the effect is another one.
        kept(Rule): this rule is to hold.
        dropped(): what is usual is to hold again.
    """

    edited = Signal()
    kept = Signal(object)
    dropped = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._rule = Rule(stages=())
        self._standing = self._rule
        self.title = PlainLabel("", "subheading", wrap=True)
        self.source = PlainLabel("", "caption", wrap=True)
        self.stages = {days: QCheckBox(text.capitalize()) for days, text in LEADS}
        self.others = QLineEdit()
        self.others.setAccessibleName("Other days before")
        self.others.setPlaceholderText("such as 45, 100")
        self.again = QComboBox()
        self.insists = QComboBox()
        self.stand_in = QComboBox()
        self.note = PlainLabel("", "caption", wrap=True)
        self.effect = PlainLabel("", "strong", wrap=True)
        self.before = PlainLabel("", "caption", wrap=True)
        self.keep = button("Keep this rule", kind="primary")
        self.drop = button("Back to the usual")
        self._lay_out()
        self._listen()

    def _lay_out(self) -> None:
        stages = QGridLayout()
        stages.setHorizontalSpacing(2 * GRID)
        stages.setVerticalSpacing(6)
        half = (len(self.stages) + 1) // 2
        for number, box in enumerate(self.stages.values()):
            stages.addWidget(box, number % half, number // half)
        fields = QGridLayout()
        fields.setHorizontalSpacing(2 * GRID)
        fields.setVerticalSpacing(GRID)
        for row, (text, field) in enumerate(
            (
                ("Other days before", self.others),
                ("Then again", self.again),
                ("Only a decision ends it", self.insists),
                ("A stand-in sees it", self.stand_in),
            )
        ):
            label = PlainLabel(text, "muted")
            label.setBuddy(field)
            field.setAccessibleName(text)
            fields.addWidget(label, row, 0)
            fields.addWidget(field, row, 1)
        fields.setColumnStretch(1, 1)
        inside = QWidget()
        inside.setProperty("kind", "within")
        column = QVBoxLayout(inside)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        column.setSpacing(GRID + 4)
        column.addWidget(self.title)
        column.addWidget(self.source)
        column.addWidget(PlainLabel("Comes up", "muted"))
        column.addLayout(stages)
        column.addLayout(fields)
        column.addWidget(self.note)
        column.addStretch()
        foot = QHBoxLayout()
        foot.setSpacing(GRID)
        foot.addWidget(self.drop)
        foot.addStretch()
        foot.addWidget(self.keep)
        under = QVBoxLayout()
        under.setContentsMargins(2 * GRID, GRID + 4, 2 * GRID, 2 * GRID)
        under.setSpacing(GRID)
        under.addWidget(self.effect)
        under.addWidget(self.before)
        under.addLayout(foot)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(1, 0, 0, 0)  # the line at the left
        whole.setSpacing(0)
        whole.addWidget(Scroller(inside, kind="panel"), 1)
        whole.addWidget(rule())
        whole.addLayout(under)

    def _listen(self) -> None:
        for box in self.stages.values():
            box.checkStateChanged.connect(self._on_edit)
        self.others.textEdited.connect(self._on_edit)
        for choice in (self.again, self.insists, self.stand_in):
            choice.activated.connect(self._on_edit)
        self.keep.clicked.connect(self._keep)
        self.drop.clicked.connect(self.dropped)

    # Showing and reading

    def show_rule(self, made: Rule, title: str, source: str, *, own: bool) -> None:
        """Show a rule for its dates, and where it comes from; `own` where it can go again."""
        self._rule = self._standing = made
        self.title.setText(title)
        self.source.setText(source)
        self.drop.setEnabled(own)
        for days, box in self.stages.items():
            box.blockSignals(True)
            box.setTristate(made.over)
            box.setCheckState(_state(made, days))
            box.blockSignals(False)
        others = sorted((days for days in made.stages if days not in self.stages), reverse=True)
        self.others.setText(", ".join(str(days) for days in others))
        never = -1 if made.escalate_after is None else made.escalate_after
        for choice, name, choices, value, other in (
            (self.again, "repeat", _AGAIN, made.repeat, "every {} days"),
            (self.insists, "insists", _INSISTS, made.insists, "{} days before"),
            (self.stand_in, "escalate_after", _STAND_IN, never, "{} days after"),
        ):
            _offer(choice, choices, None if made.over and name not in made.only else value, other, made.over)
        asks = made.asks is not False
        for choice in (self.again, self.insists, self.stand_in):
            choice.setEnabled(asks)
        self.note.setText(
            _OVER
            if made.over
            else "Whatever is chosen, what must be decided also comes up on its last day, and from when only a decision ends it."
            if asks
            else "These dates ask for nothing, so they come up at their stages and no more."
        )
        self._on_edit()

    def made(self) -> Rule | None:
        """The rule that stands in the form; None where the other days are none."""
        others = read_days(self.others.text())
        if others is None:
            return None
        ticked = {days for days, box in self.stages.items() if box.checkState() is Qt.CheckState.Checked}
        cleared = {days for days, box in self.stages.items() if box.checkState() is Qt.CheckState.Unchecked}
        chosen = {
            "insists": self.insists.currentData(),
            "repeat": self.again.currentData(),
            "escalate_after": self.stand_in.currentData(),
        }
        named = {name: days for name, days in chosen.items() if days is not None}
        if named.get("escalate_after", 0) < 0:
            named["escalate_after"] = None
        return replace(
            self._rule,
            stages=tuple(sorted(ticked | set(others), reverse=True)),
            without=tuple(sorted(cleared, reverse=True)) if self._rule.over else (),
            only=tuple(name for name in LAID_DOWN if name in named) if self._rule.over else (),
            **named,
        )

    def show_effect(self, found: RuleEffect) -> None:
        """Say what the rule leads to, and what holds now."""
        dates = words.count(found.dates, "date")
        if not found.dates:
            self.effect.setText("No date in this register goes by it.")
            self.before.setText("It holds for those to come.")
            return
        self.effect.setText(f"{found.then}.")
        same = found.now == found.then
        self.before.setText(
            f"For {dates}."
            if same
            else f"For {dates}. Now: {str(found.now)[:1].lower()}{str(found.now)[1:]}."
        )

    def _on_edit(self) -> None:
        for box in self.stages.values():
            said = f"{box.text()}, {_CHOSEN[box.checkState()]}" if self._rule.over else box.text()
            box.setAccessibleName(said)
            box.setToolTip(_CHOSEN[box.checkState()].capitalize() if self._rule.over else "")
        made = self.made()
        self.keep.setEnabled(made is not None and _what(made) != _what(self._standing))
        if made is None:
            self.effect.setText("Other days are whole numbers with commas between them, such as 45, 100.")
            self.effect.set_tone(Tone.WARNING)
            self.before.setText("")
            return
        self.effect.set_tone(Tone.PLAIN)
        self.edited.emit()

    def _keep(self) -> None:
        if (made := self.made()) is not None:
            self.kept.emit(made)


def read_days(text: str) -> tuple[int, ...] | None:
    """Whole numbers of days with commas or spaces between them; None where that is not what it is."""
    parts = [part for part in re.split(r"[,;\s]+", text.strip()) if part]
    if any(not re.fullmatch(r"-?\d{1,4}", part) or int(part) > _MOST for part in parts):
        return None
    return tuple(int(part) for part in parts)


def summary(made: Rule) -> str:
    """When a rule brings a date up, in a line: "6 months, 1 month, 1 day before; the day; then weekly"."""
    if made.over:
        return _over_summary(made)
    before = [
        _SHORT.get(days) or lead_words(days).removesuffix(" before") for days in made.stages if days > 0
    ]
    parts = [f"{', '.join(before)} before"] if before else []
    parts += [lead_words(days).removeprefix("on ") for days in made.stages if days <= 0]
    if made.asks is not False and made.repeat:
        parts.append(
            f"then {_OFTEN.get(made.repeat) or _AGAIN.get(made.repeat) or f'every {made.repeat} days'}"
        )
    return "; ".join(parts) or "never"


def _over_summary(made: Rule) -> str:
    """What a rule for all kinds changes of each: "also 18 months before; not on the day after; then daily"."""
    parts = []
    if made.stages:
        parts.append(f"also {', '.join(lead_words(days) for days in made.stages)}")
    if made.without:
        parts.append(f"not {', '.join(lead_words(days) for days in made.without)}")
    if "repeat" in made.only:
        parts.append(
            f"then {_OFTEN.get(made.repeat) or _AGAIN.get(made.repeat) or f'every {made.repeat} days'}"
        )
    if "insists" in made.only:
        parts.append(f"only a decision ends it: {_INSISTS.get(made.insists) or lead_words(made.insists)}")
    if "escalate_after" in made.only:
        days = -1 if made.escalate_after is None else made.escalate_after
        parts.append(f"a stand-in sees it: {_STAND_IN.get(days) or f'{days} days after'}")
    return "; ".join(parts)


_SHORT, _OFTEN = {1: "1 day"}, {1: "daily", 7: "weekly"}


def _what(made: Rule) -> tuple[object, ...]:
    laid = {name: getattr(made, name) for name in (made.only if made.over else LAID_DOWN)}
    return tuple(sorted(made.stages)), tuple(sorted(made.without)), laid


def _state(made: Rule, days: int) -> Qt.CheckState:
    if days in made.stages:
        return Qt.CheckState.Checked
    as_is = made.over and days not in made.without
    return Qt.CheckState.PartiallyChecked if as_is else Qt.CheckState.Unchecked


def _offer(box: QComboBox, choices: Mapping[int, str], value: int | None, other: str, over: bool) -> None:
    """Offer the usual choices, and the value that holds where it is none of them.

    Args:
        value: None for what each kind has, which a rule that is laid `over` others may leave.
    """
    box.clear()
    if over:
        box.addItem(_AS_IS, None)
    odd = {} if value is None or value in choices else {value: other.format(value)}
    for days, text in {**choices, **odd}.items():
        box.addItem(text, days)
    box.setCurrentIndex(box.findData(value))
