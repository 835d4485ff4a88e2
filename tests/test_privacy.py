"""What nobody may do to an officer by a file, and what never leaves her machine."""

from __future__ import annotations

import ast
import os
import re
import socket
import stat
import sys
import zipfile
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tracker.app import edit
from tracker.app.incoming import importing
from tracker.app.safety import backups, crash
from tracker.app.safety.diagnostics import bundle
from tracker.app.session import Session
from tracker.app.settings import Settings, settings_file
from tracker.domain.errors import TrackerError

TRACKER = Path(__file__).resolve().parents[1] / "tracker"
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def settings_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reads or writes the settings of the person who runs it."""
    monkeypatch.setenv("TRACKER_SETTINGS", str(tmp_path / "settings"))
    monkeypatch.setenv("TRACKER_DATA", str(tmp_path / "data"))


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with Session.create(tmp_path / "register.db", clock=lambda: NOW, user="Jo") as made:
        yield made


def modules() -> list[Path]:
    return sorted(TRACKER.rglob("*.py"))


def mentioning(words: Iterable[str]) -> Iterator[Path]:
    """The modules in which any of those words stands: what is not written there cannot be imported or called."""
    wanted = re.compile("|".join(map(re.escape, words)))
    return (path for path in modules() if wanted.search(path.read_text(encoding="utf-8")))


def called(node: ast.expr) -> str:
    """The name of what is called: "eval", "os.system"; "" for what no plain name leads to."""
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        return f"{node.value.id}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""


def imported(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {name.name.split(".")[0] for name in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
            found.add(
                node.module if node.module.startswith(("PySide6", "urllib")) else node.module.split(".")[0]
            )
    return found


def test_nothing_imports_a_network() -> None:
    network = {
        "socket", "ssl", "http", "ftplib", "smtplib", "imaplib", "poplib", "telnetlib", "xmlrpc", "requests",
        "httpx", "aiohttp", "urllib3", "asyncio", "socketserver", "urllib.request", "PySide6.QtNetwork",
        "PySide6.QtWebEngineWidgets",
    }  # fmt: skip
    words = {name.rpartition(".")[2] for name in network}
    found = {(path.name, name) for path in mentioning(words) for name in imported(path) & network}
    # The name of this machine, for the mark beside a register; nothing is connected to. And a local
    # socket, by which a second start of the program finds the first: a file or pipe of this machine.
    assert found == {("sharing.py", "socket"), ("single.py", "PySide6.QtNetwork")}
    local = ast.parse((TRACKER / "ui" / "single.py").read_text(encoding="utf-8"))
    taken = [
        node
        for node in ast.walk(local)
        if isinstance(node, ast.ImportFrom) and node.module == "PySide6.QtNetwork"
    ]
    assert {name.name for node in taken for name in node.names} == {"QLocalServer", "QLocalSocket"}
    assert "socket.gethostname()" in (TRACKER / "app" / "safety" / "sharing.py").read_text()
    assert (TRACKER / "app" / "safety" / "sharing.py").read_text().count("socket.") == 1


def test_a_day_of_work_connects_to_nothing(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a connection was tried")

    for name in ("connect", "connect_ex", "bind", "sendto"):
        monkeypatch.setattr(socket.socket, name, refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    sheet = tmp_path / "more.csv"
    sheet.write_text(
        "Reference,Title,Supplier,Start date,End date\nR1,Lighting,Brightway,01/04/2024,31/03/2027\n"
    )
    plan = importing.plan_import(importing.read_workbook(sheet), importing.Choices(ends="base"), NOW.date())
    importing.commit(session, plan)
    edit.change(session, 1, {"owner": "Priya Nair"})
    backups.daily(session)
    session.undo()
    assert session.check_integrity() == ()


def test_nothing_runs_what_a_file_says() -> None:
    for path in mentioning(("eval(", "exec(", "compile(", "system", "pickle", "yaml", "shelve", "shell")):
        source = path.read_text(encoding="utf-8")
        calls = {called(node.func) for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)}
        assert not calls & {
            "eval",
            "exec",
            "compile",
            "os.system",
            "pickle.load",
            "pickle.loads",
            "yaml.load",
        }, path
        assert "shell=True" not in source, path
        assert not imported(path) & {"pickle", "shelve", "yaml"}, path


def test_nothing_shows_data_as_markup() -> None:
    """Labels are made by one helper; message boxes say that their text is plain."""
    own = {TRACKER / "ui" / name for name in ("printing.py", "copying.py", "help/panel.py")}
    for path in (TRACKER / "ui").rglob("*.py"):
        source = path.read_text(encoding="utf-8")
        if path.name != "widgets.py":
            assert not re.search(r"(?<![A-Za-z])QLabel\(", source), path.name
        for name in ("setHtml", "RichText", "setMarkdown", "MarkdownText", "insertHtml", "appendHtml"):
            # What is printed or copied is laid out from texts that were escaped; the help is the program's own.
            assert name not in source or path in own, (
                path.name,
                name,
            )
        if re.search(r"QMessageBox\((?!\))", source):
            assert "PlainText" in source, path.name


def test_links_are_opened_only_through_a_list_of_what_is_harmless() -> None:
    """`documents.py` asks that list (`app.documents`); `folder.py` opens the folder of what was just written."""
    opens = {
        path.name
        for path in modules()
        if re.search(r"openUrl|webbrowser|startfile|xdg-open", path.read_text())
    }
    assert opens == {"documents.py", "folder.py"}


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.skipif(os.name == "nt", reason="permissions of this kind are not Windows's")
def test_files_are_their_owners_alone(session: Session) -> None:
    edit.new_agreement(session, {"title": "Street lighting"})
    made = backups.back_up(session, "asked")
    assert made is not None
    Settings(theme="dark").save()
    Settings(theme="light").save()
    files = (session.path, made.path, settings_file(), crash.write_log("nothing"))
    assert [mode(path) for path in files] == [0o600] * 4
    assert mode(made.path.parent) == 0o700
    assert mode(settings_file().parent) == 0o700


def test_a_log_never_holds_what_a_register_does() -> None:
    try:
        try:
            raise ValueError("Street lighting for £500")
        except ValueError:
            raise KeyError("Brightway Ltd")  # noqa: B904 - the context is what is tested
    except KeyError as error:
        text = crash.report(error, NOW)
    assert "builtins.ValueError" in text
    assert "builtins.KeyError" in text
    assert "Street lighting" not in text
    assert "Brightway" not in text
    assert str(Path.home()) + os.sep not in text
    for _ in range(40):
        log = crash.write_log("x" * 20_000)
    assert log.stat().st_size < 600_000


def test_a_diagnostic_bundle_holds_no_data(session: Session, tmp_path: Path) -> None:
    secret = "Zanzibar-Quartz"
    edit.new_agreement(session, {"title": secret, "owner": f"{secret} owner", "notes": f"{secret} notes"})
    settings = Settings(told=[secret], columns={secret: [secret]})
    settings.remember(tmp_path / f"{secret}.db")
    settings.save()
    backups.back_up(session, "asked")
    try:
        raise RuntimeError(secret)
    except RuntimeError as error:
        crash.write_log(crash.report(error, NOW))
    made = bundle(tmp_path / "bundle.zip", session.path, NOW)
    with zipfile.ZipFile(made) as packed:
        texts = {name: packed.read(name).decode() for name in packed.namelist()}
    assert set(texts) == {"versions.txt", "made.txt", "preferences.json", "register.json", "errors.log"}
    assert not [name for name, text in texts.items() if secret in text or str(tmp_path) in text]
    assert '"agreement": 1' in texts["register.json"]
    with pytest.raises(TrackerError, match="is there already"):
        bundle(made, None, NOW)
    bundle(tmp_path / "other.zip", tmp_path / "none.db", NOW)
    assert sys.executable
