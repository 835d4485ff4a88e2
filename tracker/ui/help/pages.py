"""The pages of help: which there are, which one is for a screen, and what is found in them.

They are Markdown in `resources/help`, named after the key of the screen that each explains; a
few more (keyboard, export …) explain what is not one screen. Nothing here knows of widgets.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from tracker.resources import resource

FIRST = "contents"
_SHORTCUTS = "{shortcuts}"


@dataclass(frozen=True, slots=True)
class HelpPage:
    """One page.

    Attributes:
        key: its file's name without the ending.
        title: its first heading.
        text: Markdown.
    """

    key: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A page in which every word that was looked for occurs, and the passage that says most about it."""

    page: HelpPage
    passage: str


@cache
def pages() -> dict[str, HelpPage]:
    """Every page by its key."""
    found = {}
    for path in sorted(resource("help").glob("*.md")):
        text = path.read_text(encoding="utf-8")
        found[path.stem] = HelpPage(path.stem, text.splitlines()[0].removeprefix("# "), text)
    return found


def page_for(screen: str) -> HelpPage:
    """The page that explains a screen; the contents where it has none."""
    return pages().get(screen) or pages()[FIRST]


def with_shortcuts(text: str, shortcuts: Iterable[tuple[str, str]]) -> str:
    """The text with the table of (keys, what they do) in place of its mark, so that it is never out of date."""
    rows = "\n".join(f"| {keys} | {words} |" for keys, words in shortcuts)
    return text.replace(_SHORTCUTS, f"| Keys | What they do |\n|---|---|\n{rows}")


def search(text: str) -> list[Hit]:
    """The pages that have every word of the text, those that have them in their title first."""
    words = text.casefold().split()
    if not words:
        return []
    found = []
    for page in pages().values():
        whole = page.text.casefold()
        if all(word in whole for word in words):
            passage, held = _best(page, words)
            titled = sum(word in page.title.casefold() for word in words)
            found.append((-titled, -held, page.title, Hit(page, passage)))
    return [hit for *_, hit in sorted(found, key=lambda each: each[:3])]


def _best(page: HelpPage, words: Sequence[str]) -> tuple[str, int]:
    """The passage of a page that holds most of the words, in plain text, and how many it holds."""
    passages = [plain(passage) for passage in _passages(page.text)] or [page.title]
    held = [sum(word in passage.casefold() for word in words) for passage in passages]
    most = max(held)
    return passages[held.index(most)], most


def _passages(text: str) -> list[str]:
    """Paragraphs and points of a Markdown text, headings and table rules left out."""
    made: list[list[str]] = [[]]
    for line in text.splitlines():
        bare = line.strip()
        if not bare or bare.startswith(("#", "|--", "| |")):
            made.append([])
        elif bare[:2] in ("- ", "| ") or bare[:1].isdigit():
            made.append([bare])
        else:
            made[-1].append(bare)
    return [" ".join(lines) for lines in made if lines]


def plain(passage: str) -> str:
    """A passage without its marks: stars, links, bars."""
    text = passage.strip("| ").replace("**", "").replace("`", "").replace(" | ", ": ")
    while "](" in text:
        start = text.index("](")
        end = text.find(")", start)
        opened = text.rfind("[", 0, start)
        if end < 0 or opened < 0:
            break
        text = text[:opened] + text[opened + 1 : start] + text[end + 1 :]
    return text.removeprefix("- ")
