"""What a search asks of the words that stand beside each agreement (`words.py`).

Every word of a search must be found anywhere in an agreement's texts or its parties' names,
also in the middle of others ("ghting", "123456" of "DN123456"), whatever the case and the
accents. One or two letters are looked for where words begin, unless nothing begins so.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Final, NamedTuple

from tracker.store.folding import fold

_LONG: Final = 3
"""So many letters are looked for in the middle of words as well: fewer are in nearly every text."""
_FROM_START: Final = "select rowid as id from search where words match ?"
# The table in which the full-text index keeps its text: read past the index in half the time.
_ANYWHERE: Final = "select id from search_content where instr(c0, ?) > 0"


class WordSearch(NamedTuple):
    """What one word of a search asks: a statement that gives the ids of the agreements that have it.

    Attributes:
        word: folded; where it is looked for anywhere in the words, "" where only at their beginnings.
    """

    statement: str
    values: tuple[str, ...]
    word: str = ""


def word_searches(connection: sqlite3.Connection, text: str) -> list[WordSearch]:
    """What each word of a search asks; an agreement must have them all. None for a blank search.

    Signs that stand alone count where there is nothing else.
    """
    words = dict.fromkeys(fold(text.replace("\0", " ")).split())
    named = [word for word in words if any(map(str.isalnum, word))]
    if not named:
        return [WordSearch(_ANYWHERE, (word,), word) for word in words]
    return [_word_search(connection, word) for word in named]


def by_words(search: WordSearch, words: Sequence[str]) -> WordSearch:
    """The same search, where those are all the words of the register that hold what is looked for."""
    if not words:
        return WordSearch("select 0 as id where false", ())
    return WordSearch(_FROM_START, (" OR ".join(f'"{word}"' for word in words),))


def _word_search(connection: sqlite3.Connection, word: str) -> WordSearch:
    query = f'"{word.replace(chr(34), chr(34) * 2)}"*'
    if not word.isalnum():
        return WordSearch(f"{_FROM_START} union {_ANYWHERE}", (query, word))
    if len(word) < _LONG:
        known = connection.execute(f"{_FROM_START} limit 1", (query,)).fetchone()
        if known:
            return WordSearch(_FROM_START, (query,))
    return WordSearch(_ANYWHERE, (word,), word)  # where a word begins is somewhere in the words, too
