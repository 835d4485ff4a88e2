"""What the actions of the menu do: a method for each, so that the window itself stays small."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QFileDialog

from tracker import __version__
from tracker.app.session import Session
from tracker.domain.errors import TrackerError
from tracker.ui.bridge import Place
from tracker.ui.importer.suffixes import SPREADSHEETS, SUFFIXES
from tracker.ui.parts.theme import Tone

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMessageBox

    from tracker.ui.window import Window

_REGISTERS = "Registers (*.tracker *.db);;All files (*)"


class Doing(QObject):
    """The slots of `actions.SPECS`, for one window."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        self._dialog: QFileDialog | QMessageBox | None = None

    # File

    def new_register(self) -> None:
        """Ask where, make an empty register there and show it."""
        dialog = self._file_dialog("New register", QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("tracker")
        dialog.fileSelected.connect(self._make_register)
        dialog.open()

    def open_register(self) -> None:
        """Ask which register and show it."""
        dialog = self._file_dialog(
            "Open a register, or a spreadsheet to import", QFileDialog.AcceptMode.AcceptOpen
        )
        dialog.setNameFilters([_REGISTERS.split(";;")[0], SPREADSHEETS, "All files (*)"])
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self._open_register)
        dialog.open()

    def _file_dialog(self, title: str, mode: QFileDialog.AcceptMode) -> QFileDialog:
        dialog = QFileDialog(self._window, title, str(self._window.bridge.session.path.parent), _REGISTERS)
        dialog.setAcceptMode(mode)
        self._dialog = dialog
        return dialog

    def _make_register(self, name: str) -> None:
        self._replace_window(Path(name), make=True)

    def _open_register(self, name: str) -> None:
        if Path(name).suffix.casefold() in SUFFIXES:
            self._window.go(Place("import", query=name))
            return
        self._replace_window(Path(name), make=False)

    def _replace_window(self, path: Path, *, make: bool) -> None:
        """Show another register: a new window takes the place of this one."""
        try:
            session = Session.create(path) if make else Session.open(path)
        except TrackerError as error:
            self._window.say(str(error), Tone.DANGER)
            return
        self._window.replaced.emit(session)

    def save_copy(self) -> None:
        """Ask where, and write what this window shows there, even where its file is gone."""
        path = self._window.bridge.session.path
        dialog = self._file_dialog("Save a copy", QFileDialog.AcceptMode.AcceptSave)
        dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)
        dialog.selectFile(f"{path.stem} saved{path.suffix}")
        dialog.fileSelected.connect(self._save_copy)
        dialog.open()

    def _save_copy(self, name: str) -> None:
        to = Path(name)
        if self._window.bridge.act(partial(self._window.bridge.session.copy_to, to)):
            path = self._window.bridge.session.path
            then = f"This window stays on {path.name}." if path.exists() else "Open that file to go on."
            self._window.say(f"Saved as {to}. {then}", Tone.NOTE)

    def open_recent(self, name: str) -> None:
        """Show a register that was opened lately."""
        self._replace_window(Path(name), make=False)

    def import_own(self) -> None:
        """Ask where a new register is to lie, and show it: its first page offers to import a spreadsheet."""
        dialog = self._file_dialog("Where your own register is to lie", QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("tracker")
        dialog.fileSelected.connect(self._make_register)
        dialog.open()

    def import_file(self) -> None:
        """Ask for a spreadsheet and show what importing it would do."""
        from tracker.ui.importer.page import ImporterPage

        self._window.go(Place("import"))
        page = self._window.current_page()
        assert isinstance(page, ImporterPage)
        page.choose_file()

    def paste_table(self) -> None:
        """Show what importing the table on the clipboard would do; text fields take a paste themselves."""
        from tracker.app.incoming.pasted import holds_table
        from tracker.ui.importer.page import ImporterPage

        data = QApplication.clipboard().mimeData()
        if not data.hasUrls() and not holds_table(data.html(), data.text()):
            self._window.say(
                "There is no table on the clipboard. Copy rows with their headings in Excel, and paste them here.",
                Tone.NOTE,
            )
            return
        self._window.go(Place("import"))
        page = self._window.current_page()
        assert isinstance(page, ImporterPage)
        page.paste_table()

    def export_file(self) -> None:
        """Show what can go out, of what the page shows first."""
        from tracker.ui.outgoing.page import ExportPage

        source = self._window.current_page()
        page = self._window.page("export")
        assert isinstance(page, ExportPage)
        page.begin(source)
        self._window.go(Place("export"))

    def print_page(self) -> None:
        """Show the page as it will be on paper: its list as it stands, its sheet or its report."""
        from tracker.ui.outgoing.papers import papers_of
        from tracker.ui.outgoing.preview import PrintPreview

        page = self._window.current_page()
        preview = PrintPreview(self._window.bridge, papers_of(page), self._window)
        preview.setWindowModality(Qt.WindowModality.WindowModal)
        preview.show()

    def new_window(self) -> None:
        """Show the same place in a second window on this register."""
        self._window.beside_wanted.emit(self._window.current_page().place)

    def close_window(self) -> None:
        """Close this window; everything is saved already."""
        self._window.close()

    def quit(self) -> None:
        """Close everything, reminders too."""
        self._window.leaving.emit()
        QApplication.quit()

    # Edit

    def undo(self) -> None:
        """Take back the newest change, whoever made it and whenever."""
        self._window.bridge.steps.step("undo")

    def redo(self) -> None:
        """Do again what was undone last."""
        self._window.bridge.steps.step("redo")

    def find_in_page(self) -> None:
        """Put the cursor into the page's own search field; the register's where it has none."""
        page = self._window.current_page()
        if page.search_field() is None:
            self._window.go_to_page("register")
            page = self._window.current_page()
        if (field := page.search_field()) is not None:
            field.setFocus()
            field.selectAll()

    def find_anything(self) -> None:
        """Put the cursor into the finder."""
        self._window.menu_row.finding.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._window.menu_row.finding.selectAll()

    # View

    def go_back(self) -> None:
        """Show the place before this one."""
        self._window.go_back()

    def go_forward(self) -> None:
        """Show the place that Back left."""
        self._window.go_forward()

    def ending_this_quarter(self) -> None:
        """Show the agreements that end before the quarter is over."""
        self._window.go(Place("register", query="ends=quarter"))

    def look_at_day(self) -> None:
        """Ask for a day, past or future, and show the whole window as at it."""
        self._window.as_at.ask()

    def back_to_today(self) -> None:
        """Show today again."""
        self._window.as_at.back()

    # Record

    def new_agreement(self) -> None:
        """Open the form for a new agreement, in the register."""
        self._window.go(Place("register", query="new"))

    def new_partnership(self) -> None:
        """Open the form for a new partnership, in the list of them."""
        self._window.go(Place("partnerships", query="new"))

    def open_selected(self) -> None:
        """Open the agreement that is selected on the page."""
        chosen = self._window.current_page().selected_agreement()
        if chosen is not None:
            self._window.go(Place("agreement", chosen))

    def remove_agreement(self) -> None:
        """Take the selected agreement out of the register; the banner offers to bring it back."""
        from tracker.app import edit

        chosen = self._window.current_page().selected_agreement()
        if chosen is None:
            self._window.say("Select an agreement first, then remove it.", Tone.NOTE)
            return
        session = self._window.bridge.session
        if self._window.current_page().place == Place("agreement", chosen):
            self._window.go_to_page("register")
        if self._window.bridge.act(partial(edit.remove_agreement, session, chosen)):
            self._window.say(f"Done: {session.undo_name}.", Tone.NOTE, "Undo")

    def extend(self) -> None:
        """Begin to extend the selected agreement."""
        self._begin("extend", "extend it")

    def give_notice(self) -> None:
        """Begin to give notice under the selected agreement."""
        self._begin("notice", "give notice")

    def renew(self) -> None:
        """Begin to renew the selected agreement."""
        self._begin("renew", "renew it")

    def vary(self) -> None:
        """Begin to record a variation of the selected agreement."""
        self._begin("vary", "record a variation")

    def supersede(self) -> None:
        """Begin to put another agreement in the place of the selected one."""
        self._begin("supersede", "supersede it")

    def terminate(self) -> None:
        """Begin to bring the selected agreement to an end."""
        self._begin("terminate", "terminate it")

    def add_party(self) -> None:
        """Begin to add a party to the selected agreement."""
        self._begin("party", "add a party to it")

    def cite_source(self) -> None:
        """Begin to say what the field in hand, or the selected agreement, rests on."""
        self._begin("cite", "cite a source for it")

    def add_tag(self) -> None:
        """Go to where a tag of the selected agreement is typed."""
        self._begin("tag", "tag it")

    def link_document(self) -> None:
        """Ask which file is a document of the selected agreement."""
        self._begin("document", "link a document to it")

    def write_note(self) -> None:
        """Go to the notes of the selected agreement."""
        self._begin("note", "write a note on it")

    def _begin(self, verb: str, words: str) -> None:
        """Open a verb's panel on the page of the selected agreement."""
        from tracker.ui.agreement.page import AgreementPage
        from tracker.ui.partnership.page import PartnershipPage

        shown = self._window.current_page()
        if verb == "notice" and isinstance(shown, PartnershipPage):
            shown.verbs.show_panel(verb)
            return
        chosen = shown.selected_agreement()
        if chosen is None:
            self._window.say(f"Select an agreement first, then {words}.", Tone.NOTE)
            return
        if not isinstance(shown, AgreementPage):  # there, the keyboard stays at the field that it is in
            self._window.go(Place("agreement", chosen))
        page = self._window.current_page()
        if isinstance(page, AgreementPage):
            page.begin(verb)

    def what_if(self) -> None:
        """Show what would follow from a notice or an option of the selected agreement."""
        chosen = self._window.current_page().selected_agreement()
        if chosen is None:
            self._window.say("Select an agreement first, then ask what if.", Tone.NOTE)
            return
        self._window.go(Place("dates", chosen))

    def work_out_dates(self) -> None:
        """Open the calculator of terms, options and notices."""
        self._window.go(Place("dates"))

    # Reminders

    def show_reminders(self) -> None:
        """Show the reminder window, with the keyboard."""
        self._window.reminders_wanted.emit()

    def try_reminder(self) -> None:
        """Let a made-up reminder come up, as a real one would."""
        self._window.reminder_tried.emit()

    def all_reminders(self) -> None:
        """Show every reminder of the next 24 months."""
        self._window.go(Place("reminders"))

    def reminder_rules(self) -> None:
        """Show when which kind of date comes up, to change that."""
        self._window.go(Place("rules"))

    def weekly_digest(self) -> None:
        """Show what is due this week, to print or to paste into a mail."""
        self._window.go(Place("digest"))

    # Help

    def help_here(self) -> None:
        """Open the help on the page that is shown; the same key closes it."""
        panel = self._window.help
        if panel.isVisible():
            panel.close_help()
        else:
            panel.open_for(self._window.current_page().place.page)

    def help_contents(self) -> None:
        """Open the list of all pages of help."""
        from tracker.ui.help.pages import FIRST

        self._window.help.open_for(FIRST)

    def help_keyboard(self) -> None:
        """Open the page of help that lists every key."""
        self._window.help.open_for("keyboard")

    def about(self) -> None:
        """Say what this is, which version, and that it gives no legal advice."""
        from PySide6.QtWidgets import QMessageBox

        box = QMessageBox(self._window)
        box.setWindowTitle("About Tracker")
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setIconPixmap(self._window.windowIcon().pixmap(64, 64))
        box.setText(f"Tracker {__version__}")
        box.setInformativeText(
            "A register of a council’s contracts and partnerships that reminds you before a date is lost.\n\n"
            "Dates are computed from what was recorded, and show their workings. They are not legal advice: "
            "the words of the agreement win."
        )
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.open()
