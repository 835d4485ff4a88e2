"""The help beside the work: the page for where one is, a search over all of them, links from one to another."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QSize, Qt, QUrl, Signal
from PySide6.QtGui import (
    QKeyEvent,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)
from PySide6.QtWidgets import (
    QHBoxLayout,
    QSizePolicy,
    QStackedWidget,
    QTextBrowser,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from tracker.ui.help import pages
from tracker.ui.help.pages import FIRST, HelpPage
from tracker.ui.parts.tables import Cell, Column, Row, RowsModel, Table
from tracker.ui.parts.theme import GRID, Tone, font, scaled, tokens
from tracker.ui.parts.widgets import PlainLabel, SearchField, button, tool_button

WIDTH, _LEAST = 400, 300
_HITS = (Column("what", "", "Found in the help", stretch=True),)
_SIZES = {1: 1.3, 2: 1.1, 3: 1.0}
Shortcuts = Callable[[], Iterable[tuple[str, str]]]


class HelpText(QTextBrowser):
    """A page of help; it loads nothing but the pages that come with the program."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Help text")
        self.setOpenLinks(False)
        self.setOpenExternalLinks(False)
        self.setFrameShape(QTextBrowser.Shape.NoFrame)
        self.viewport().setAutoFillBackground(False)
        self.document().setDocumentMargin(GRID)
        self.document().setIndentWidth(2 * GRID)

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        return None

    def show_markdown(self, text: str) -> None:
        """Show a page, with headings in the sizes of the window."""
        self.setMarkdown(text)
        block = self.document().begin()
        while block.isValid():
            if level := block.blockFormat().headingLevel():
                self._set_heading(QTextCursor(block), level)
            block = block.next()
        self.moveCursor(QTextCursor.MoveOperation.Start)

    def _set_heading(self, cursor: QTextCursor, level: int) -> None:
        cursor.select(QTextCursor.SelectionType.BlockUnderCursor)
        form = QTextCharFormat()
        form.setFont(font(_SIZES.get(level, 1.0), 600))
        cursor.setCharFormat(form)
        gap = QTextBlockFormat()
        gap.setBottomMargin(GRID)
        gap.setTopMargin(0 if level == 1 else 2 * GRID)
        cursor.mergeBlockFormat(gap)

    def mark(self, words: Iterable[str]) -> None:
        """Underline each of these words, and scroll to the first of them."""
        marks, first = [], None
        form = QTextCharFormat()
        form.setBackground(tokens().soft(Tone.ACCENT))
        form.setFontUnderline(True)
        for word in words:
            cursor = self.document().find(word)
            while not cursor.isNull():
                selection = QTextEdit.ExtraSelection()
                selection.cursor, selection.format = cursor, form
                marks.append(selection)
                first = cursor if first is None or cursor.position() < first.position() else first
                cursor = self.document().find(word, cursor, QTextDocument.FindFlag(0))
        self.setExtraSelections(marks)
        if first is not None:
            place = QTextCursor(first)
            place.clearSelection()
            self.setTextCursor(place)
            self.ensureCursorVisible()


