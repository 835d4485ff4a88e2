"""Copies of a register that only a passphrase opens, for a stick, a cloud folder or another office.

The file is in the age format (age-encryption.org), which other programs open as well. A register
is held in memory while it is encrypted: about seven times its size.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tracker.app.session import Session
from tracker.domain.errors import TrackerError
from tracker.exchange.safewrite import scratch, write_bytes

ENDING = ".age"
SHORTEST = 12
"""Characters of a passphrase at the least: four short words have more."""


def is_encrypted(path: Path) -> bool:
    """Whether a file says of itself that it is in the age format."""
    try:
        with path.open("rb") as file:
            return file.read(22) == b"age-encryption.org/v1\n"
    except OSError:
        return False


def check_passphrase(passphrase: str) -> None:
    """Raise a TrackerError where a passphrase is too short to protect anything."""
    if len(passphrase.strip()) < SHORTEST:
        raise TrackerError(
            f"The passphrase has {len(passphrase.strip())} characters; it needs {SHORTEST} at the least, "
            "such as four words. Nothing was written."
        )


def encrypted_copy(session: Session, to: Path, passphrase: str) -> Path:
    """Write a sound copy of the register to `to`, which may not be there yet, under the passphrase.

    Nobody can open it without the passphrase, and nothing of that is kept. Working out the key
    takes a second by design.

    Raises:
        RegisterDamaged: the register does not pass the check; nothing was written.
        TrackerError: the passphrase is too short, or the file cannot be written.
    """
    import pyrage

    check_passphrase(passphrase)
    if to.exists():
        raise TrackerError(f"{to.name} is there already. Choose another name; nothing was changed.")
    with scratch() as folder:
        plain = folder / "register"
        session.copy_to(plain)
        data = plain.read_bytes()
    return write_bytes(to, pyrage.passphrase.encrypt(data, passphrase))


@contextmanager
def opened(source: Path, passphrase: str) -> Iterator[Path]:
    """The register in an encrypted copy, as a file of its own that is gone afterwards.

    Raises:
        TrackerError: the passphrase is another one, or the file is not whole.
    """
    import pyrage

    try:
        data = pyrage.passphrase.decrypt(source.read_bytes(), passphrase)
    except OSError as error:
        raise TrackerError(f"{source.name} cannot be read: {error.strerror or error}.") from error
    except pyrage.DecryptError as error:
        raise TrackerError(
            f"{source.name} cannot be opened: the passphrase is another one, or the file is not whole. "
            "Nothing was changed."
        ) from error
    with scratch() as folder:
        plain = folder / source.stem
        plain.write_bytes(data)
        plain.chmod(0o600)
        yield plain
