"""The window: a frame around one page at a time, and the actions that any page may need.

A page is one line in `pages.PAGES`. It is imported and built when it is first shown, so that the
window opens as quickly with many pages as with one; so are the panels that not everybody opens.
"""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QVBoxLayout, QWidget

from tracker.app.files import SAMPLE
from tracker.app.session import Session
from tracker.app.settings import Settings
from tracker.domain.changes import Changes
from tracker.ui.ahead import Ahead
from tracker.ui.beginning import Beginning
from tracker.ui.bridge import SAVE_A_COPY, Bridge, Place
from tracker.ui.frame import MenuRow, Rail, StatusLine
from tracker.ui.page import Page
from tracker.ui.pages import PAGES, page_class, page_spec
from tracker.ui.pagestack import PageStack
from tracker.ui.parts import icons
from tracker.ui.parts.theme import Tone, dress, tokens
from tracker.ui.parts.words import count
from tracker.ui.trail import Trail

if TYPE_CHECKING:
    from PySide6.QtGui import QCloseEvent, QContextMenuEvent, QKeyEvent

    from tracker.ui.actions import Actions
    from tracker.ui.asat import AsAtBar
    from tracker.ui.commands import Commands
    from tracker.ui.doing import Doing
    from tracker.ui.finder import Finder
    from tracker.ui.help.panel import HelpPanel
    from tracker.ui.parts.widgets import Banner
    from tracker.ui.rowmenu import RowMenu
    from tracker.ui.welcome import Welcome


HOME = Place("home")
_COUNTED_HERE = 50_000
"""More agreements than these are counted by a worker: of a million that takes some ten milliseconds."""


def _number(session: Session) -> int:
    return session.read.number()


