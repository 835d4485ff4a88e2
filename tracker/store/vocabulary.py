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
        self._lately: set[str] = set()

    def learn(self, connection: sqlite3.Connection) -> None:
        """Get to know some more words."""
        if not self._parts:
            with writing(connection):
                connection.execute(
                    "create virtual table if not exists temp.vocabulary using fts5vocab(main, search, row)"
                )
        number, last, words = connection.execute(_NEXT, (self._last, _BIT)).fetchone()
        if number:
            self._parts.append(f"\n{words}\n".encode())
            self._last = last
        self.complete = number < _BIT

    def learn_from(self, connection: sqlite3.Connection, agreements: Iterable[int]) -> None:
        """Get to know the words of agreements that were added or changed."""
        texts = connection.execute(
            "select words from search where rowid in (select value from json_each(?))", (id_list(agreements),)
        ).fetchall()
        self._lately.update(word for (text,) in texts for word in _WORD.findall(text))

    def having(self, part: str, most: int) -> list[str] | None:
        """The words that hold a part; None where there are more than `most`."""
        sought = part.encode()
        found = {word for word in self._lately if part in word}
        for words in self._parts:
            at = words.find(sought)
            while at >= 0 and len(found) <= most:
                end = words.index(b"\n", at)
                found.add(words[words.rindex(b"\n", 0, at) + 1 : end].decode())
                at = words.find(sought, end)
        return sorted(found) if len(found) <= most else None
