"""A person's rules for reminders, quiet hours and colleagues, in and out of the settings file.

What cannot be understood there is left out: a reminder that comes by the default rules is
better than a program that does not start.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date, datetime, time
from typing import Any

from tracker.app.settings import Settings
from tracker.domain.reminding.alert import LAID_DOWN, USUAL_QUIET, Away, Person, QuietHours, Rule


def load_rules(settings: Settings) -> tuple[Rule, ...]:
    """The person's own rules; the defaults hold besides."""
    stored = settings.reminders.get("rules", ())
    return tuple(rule for entry in _entries(stored) if (rule := _rule(entry)) is not None)


def load_person(settings: Settings, user: str) -> Person:
    """Whose reminders are wanted on this machine."""
    stored = settings.reminders
    return Person(
        user=user,
        owners=frozenset(_words(stored.get("owners"))),
        stands_in_for=frozenset(_words(stored.get("stands_in_for"))),
        away=tuple(away for entry in _entries(stored.get("away")) if (away := _away(entry)) is not None),
        quiet=_quiet(stored["quiet"]) if "quiet" in stored else USUAL_QUIET,
    )


def save_rules(settings: Settings, rules: Iterable[Rule]) -> None:
    """Put the person's own rules into `settings`; its own `save` writes them down."""
    settings.reminders["rules"] = [asdict(rule) for rule in rules]


def save_person(settings: Settings, person: Person) -> None:
    """Put whose reminders are wanted into `settings`; its own `save` writes it down."""
    quiet = person.quiet
    settings.reminders |= {
        "owners": sorted(person.owners),
        "stands_in_for": sorted(person.stands_in_for),
        "away": [
            {"person": away.person, "first": away.first.isoformat(), "last": away.last.isoformat()}
            for away in person.away
        ],
        "quiet": [quiet.begins.isoformat("minutes"), quiet.ends.isoformat("minutes")] if quiet else [],
    }


def last_checked(settings: Settings) -> datetime | None:
    """When reminders were last looked through on this machine, to the day; None where never."""
    try:
        return datetime.fromisoformat(settings.reminders.get("checked", ""))
    except (TypeError, ValueError):
        return None


def save_checked(settings: Settings, now: datetime) -> None:
    """Put down that reminders have been looked through."""
    settings.reminders["checked"] = now.isoformat(timespec="minutes")


def _rule(entry: dict[str, Any]) -> Rule | None:
    try:
        rule = Rule(
            **{
                **entry,
                "stages": tuple(int(stage) for stage in entry["stages"]),
                "without": tuple(int(stage) for stage in entry.get("without", ())),
                "only": tuple(name for name in entry.get("only", ()) if name in LAID_DOWN),
                # One for all kinds adds to what each has, and never silences what it does not name.
                "over": not entry.get("kind"),
            }
        )
        numbers = (rule.insists, rule.repeat, rule.escalate_after or 0)
        names = (rule.kind, rule.tier, rule.agreement_uid)
    except (KeyError, TypeError, ValueError):
        return None
    sound = all(isinstance(number, int) for number in numbers) and all(isinstance(n, str) for n in names)
    return rule if sound and rule.repeat >= 0 else None


def _away(entry: dict[str, Any]) -> Away | None:
    try:
        return Away(
            str(entry["person"]), date.fromisoformat(entry["first"]), date.fromisoformat(entry["last"])
        )
    except (KeyError, TypeError, ValueError):
        return None


def _quiet(stored: object) -> QuietHours | None:
    words = _words(stored)
    if len(words) != 2:
        return None
    try:
        return QuietHours(time.fromisoformat(words[0]), time.fromisoformat(words[1]))
    except ValueError:
        return None


def _entries(stored: object) -> list[dict[str, Any]]:
    return [entry for entry in stored if isinstance(entry, dict)] if isinstance(stored, list | tuple) else []


def _words(stored: object) -> list[str]:
    return [word for word in stored if isinstance(word, str)] if isinstance(stored, list | tuple) else []