class Window(QMainWindow):
    """The main window on one register, opened at a place.

    Signals:
        replaced(Session): another register was opened; whoever keeps the windows shows it.
        reminders_wanted(): somebody asked for the reminder window.
        reminder_tried(): somebody wants to see that a reminder would come up.
        leaving(): the program is to end, and no closing is to be taken for less.
        beside_wanted(Place): a second window on this register is wanted, at that place.
        closed(): the window is closed, and not merely put away.
        begun(): the window was painted for the first time, or will not be; what it need not have for that begins.
    """

    replaced = Signal(object)
    reminders_wanted = Signal()
    reminder_tried = Signal()
    leaving = Signal()
    beside_wanted = Signal(object)
    closed = Signal()
    begun = Signal()

    def __init__(self, session: Session, settings: Settings, at: Place = HOME) -> None:
        super().__init__()
        self.settings = settings
        self.bridge = Bridge(session, settings, self)
        self.bridge.hold()
        self._tinted = tokens()
        self._trail = Trail()
        self.resize(1440, 900)
        self._build_frame()
        self._listen()
        dress(self)
        self.go(at)
        self.ahead = Ahead(self)
        self.ahead.start()
        self._beginning = Beginning(self)

    @property
    def has_begun(self) -> bool:
        """Whether all is there that the first painting did without."""
        return self._beginning.is_over

    # Built when first wanted

    @cached_property
    def commands(self) -> Commands:
        """The menus' actions, and all that is done by a key or a drop."""
        from tracker.ui.commands import Commands

        return Commands(self)

    @property
    def doing(self) -> Doing:
        """What the actions of the menus do."""
        return self.commands.doing

    @property
    def menu_actions(self) -> Actions:
        """The actions of the menus, by their slots."""
        return self.commands.actions

    @cached_property
    def welcome(self) -> Welcome:
        """The strip over the sample, at the head of all."""
        from tracker.ui.welcome import Welcome

        strip = Welcome(self.bridge)
        strip.new_wanted.connect(self.doing.new_register)
        strip.import_wanted.connect(self.doing.import_own)
        self._work.insertWidget(0, strip)
        return strip

    @cached_property
    def banner(self) -> Banner:
        """The strip that says what happened, over the page."""
        from tracker.ui.parts.widgets import Banner

        strip = Banner()
        strip.acted.connect(self._on_banner_action)
        self._work.insertWidget(self._work.indexOf(self.stack), strip)
        return strip

    @cached_property
    def help(self) -> HelpPanel:
        """The panel beside the work."""
        from tracker.ui.help.panel import HelpPanel

        panel = HelpPanel(self.commands.shortcuts, self._upper)
        panel.closed.connect(self._focus_page)
        self._across.addWidget(panel)
        return panel

    @cached_property
    def as_at(self) -> AsAtBar:
        """The strip that asks for another day, and says that one is shown."""
        from tracker.ui.asat import AsAtBar

        strip = AsAtBar(self.bridge)
        self._work.insertWidget(self._work.indexOf(self.banner), strip)
        return strip

    @cached_property
    def finder(self) -> Finder:
        """The list under the field that finds agreements and actions."""
        from tracker.ui.finder import Finder

        made = Finder(self.menu_row.finding, self.bridge.session, self.commands.all, self)
        made.go.connect(self.go)
        return made

    @cached_property
    def _row_menu(self) -> RowMenu:
        from tracker.ui.rowmenu import RowMenu

        return RowMenu(self)

    def _is_built(self, part: str) -> bool:
        return part in vars(self)

    # Building

    def _build_frame(self) -> None:
        self.menu_row = MenuRow()
        self.setMenuWidget(self.menu_row)
        self.rail = Rail(PAGES)
        self.stack = PageStack(self._make_page)
        self.status = StatusLine()
        middle = QWidget()
        self._work = work = QVBoxLayout(middle)
        work.setContentsMargins(0, 0, 0, 0)
        work.setSpacing(0)
        work.addWidget(self.stack, 1)
        if self.bridge.session.path.name == SAMPLE:
            self.welcome.offer()
        self._upper = upper = QWidget()
        self._across = across = QHBoxLayout(upper)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        across.addWidget(self.rail)
        across.addWidget(middle, 1)
        whole = QWidget()
        down = QVBoxLayout(whole)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(0)
        down.addWidget(upper, 1)
        down.addWidget(self.status)
        self.setCentralWidget(whole)

    def _listen(self) -> None:
        self.rail.chosen.connect(self.go_to_page)
        self.bridge.go.connect(self.go)
        self.bridge.changed.connect(self._on_changed)
        self.bridge.said.connect(self.say)
        self.bridge.looking.connect(self._on_looking)
        self.menu_row.back.clicked.connect(self.go_back)
        self.menu_row.forward.clicked.connect(self.go_forward)

    # Going about

    def page(self, key: str) -> Page:
        """The page of that key, built now if it has not been shown before."""
        return self.stack.page(key)

    def _make_page(self, key: str) -> Page:
        return page_class(page_spec(key))(self.bridge)

    def current_page(self) -> Page:
        """The page that is shown."""
        page = self.stack.currentWidget()
        assert isinstance(page, Page)
        return page

    def go(self, place: Place) -> None:
        """Show a place and remember it for Back."""
        self._trail.visit(place)
        self._show(place)

    def go_to_page(self, key: str) -> None:
        """Show a page as its place on the rail does."""
        self.go(Place(key))

    def go_back(self) -> None:
        """Show the place before this one."""
        if place := self._trail.back():
            self._show(place)

    def go_forward(self) -> None:
        """Show the place that Back left."""
        if place := self._trail.forward():
            self._show(place)

    def _show(self, place: Place) -> None:
        page = self.page(place.page)
        self.stack.setFocus()  # from a page that is hidden it would pass to the finder, which would be built for it
        self.stack.setCurrentWidget(page)
        page.open(place)
        spec = page_spec(place.page)
        self.rail.show_chosen(spec.under or place.page)
        self._show_where(page)
        if self._is_built("help"):
            self.help.follow(place.page)
        self._focus_page()

    def _focus_page(self) -> None:
        """Put the keyboard where the page wants it."""
        page = self.current_page()
        # Nowhere in particular is the page itself, and not what happens to come first in the window.
        (page.first_focus() or page).setFocus()

    def _on_looking(self, day: date) -> None:
        self.as_at.show_looking(day)

    def go_to_view(self) -> None:
        """Show the page of the action in the View menu that asks for it."""
        action = self.sender()
        if isinstance(action, QAction):
            self.go_to_page(str(action.data()))

    # Showing how things stand

    def say(self, text: str, tone: Tone = Tone.NOTE, action: str = "") -> None:
        """Say something at the head of the window until it is closed or something else is said."""
        self.banner.say(text, tone, action, undoes=self.bridge.session.undo_name)

    def _on_banner_action(self) -> None:
        self.banner.hide()
        if self.banner.action.text() == SAVE_A_COPY:
            self.doing.save_copy()
        else:
            self.doing.undo()

    def _on_changed(self, changes: Changes) -> None:
        if self._is_built("banner"):
            self.banner.end_undo(self.bridge.session.undo_name)
        self.show_state()
        self._show_where(self.current_page())

    def _show_where(self, page: Page) -> None:
        session = self.bridge.session
        only = " (read only)" if session.read_only else ""
        self.setWindowTitle(f"{page.title()} – {session.path.name}{only} – Tracker")
        self.menu_row.back.setEnabled(self._trail.can_go_back)
        self.menu_row.forward.setEnabled(self._trail.can_go_forward)
        if self._is_built("commands"):
            self.show_ways()

    def show_ways(self) -> None:
        """Fill the menus, if they are not, with what can be done and where Back and Forward lead."""
        self.commands.show_ways(self._trail)

    def show_state(self) -> None:
        """Undo and Redo by the name of what they do, and the file at the foot."""
        session = self.bridge.session
        self.commands.show_steps(session)
        self.status.file.setText(session.path.name)
        if session.read.has_more_than(_COUNTED_HERE):
            self.bridge.read(_number, self._show_number)
        else:
            self._show_number(_number(session))

    def _show_number(self, number: object) -> None:
        session = self.bridge.session
        place = "read only" if session.read_only else str(session.path.parent)
        self.status.remark.setText(f"{count(cast('int', number), 'agreement')} · {place}")

    def show_checked(self, checked: str, next_reminder: str) -> None:
        """Say when dates were last checked and which reminder comes next."""
        self.status.checked.setText(checked)
        self.status.next.setText(next_reminder)

    # Qt's own

    def keyPressEvent(self, event: QKeyEvent) -> None:
        from PySide6.QtCore import Qt

        if event.key() == Qt.Key.Key_Escape and self._is_built("as_at") and self.as_at.is_away:
            self.as_at.back()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if not self._row_menu.offer(event):
            super().contextMenuEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self._tinted is not tokens():
            self._tinted = tokens()
            icons.retint(self)

    def closeEvent(self, event: QCloseEvent) -> None:
        self._beginning.drop()
        for page in self.stack.built():
            page.shut()
        if self._is_built("finder"):
            self.finder.close_reader()
        self.ahead.stop()
        self.bridge.close()
        super().closeEvent(event)
        self.closed.emit()
