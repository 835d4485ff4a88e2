"""Every action of the window: its menu, its words, its keys and its icon, in one table.

The menu bar, the finder (Ctrl+K) and the keyboard all work from it, so an action cannot be
in one and not in the others. The slot is a method of `doing.Doing`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QMenu, QMenuBar

from tracker.ui.parts import icons

Key = QKeySequence.StandardKey


class Spec(NamedTuple):
    """One action.

    Attributes:
        slot: the method of `Doing` that does it.
        text: its words, with & before the letter that Alt reaches.
        keys: the platform's own shortcut where there is one, else a text; None for none.
        rule: True where a line in the menu stands before it.
    """

    menu: str
    slot: str
    text: str
    keys: Key | str | None = None
    icon: str = ""
    rule: bool = False


SPECS: tuple[Spec, ...] = (
    Spec("&File", "new_register", "&New register…", "Ctrl+Shift+N", "document"),
    Spec("&File", "open_register", "&Open a register…", Key.Open, "open"),
    Spec("&File", "new_window", "New &window", "Ctrl+Alt+N", "copy"),
    Spec("&File", "import_file", "&Import a spreadsheet…", "Ctrl+Shift+I", "import", rule=True),
    Spec("&File", "export_file", "&Export…", "Ctrl+Shift+E", "export"),
    Spec("&File", "save_copy", "Save a &copy…", None, "save"),
    Spec("&File", "print_page", "&Print…", Key.Print, "print"),
    Spec("&File", "close_window", "&Close", Key.Close, "close", rule=True),
    Spec("&File", "quit", "&Quit Tracker", Key.Quit),
    Spec("&Edit", "undo", "&Undo", Key.Undo, "undo"),
    Spec("&Edit", "redo", "&Redo", Key.Redo, "redo"),
    Spec("&Edit", "paste_table", "&Paste a table", Key.Paste, "import", rule=True),
    Spec("&Edit", "find_in_page", "&Search this list", Key.Find, "search", rule=True),
    Spec("&Edit", "find_anything", "Find an agreement, or &do something", "Ctrl+K", "search"),
    Spec("&View", "go_back", "&Back", "Alt+Left", "back"),
    Spec("&View", "go_forward", "&Forward", "Alt+Right", "forward"),
    Spec("&View", "ending_this_quarter", "&Ending this quarter", "Ctrl+Shift+Q", "deadlines", rule=True),
    Spec("&View", "look_at_day", "As a&t…", "Ctrl+Shift+T", "history", rule=True),
    Spec("&View", "back_to_today", "Back to &today", "Ctrl+T", "calendar"),
    Spec("&Record", "new_agreement", "&New agreement", Key.New, "new"),
    Spec("&Record", "new_partnership", "New &partnership", "Ctrl+Shift+A", "partnerships"),
    Spec("&Record", "open_selected", "&Open the selected agreement", "Ctrl+Return", "arrow"),
    Spec("&Record", "extend", "&Extend…", "Ctrl+Shift+X", "extend", rule=True),
    Spec("&Record", "give_notice", "&Give notice…", "Ctrl+Shift+G", "notice"),
    Spec("&Record", "renew", "Rene&w…", "Ctrl+Shift+R", "refresh"),
    Spec("&Record", "vary", "&Vary…", "Ctrl+Shift+V", "edit"),
    Spec("&Record", "supersede", "&Supersede…", "Ctrl+Shift+S", "link"),
    Spec("&Record", "terminate", "&Terminate…", "Ctrl+Shift+L", "close"),
    Spec("&Record", "add_party", "Add a part&y…", None, "organisations", rule=True),
    Spec("&Record", "cite_source", "&Cite a source…", "Ctrl+Shift+D", "document"),
    Spec("&Record", "add_tag", "&Add a tag", "Ctrl+Shift+K", "filter"),
    Spec("&Record", "link_document", "&Link a document…", "Ctrl+Shift+O", "link"),
    Spec("&Record", "write_note", "Write a n&ote", "Ctrl+Shift+J", "edit"),
    Spec("&Record", "remove_agreement", "&Remove the agreement", "Ctrl+Delete", "delete", rule=True),
    Spec("&Record", "what_if", "&What if…", "Ctrl+Shift+W", "calendar", rule=True),
    Spec("&Record", "work_out_dates", "Work out &dates", "Ctrl+D", "calendar"),
    Spec("Re&minders", "show_reminders", "&Show reminders", "Ctrl+M", "bell"),
    Spec("Re&minders", "try_reminder", "&Test reminder", None, "bell"),
    Spec("Re&minders", "all_reminders", "&All that will come", None, "calendar", rule=True),
    Spec("Re&minders", "reminder_rules", "&Rules for reminders", None, "preferences"),
    Spec("Re&minders", "weekly_digest", "&Weekly digest", None, "document"),
    Spec("&Help", "help_here", "&Help with this page", Key.HelpContents, "help"),
    Spec("&Help", "help_contents", "&Contents of the help", "Shift+F1", "help"),
    Spec("&Help", "help_keyboard", "&Keyboard shortcuts", "Ctrl+F1", "help"),
    Spec("&Help", "about", "&About Tracker", None, "info", rule=True),
)


class MenuKeys(QObject):
    """Alt and the letter after & opens a menu, as everywhere, without an underline that is always there."""

    def __init__(self, bar: QMenuBar, menus: Mapping[str, QMenu]) -> None:
        super().__init__(bar)
        self._bar, self._menus = bar, menus
        for title in menus:
            letter = title[title.index("&") + 1].upper()
            key = QShortcut(QKeySequence(f"Alt+{letter}"), bar)
            key.setObjectName(title)
            key.activated.connect(self._open)

    def _open(self) -> None:
        sender = self.sender()
        if sender is not None:
            self._bar.setActiveAction(self._menus[sender.objectName()].menuAction())


class Actions:
    """The actions of one window, by the name of their slot."""

    def __init__(self, host: QObject, bar: QMenuBar, menus: Mapping[str, QMenu]) -> None:
        self._by_slot: dict[str, QAction] = {}
        self.menus = menus
        self._keys = MenuKeys(bar, menus)
        for spec in SPECS:
            menu = self.menus[spec.menu]
            if spec.rule:
                menu.addSeparator()
            action = QAction(spec.text, host)
            action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
            if spec.keys is not None:
                action.setShortcut(QKeySequence(spec.keys))
            if spec.icon:
                icons.put_in_menu(menu, action, spec.icon)
            action.triggered.connect(getattr(host, spec.slot))
            menu.addAction(action)
            self._by_slot[spec.slot] = action

    def __getitem__(self, slot: str) -> QAction:
        return self._by_slot[slot]

    def __iter__(self) -> Iterator[QAction]:
        return iter(self._by_slot.values())


def show_keys(action: QAction) -> str:
    """An action's keys as the platform writes them; "" where it has none."""
    return action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)


def words(action: QAction) -> str:
    """An action's text without its mnemonic and its dots: as the finder shows it."""
    return action.text().replace("&", "").rstrip("…")