class HelpPanel(QWidget):
    """The panel at the right of the window.

    Args:
        shortcuts: asked for (keys, what they do) whenever the page on the keyboard is shown.

    Signals:
        closed(): it was closed.
    """

    closed = Signal()

    def __init__(self, shortcuts: Shortcuts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shortcuts = shortcuts
        self._trail: list[str] = []
        self.setProperty("kind", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setMinimumWidth(scaled(_LEAST))
        self.setMaximumWidth(scaled(WIDTH))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.resize(scaled(WIDTH), self.height())
        self.setAccessibleName("Help")
        self.search = SearchField("Search the help")
        self.text = HelpText()
        self.hits = Table("Found in the help")
        self.hits.horizontalHeader().hide()
        self._hits = RowsModel(_HITS, self.hits)
        self.hits.setModel(self._hits)
        self.hits.lay_out(_HITS)
        self.nothing = PlainLabel(
            "Nothing in the help has all of these words. Try one of them.", "muted", wrap=True
        )
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._stack = QStackedWidget()
        for widget in (self.text, self.hits, self.nothing):
            self._stack.addWidget(widget)
        self._lay()
        self.search.textChanged.connect(self._on_search)
        self.search.returnPressed.connect(self._open_hit)
        self.search.left_downwards.connect(self._into_hits)
        self.hits.opened.connect(self._on_hit)
        self.hits.clicked.connect(self._open_hit)
        self.text.anchorClicked.connect(self._on_link)
        self.hide()

    def _lay(self) -> None:
        self.back = tool_button("back", "Back to the page of help before")
        self.back.clicked.connect(self.go_back)
        contents = button("Contents", kind="link", name="Contents of the help")
        contents.clicked.connect(self._to_contents)
        close = tool_button("close", "Close the help", shortcut="Esc")
        close.clicked.connect(self.close_help)
        head = QHBoxLayout()
        head.setSpacing(GRID)
        head.addWidget(self.back)
        head.addWidget(PlainLabel("Help", "heading"))
        head.addStretch()
        head.addWidget(contents)
        head.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID + 4, GRID + 4, 12, GRID)
        column.setSpacing(GRID + 4)
        column.addLayout(head)
        column.addWidget(self.search)
        column.addWidget(self._stack, 1)

    def sizeHint(self) -> QSize:
        return QSize(scaled(WIDTH), super().sizeHint().height())

    # Showing

    @property
    def page(self) -> HelpPage:
        """The page that is shown, or was shown last."""
        return pages.pages()[self._trail[-1] if self._trail else FIRST]

    def open_for(self, screen: str) -> None:
        """Open the page for a screen, and put the cursor into the search."""
        self.show_page(pages.page_for(screen).key)
        self.show()
        self.search.setFocus()

    def follow(self, screen: str) -> None:
        """Somebody went to another screen: show its page, unless something is being looked for."""
        if self.isVisible() and not self.search.text():
            self.show_page(pages.page_for(screen).key)

    def show_page(self, key: str, words: Iterable[str] = ()) -> None:
        """Show a page, with words marked in it."""
        if self._trail[-1:] != [key]:
            self._trail.append(key)
        page = pages.pages()[key]
        self.text.show_markdown(pages.with_shortcuts(page.text, self._shortcuts()))
        self.text.setAccessibleDescription(page.title)
        self.text.mark(words)
        self.back.setEnabled(len(self._trail) > 1)
        self._stack.setCurrentWidget(self.text)

    def go_back(self) -> None:
        """Show the page before this one."""
        if len(self._trail) > 1:
            self._trail.pop()
            self.show_page(self._trail[-1])

    def close_help(self) -> None:
        """Close it."""
        self.hide()
        self.closed.emit()

    def _to_contents(self) -> None:
        self.search.clear()
        self.show_page(FIRST)

    # Searching

    def _on_search(self, text: str) -> None:
        if not text.strip():
            self._stack.setCurrentWidget(self.text)
            return
        found = pages.search(text)
        self._hits.show(
            [
                Row((Cell(hit.page.title, weight=500, remark=hit.passage, help=hit.passage),), hit.page.key)
                for hit in found
            ]
        )
        self._stack.setCurrentWidget(self.hits if found else self.nothing)
        if found:
            self.hits.selectRow(0)

    def _into_hits(self) -> None:
        (self.hits if self._stack.currentWidget() is self.hits else self.text).setFocus()

    def _open_hit(self) -> None:
        if self._stack.currentWidget() is self.hits:
            self._on_hit(self.hits.selected_record())

    def _on_hit(self, key: object) -> None:
        words = self.search.text().split()
        self.search.blockSignals(True)
        self.search.clear()
        self.search.blockSignals(False)
        self.show_page(str(key), words)
        self.text.setFocus()

    def _on_link(self, link: QUrl) -> None:
        key = link.toString().removesuffix(".md")
        if key in pages.pages():
            self.show_page(key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_help()
        elif event.key() == Qt.Key.Key_Backspace:
            self.go_back()
        else:
            super().keyPressEvent(event)
