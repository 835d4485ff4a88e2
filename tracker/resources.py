"""Files that come with the program: icons, help pages, rules, lists."""

from __future__ import annotations

from pathlib import Path

_INSTALLED = Path(__file__).parent / "resource_files"
_CHECKOUT = Path(__file__).parent.parent / "resources"
_BASE = _INSTALLED if _INSTALLED.is_dir() else _CHECKOUT


def resource(*parts: str) -> Path:
    """Path of a file that comes with the program, in a checkout or an installed copy."""
    return _BASE.joinpath(*parts)
