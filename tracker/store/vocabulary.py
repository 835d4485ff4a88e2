"""Every word that the texts of a register are made of, once each, to find parts of words in.

A part of a word, such as "ghting", is looked for among some thousand words instead of in all the
texts; the full-text index then knows who has the words that hold it. The words are taken from that
index bit by bit, while nothing else is asked. One that no text has any more stays, and finds nothing.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable
from typing import Final

from tracker.store.connection import writing
from tracker.store.rows import id_list

_BIT: Final = 10_000
"""So many words are learned at a time: some ten milliseconds."""
_WORD: Final = re.compile(r"[^\W_]+")
_NEXT: Final = """
select count(*), max(term), group_concat(term, char(10))
from (select term from temp.vocabulary where term > ? order by term limit ?)
"""


class Vocabulary:
    """The words of one register.

    Attributes:
        complete: whether all are known.
    """

    def __init__(self) -> None:
        self.complete = False
        self._last = ""
        self._parts: list[bytes] = []

    def learn(self, connection: sqlite3.Connection) -> None:
        """Get to know some more words."""
        if not self._parts:
            with writing(connection):
                connection.execute(
                    "create virtual table if not exists temp.vocabulary using fts5vocab(main, search, row)"
                )
        number, last, words = connection.execute(_NEXT, (self._last, _BIT)).fetchone()
        if number:
            self._keep(words)
            self._last = last
        self.complete = number < _BIT

    def learn_from(self, connection: sqlite3.Connection, agreements: Iterable[int]) -> None:
        """Get to know the words of agreements that were added or changed."""
        texts = connection.execute(
            "select words from search where rowid in (select value from json_each(?))", (id_list(agreements),)
        ).fetchall()
        found = {word for (text,) in texts for word in _WORD.findall(text)}
        fresh = [word for word in sorted(found) if not self._knows(word)]
        if fresh:
            self._keep("\n".join(fresh))

    def having(self, part: str, most: int) -> list[str] | None:
        """The words that hold a part; None where there are more than `most`."""
        sought, found = part.encode(), []
        for words in self._parts:
            at = words.find(sought)
            while at >= 0:
                end = words.index(b"\n", at)
                found.append(words[words.rindex(b"\n", 0, at) + 1 : end].decode())
                if len(found) > most:
                    return None
                at = words.find(sought, end)
        return found

    def _knows(self, word: str) -> bool:
        return any(f"\n{word}\n".encode() in words for words in self._parts)

    def _keep(self, words: str) -> None:
        self._parts.append(f"\n{words}\n".encode())
