"""Doubts and gaps that show only when a whole sentence is known, after every length in it has found its role."""

from __future__ import annotations

import re

from tracker.domain.written import terms_words as say
from tracker.domain.written.terms_marks import Sentence
from tracker.domain.written.terms_said import Reading

_SHORT = 60
"""Letters of a sentence in which whatever is optional is a right to extend."""


def settle(
    sentence: Sentence, text: str, into: Reading, *, extends: bool, optional: bool, unread: bool
) -> None:
    """Adds to the reading what makes the sentence doubtful, or that a right is named without its length.

    Args:
        text: the words between the marks.
        extends: a word of extending has come up.
        optional: the sentence gave an option.
        unread: a number in it has found no role.
    """
    if (say.NO_RIGHT.search(text) or say.BREAK.search(text)) and not optional:
        into.terms = [(length, max(1, plain)) for length, plain in into.terms]
    said = optional or into.ceilings or into.totals or into.chains
    told = into.until is not None or any(plain for _, plain in into.terms)
    if say.DOUBT.search(text) and (extends or said):
        into.doubts.append("alternatives or conditions")
    elif (extends or optional) and say.UNREAD_LENGTH.search(text):
        into.doubts.append("a length that was not understood")
    elif unread and (said or told) and into.is_short:
        into.doubts.append("a number that was not understood")
    elif into.terms and not said and into.is_short and say.GOES_ON.search(sentence.tail):
        into.doubts.append("what follows the first term")
    elif optional and say.RENEWAL_ALONE.fullmatch(text):
        into.doubts.append("a renewal, and nothing of a right to one")
    elif (optional or into.chains) and _was_made(sentence, text, into, optional=optional):
        into.doubts.append("an extension that was made, not a right to one")
    elif (
        extends
        and not said
        and say.NAMED.search(text)
        and not say.EXERCISED.search(text)
        and not say.NO_RIGHT.search(text)
    ):
        into.wants_length = True


def _was_made(sentence: Sentence, text: str, into: Reading, *, optional: bool) -> bool:
    """True where nothing says that the extension is a right: it has been agreed already."""
    if say.MADE.search(text) or say.RUNNING.search(sentence.text.lower()):
        return True
    if not optional:
        return False
    joined = into.terms and re.search(r"\b(?:with|and|plus)\b", text)
    return not (say.MAY.search(text) or joined or len(sentence.text) <= _SHORT)
