"""Every page of the window, in one table: a page is a line in it."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple

import tracker.app

if TYPE_CHECKING:
    from tracker.app.session import Session
    from tracker.ui.page import Page


class PageSpec(NamedTuple):
    """One page: its key, word and icon, "module:Class", and where it stands.

    On the `rail` at the "top" or the "foot"; in the View "menu" alone; or "" for nowhere. `under`
    is the page whose place on the rail is marked for it.
    """

    key: str
    title: str
    icon: str
    made_by: str
    rail: str = "top"
    under: str = ""


PAGES: tuple[PageSpec, ...] = (
    PageSpec("home", "Home", "home", "home.page:HomePage"),
    PageSpec("register", "Register", "register", "register.page:RegisterPage"),
    PageSpec("agreement", "Agreement", "document", "agreement.page:AgreementPage", "", "register"),
    PageSpec("partnerships", "Partnerships", "partnerships", "partnership.list:PartnershipsPage"),
    PageSpec(
        "partnership", "Partnership", "partnerships", "partnership.page:PartnershipPage", "", "partnerships"
    ),
    PageSpec(
        "costshares",
        "Cost shares",
        "partnerships",
        "partnership.costshares:CostSharesPage",
        rail="",
        under="partnerships",
    ),
    PageSpec("organisations", "Organisations", "organisations", "organisations.list:OrganisationsPage"),
    PageSpec(
        "organisation",
        "Organisation",
        "organisations",
        "organisations.page:OrganisationPage",
        "",
        "organisations",
    ),
    PageSpec("claims", "Claims", "claims", "claims.page:ClaimsPage"),
    PageSpec("conflicts", "Conflicts", "warning", "claims.conflicts:ConflictsPage", "menu", "partnerships"),
    PageSpec("gaps", "Gaps", "search", "partnership.gaps:GapsPage", "menu", "partnerships"),
    PageSpec("totals", "Totals", "columns", "partnership.totals:TotalsPage", "menu", "partnerships"),
    PageSpec("chain", "Supersession", "link", "partnership.chain:ChainPage", "menu", "partnerships"),
    PageSpec(
        "evidence",
        "What rests on what",
        "document",
        "partnership.evidence:EvidencePage",
        "menu",
        "partnerships",
    ),
    PageSpec(
        "reorganise",
        "Reorganisation",
        "organisations",
        "partnership.reorganise:ReorganisePage",
        rail="menu",
        under="organisations",
    ),
    PageSpec("reminders", "Reminders", "bell", "reminders.page:RemindersPage"),
    PageSpec("rules", "Rules for reminders", "bell", "reminders.rules:RulesPage", "", "reminders"),
    PageSpec("digest", "Weekly digest", "bell", "reminders.digest:DigestPage", "", "reminders"),
    PageSpec("history", "History", "history", "history.page:HistoryPage"),
    PageSpec("backups", "Backups", "save", "backups:BackupsPage", "menu", "history"),
    PageSpec("import", "Import", "import", "importer.page:ImporterPage", rail="", under="register"),
    PageSpec("export", "Export", "export", "outgoing.page:ExportPage", rail="", under="register"),
    PageSpec("dates", "Dates", "calendar", "calculator:DatesPage", rail="", under="register"),
    PageSpec("preferences", "Preferences", "preferences", "preferences:PreferencesPage", rail="foot"),
)


def page_spec(key: str) -> PageSpec:
    """The page of that key."""
    return next(spec for spec in PAGES if spec.key == key)


def page_class(spec: PageSpec) -> type[Page]:
    """The class of that page, imported now if it has not been yet."""
    module, name = spec.made_by.split(":")
    made: type[Page] = getattr(import_module(f"tracker.ui.{module}"), name)
    return made


_SOON = (
    "tracker.app.due",
    "tracker.app.reminding.answers",
    "tracker.app.reminding.watch",
    "tracker.app.safety.backups",
    "tracker.app.safety.sharing",
)


def ask_first(session: Session) -> str | None:
    """Import what a window asks in its first second, for a worker: the window would stand still for it."""
    for name in _SOON:
        import_module(name)
    return session.undo_name


def has_first() -> bool:
    """Whether that has been imported."""
    return all(name in sys.modules for name in _SOON)


def import_use_cases() -> None:
    """Import all that pages ask, for a worker: by the import rule nothing of Qt is in it."""
    from pkgutil import walk_packages

    for module in walk_packages(tracker.app.__path__, "tracker.app."):
        import_module(module.name)


def import_next_page() -> bool:
    """Import the code of a page that has not been imported; whether there was one.

    Never on a worker: two threads that both bring classes of Qt into Python end the program, seldom and
    without a word.
    """
    names = (f"tracker.ui.{spec.made_by.split(':')[0]}" for spec in PAGES)
    left = next((name for name in names if name not in sys.modules), None)
    if left:
        import_module(left)
    return left is not None
