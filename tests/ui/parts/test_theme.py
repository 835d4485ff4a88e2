"""The tokens: contrast in both themes, no colour written elsewhere, high contrast of the system wins."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from tracker.ui.parts import theme
from tracker.ui.parts.theme import DARK, LIGHT, Scheme, Theme, Tokens, Tone

UI = Path(theme.__file__).parents[1]
GROUNDS = ("ground", "surface", "panel", "accent_soft")
INKS = ("text", "muted", "accent", "danger", "warning", "good", "note")


def luminance(colour: str) -> float:
    """Relative luminance, as WCAG 2.2 defines it."""
    parts = [int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, from 1 to 21."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("ink", INKS)
@pytest.mark.parametrize("ground", GROUNDS)
def test_every_ink_is_read_on_every_ground(tokens: Tokens, ink: str, ground: str) -> None:
    assert contrast(getattr(tokens, ink), getattr(tokens, ground)) >= 4.5


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
def test_each_tone_is_read_on_its_own_soft_ground_and_on_the_accent(tokens: Tokens) -> None:
    for tone in ("accent", "danger", "warning", "good", "note"):
        assert contrast(getattr(tokens, tone), getattr(tokens, f"{tone}_soft")) >= 4.5, tone
    assert contrast(tokens.on_accent, tokens.accent) >= 4.5


def test_no_colour_is_written_anywhere_but_in_the_theme() -> None:
    colour = re.compile(r"#[0-9A-Fa-f]{6}\b|Qt\.GlobalColor\.(?!transparent)|QColor\(\d")
    found = {
        path.name: colour.findall(path.read_text(encoding="utf-8"))
        for path in UI.rglob("*.py")
        if path.name not in ("theme.py", "printing.py")  # paper is white whatever the theme
    }
    assert not {name: colours for name, colours in found.items() if colours}


def test_the_scheme_can_be_chosen_and_reaches_the_palette(qapp: QApplication) -> None:
    made = Theme(qapp, Scheme.DARK)
    window = QWidget()
    theme.dress(window)
    assert DARK.accent in window.styleSheet()
    assert theme.tokens() is DARK
    assert qapp.palette().color(QPalette.ColorRole.Window) == QColor(DARK.ground)
    made.set_scheme(Scheme.LIGHT)
    assert theme.tokens() is LIGHT
    assert LIGHT.accent in window.styleSheet()
    assert DARK.accent not in window.styleSheet()
    window.deleteLater()
    made.deleteLater()


def test_tokens_of_a_high_contrast_palette_are_its_own_colours(qapp: QApplication) -> None:
    palette = QPalette(QColor("#000000"))
    for role in (QPalette.ColorRole.Window, QPalette.ColorRole.Base):
        palette.setColor(role, QColor("#000000"))
    palette.setColor(QPalette.ColorRole.WindowText, QColor("#ffff00"))
    palette.setColor(QPalette.ColorRole.Link, QColor("#00ffff"))
    tokens = theme.of_palette(palette)
    assert (tokens.ground, tokens.text, tokens.danger, tokens.accent) == (
        "#000000",
        "#ffff00",
        "#ffff00",
        "#00ffff",
    )
    assert set(tokens._fields) == set(LIGHT._fields)
    assert tokens.soft(Tone.PLAIN) == QColor("#000000")
