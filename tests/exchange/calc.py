"""LibreOffice, asked once: what it sees in workbooks, and what it makes of edits."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"

Seen = list[list[object]]


def convert(files: Sequence[Path], kind: str, folder: Path) -> list[Path]:
    """Let one session of LibreOffice open the files and save each as another kind."""
    profile = (folder / "profile").as_uri()
    out = folder / kind
    subprocess.run(
        ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", kind,
         "--outdir", str(out), *map(str, files)],
        check=True, capture_output=True, timeout=110,
    )  # fmt: skip
    return [out / f"{file.stem}.{kind}" for file in files]


def sheets(flat: Path) -> dict[str, Seen]:
    """Sheet -> rows of a flat OpenDocument workbook: dates, numbers and texts told apart."""
    tree = ElementTree.parse(flat)
    return {table.get(f"{TABLE}name", ""): _rows(table) for table in tree.iter(f"{TABLE}table")}


def _rows(table: ElementTree.Element) -> Seen:
    rows: Seen = []
    for line in table.iter(f"{TABLE}table-row"):
        row: list[object] = []
        for cell in line.iter(f"{TABLE}table-cell"):
            assert cell.get(f"{TABLE}formula") is None, "no cell is a formula"
            row += [_value(cell)] * min(int(cell.get(f"{TABLE}number-columns-repeated", "1")), 100)
        while row and row[-1] is None:
            row.pop()
        rows += [row] * min(int(line.get(f"{TABLE}number-rows-repeated", "1")), 3)
    while rows and not rows[-1]:
        rows.pop()
    return rows


def _value(cell: ElementTree.Element) -> object:
    kind = cell.get(f"{OFFICE}value-type")
    if kind == "date":
        return date.fromisoformat(cell.get(f"{OFFICE}date-value", "")[:10])
    if kind in ("float", "currency"):
        return float(cell.get(f"{OFFICE}value", ""))
    if kind == "string":
        return "\n".join("".join(words(line)) for line in cell.findall(f"{TEXT}p"))
    return None


def words(paragraph: ElementTree.Element) -> list[str]:
    """The pieces of a paragraph, its spaces and tabs among them."""
    found = [paragraph.text or ""]
    for child in paragraph:
        if child.tag == f"{TEXT}s":
            found.append(" " * int(child.get(f"{TEXT}c", "1")))
        elif child.tag == f"{TEXT}tab":
            found.append("\t")
        else:
            found += words(child)
        found.append(child.tail or "")
    return found
