"""The one style sheet. Widgets say what they are by the property `kind`, never by a colour.

Kinds: labels `title`, `heading`, `caption`, `strong`, `muted`, and a `tone` (danger, warning,
good, note, accent); buttons `primary`, `plain` (the default), `link`, `quiet`; frames `page`,
`panel`, `rail`, `menurow`, `status`, `banner`.
"""

from __future__ import annotations

from string import Template
from typing import TYPE_CHECKING

from tracker.ui.parts.tinted import tinted

if TYPE_CHECKING:
    from tracker.ui.parts.theme import Tokens

_SHEET = Template("""
* { outline: 0; }
QWidget { color: $text; }
QMainWindow, QDialog, QWidget[kind="page"], QStackedWidget { background: $ground; }
QScrollArea, QScrollArea > QWidget > QWidget[kind="page"] { background: $ground; border: 0; }
QWidget[kind="panel"], QScrollArea[kind="panel"] { background: $panel; }
QWidget[kind="panel"] QStackedWidget { background: $panel; }
QWidget[kind="panel"] { border-left: 1px solid $line; }
QScrollArea[kind="panel"], QScrollArea[kind="panel"] > QWidget > QWidget { background: $panel; border: 0; }
QWidget[kind="menurow"] { background: $ground; border-bottom: 1px solid $line; }
QWidget[kind="rail"] { background: $ground; border-right: 1px solid $line; }
QWidget[kind="status"] { background: $ground; border-top: 1px solid $line; }
QWidget[kind="rule"] { background: $line; }
QWidget[kind="rule"][tone="text"] { background: $muted; }

QLabel { background: transparent; }
QLabel[kind="title"] { font-size: ${title}pt; font-weight: 600; }
QLabel[kind="heading"] { font-size: ${heading}pt; font-weight: 600; }
QLabel[kind="subheading"] { font-weight: 600; }
QLabel[kind="strong"] { font-weight: 500; }
QLabel[kind="caption"] { font-size: ${caption}pt; color: $muted; }
QLabel[kind="muted"] { color: $muted; }
QLabel[tone="muted"] { color: $muted; }
QLabel[tone="danger"] { color: $danger; }
QLabel[tone="warning"] { color: $warning; }
QLabel[tone="good"] { color: $good; }
QLabel[tone="note"] { color: $note; }
QLabel[tone="accent"] { color: $accent; }

QMenuBar { background: transparent; border: 0; }
QMenuBar::item { padding: 5px 9px; border-radius: 4px; background: transparent; }
QMenuBar::item:selected { background: $accent_soft; }
QMenu { background: $surface; border: 1px solid $line; padding: 4px; }
QMenu::item { padding: 6px 28px 6px 12px; border-radius: 4px; }
QMenu::item:selected { background: $accent_soft; color: $text; }
QMenu::item:disabled { color: $faint; }
QMenu::separator { height: 1px; background: $line; margin: 4px 8px; }
QMenu::icon { padding-left: 8px; }
/* Qt paints its own balloons cream in every theme, with whatever text colour it is told here. */
QBalloonTip QLabel { color: black; }
QToolTip { background: $surface; color: $text; border: 1px solid $line; padding: 4px 8px; }

QPushButton { background: $surface; border: 1px solid $line; border-radius: 6px; padding: 0 14px;
    min-height: 30px; font-weight: 500; }
QPushButton:hover { border-color: $muted; }
QPushButton:pressed, QPushButton:checked { background: $accent_soft; border-color: $accent; }
QPushButton:focus { border: 2px solid $accent; padding: 0 13px; min-height: 28px; }
QPushButton:disabled { color: $faint; background: $ground; border-color: $line; }
QPushButton[size="small"] { min-height: 26px; padding: 0 10px; }
QPushButton[size="small"]:focus { min-height: 24px; padding: 0 9px; }
QPushButton[kind="primary"] { background: $accent; border-color: $accent; color: $on_accent;
    font-weight: 600; }
QPushButton[kind="primary"]:hover { border-color: $text; }
QPushButton[kind="primary"]:focus { border: 2px solid $text; }
QPushButton[kind="primary"]:disabled { background: $line; border-color: $line; color: $muted; }
QPushButton[kind="link"] { background: transparent; border: 0; border-bottom: 1px solid transparent;
    border-radius: 0; padding: 0; min-height: 20px; color: $accent; font-weight: 400; text-align: left; }
QPushButton[kind="link"]:hover { border-bottom: 1px solid $accent; }
QPushButton[kind="link"]:focus { border: 0; border-bottom: 2px solid $accent; padding: 0; min-height: 20px; }
QPushButton[kind="link"]:disabled { color: $faint; }
QPushButton[kind="mark"] { background: $accent_soft; border: 1px solid transparent; border-radius: 4px;
    padding: 0 5px; min-height: 16px; color: $accent; font-size: ${caption}pt; }
QPushButton[kind="mark"]:hover { border-color: $accent; }
QPushButton[kind="mark"]:focus { border: 2px solid $accent; padding: 0 4px; min-height: 14px; }
QPushButton[kind="tag"] { background: $accent_soft; border-color: transparent; border-radius: 10px;
    padding: 0 10px; min-height: 22px; font-weight: 400; }
QPushButton[kind="tag"]:hover { border-color: $accent; }
QPushButton[kind="tag"]:focus { border: 2px solid $accent; padding: 0 9px; min-height: 20px; }
QPushButton[kind="computed"] { background: transparent; border: 0; border-bottom: 1px dotted $note;
    border-radius: 0; padding: 0; min-height: 18px; color: $note; font-weight: 400; text-align: left; }
QPushButton[kind="computed"]:hover { border-bottom: 1px solid $note; }
QPushButton[kind="computed"]:focus { border: 0; border-bottom: 2px solid $note; padding: 0;
    min-height: 18px; }
QPushButton[kind="count"] { background: transparent; border: 2px solid transparent; border-radius: 6px;
    padding: 0; min-height: 36px; }
QPushButton[kind="bar"] { background: transparent; border: 0; padding: 0; min-height: 28px; }
QPushButton[kind="bar"]:hover { background: $accent_soft; }
QPushButton[kind="bar"]:focus { border: 2px solid $accent; padding: 0; min-height: 24px; }
QPushButton[kind="count"]:hover { background: $accent_soft; }
QPushButton[kind="count"]:focus { border: 2px solid $accent; padding: 0; min-height: 40px; }
QPushButton[kind="facet"]::menu-indicator { image: none; width: 0; }
QPushButton[kind="facet"][tone="accent"] { border-color: $accent; }
QPushButton::menu-indicator { subcontrol-origin: padding; subcontrol-position: right center; right: 8px;
    width: 12px; height: 12px; image: url("$chevron"); }
QToolButton { background: transparent; border: 2px solid transparent; border-radius: 6px; padding: 2px; }
QToolButton:hover { background: $accent_soft; }
QToolButton:focus { border: 2px solid $accent; }
QToolButton:disabled { color: $faint; }
QToolButton::menu-indicator { image: none; }
QToolButton[kind="rail"] { font-size: ${caption}pt; color: $muted; padding: 4px 0 2px 0;
    border: 0; border-left: 3px solid transparent; border-radius: 0;
    border-top-right-radius: 6px; border-bottom-right-radius: 6px; }
QToolButton[kind="rail"]:hover { background: $accent_soft; }
QToolButton[kind="rail"]:checked { background: $accent_soft; color: $accent; font-weight: 600;
    border-left: 3px solid $accent; }
QToolButton[kind="rail"]:focus { border: 2px solid $accent; border-radius: 6px; }

QLineEdit, QPlainTextEdit, QComboBox, QSpinBox { background: $surface; border: 1px solid $line;
    border-radius: 6px; padding: 0 8px; min-height: 28px; selection-background-color: $accent;
    selection-color: $on_accent; }
/* Qt makes prompts of half the text's colour, which nobody reads on a bright screen. */
QLineEdit, QPlainTextEdit { placeholder-text-color: $prompt; }
QPlainTextEdit { padding: 4px 4px 4px 6px; }
QLineEdit:hover, QComboBox:hover, QPlainTextEdit:hover { border-color: $muted; }
QLineEdit:focus, QPlainTextEdit:focus, QComboBox:focus, QSpinBox:focus { border: 2px solid $accent;
    padding: 0 7px; min-height: 26px; }
QPlainTextEdit:focus { padding: 3px 3px 3px 5px; }
QLineEdit:read-only { background: $ground; color: $muted; }
QLineEdit[tone="danger"] { border-color: $danger; }
QLineEdit[tone="warning"] { border-color: $warning; }
QLineEdit[kind="inplace"], QPlainTextEdit[kind="inplace"], QComboBox[kind="inplace"] {
    background: transparent; border-color: transparent; }
QLineEdit[kind="inplace"]:hover, QPlainTextEdit[kind="inplace"]:hover, QComboBox[kind="inplace"]:hover {
    background: $surface; border-color: $line; }
QLineEdit[kind="inplace"]:focus, QPlainTextEdit[kind="inplace"]:focus, QComboBox[kind="inplace"]:focus {
    background: $surface; border-color: $accent; }
QComboBox[kind="inplace"] { padding-left: 10px; }
QComboBox[kind="inplace"]:focus { padding-left: 9px; }
QLineEdit[kind="inplace"][tone="danger"] { border-color: $danger; }
QLineEdit[kind="inplace"][tone="warning"] { border-color: $warning; }
QComboBox[chosen="false"] { color: $prompt; }
QComboBox::drop-down { border: 0; width: 24px; }
QComboBox::down-arrow { image: url("$chevron"); width: 12px; height: 12px; }
QComboBox QAbstractItemView { background: $surface; border: 1px solid $line; padding: 4px;
    selection-background-color: $accent_soft; selection-color: $text; }
QCheckBox, QRadioButton { spacing: 8px; background: transparent; }
QCheckBox:focus, QRadioButton:focus { color: $accent; }
QCheckBox::indicator { width: 14px; height: 14px; border: 1px solid $muted; border-radius: 3px;
    background: $surface; }
QCheckBox::indicator:checked { background: $accent; border-color: $accent; image: url("$ticked"); }
QCheckBox::indicator:focus { width: 12px; height: 12px; border: 2px solid $accent; }
QCheckBox::indicator:checked:focus { border-color: $text; }
QCheckBox::indicator:indeterminate { border-color: $muted; image: url("$dashed"); }
QCheckBox::indicator:disabled { border-color: $line; }
QRadioButton::indicator { width: 14px; height: 14px; border: 1px solid $muted; border-radius: 8px;
    background: $surface; }
QRadioButton::indicator:focus { width: 12px; height: 12px; border: 2px solid $accent; }
QRadioButton::indicator:checked { width: 6px; height: 6px; border: 5px solid $accent; }
QRadioButton::indicator:checked:focus { width: 6px; height: 6px; border: 5px solid $text; }
QRadioButton::indicator:disabled { border-color: $line; }

QTextBrowser { background: transparent; border: 0; selection-background-color: $accent;
    selection-color: $on_accent; }
QTextBrowser:focus { border: 2px solid $accent; border-radius: 6px; }
QTableView, QListView { background: $ground; border: 0; gridline-color: transparent;
    selection-background-color: $accent_soft; selection-color: $text; }
QTableView:focus, QListView:focus { border: 0; }
QHeaderView { background: $ground; border: 0; }
QHeaderView::section { background: $ground; color: $muted; border: 0; border-bottom: 1px solid $muted;
    padding: 0 8px; font-size: ${caption}pt; font-weight: 500; }
QHeaderView::section:hover { color: $text; }
/* `SortHeader` draws it beside the word. */
QHeaderView::up-arrow, QHeaderView::down-arrow { image: none; width: 0; height: 0; }
QTableCornerButton::section { background: $ground; border: 0; }
QScrollBar:vertical { background: transparent; width: 12px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 0; }
QScrollBar::handle { background: $line; border-radius: 4px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 32px; }
QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::handle:hover { background: $muted; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QAbstractScrollArea::corner { background: transparent; border: 0; }
QSplitter::handle { background: $line; }
QSplitter::handle:horizontal { width: 1px; }
QSplitter::handle:vertical { height: 1px; }
QCalendarWidget QWidget#qt_calendar_navigationbar { background: $surface; }
QCalendarWidget QToolButton { min-width: 24px; padding: 4px; }
QCalendarWidget QAbstractItemView { background: $surface; selection-background-color: $accent;
    selection-color: $on_accent; }
QProgressBar { border: 1px solid $line; border-radius: 4px; background: $surface; max-height: 8px; }
QProgressBar::chunk { background: $accent; border-radius: 4px; }

QFrame[kind="popup"] { background: $surface; border: 1px solid $muted; border-radius: 6px; }
QFrame[kind="popup"] QTableView { background: $surface; }
QWidget[kind="banner"] { background: $note_soft; border-bottom: 1px solid $note; }
QWidget[kind="banner"][tone="warning"] { background: $warning_soft; border-bottom: 1px solid $warning; }
QWidget[kind="banner"][tone="danger"] { background: $danger_soft; border-bottom: 1px solid $danger; }
QWidget[kind="banner"][tone="good"] { background: $good_soft; border-bottom: 1px solid $good; }
QWidget[kind="box"] { background: $note_soft; border-radius: 6px; }
QWidget[kind="box"][tone="warning"] { background: $warning_soft; }
QWidget[kind="box"][tone="danger"] { background: $danger_soft; }
QWidget[kind="box"][tone="good"] { background: $good_soft; }
""")


def style_sheet(tokens: Tokens, points: float) -> str:
    """The sheet for these colours and a body text of that many points."""
    colours = tokens._asdict()
    sizes = {"caption": points * 0.9, "heading": points * 1.3, "title": points * 1.8}
    colours["chevron"] = tinted("down", tokens.muted)
    colours["dashed"] = tinted("dash", tokens.text)
    colours["ticked"] = tinted("tick", tokens.on_accent)
    return _SHEET.substitute(colours, **{k: f"{v:.1f}" for k, v in sizes.items()})
