"""Reports on paper and as PDF: one way of laying them out, whatever takes the pages."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QRectF, QSizeF, Qt
from PySide6.QtGui import QImage, QPagedPaintDevice, QPageLayout, QPageSize, QPainter, QPdfWriter

from tracker.app.outgoing.reporting import Report
from tracker.ui.outgoing.paper import Paper, lay_out, wants_width

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrintDialog
    from PySide6.QtWidgets import QWidget

_MARGIN = 15.0
"""Millimetres of white around a page."""

_POINTS, _INCH = 72.0, 25.4


def page_layout(*, wide: bool) -> QPageLayout:
    """An A4 page, upright or lying, with its margins."""
    lying = QPageLayout.Orientation.Landscape if wide else QPageLayout.Orientation.Portrait
    margins = QMarginsF(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
    return QPageLayout(QPageSize(QPageSize.PageSizeId.A4), lying, margins, QPageLayout.Unit.Millimeter)


def paper_of(report: Report, wide: bool | None = None) -> Paper:
    """The report on A4 pages; lying where `wide` says so, or where None and a table of it wants the width."""
    lying = wants_width(report) if wide is None else wide
    room = page_layout(wide=lying).paintRect(QPageLayout.Unit.Point).size()
    return lay_out(report, room)


def ask_to_print(parent: QWidget, paper: Paper) -> QPrintDialog:
    """Ask on which printer, or into which PDF file, and print there."""
    # Nobody who does not print waits for the printing library.
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(paper.report.title)
    printer.setPageLayout(page_layout(wide=is_wide(paper)))
    dialog = QPrintDialog(printer, parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setWindowModality(Qt.WindowModality.WindowModal)
    dialog.accepted.connect(lambda: print_paper(printer, paper))
    dialog.show()
    return dialog


def is_wide(paper: Paper) -> bool:
    """True where its pages lie."""
    return paper.room.width() > paper.room.height()


def pdf(report: Report) -> bytes:
    """The report as a PDF file of A4 pages."""
    return pdf_of(paper_of(report))


def pdf_of(paper: Paper) -> bytes:
    """A PDF file of pages that are laid out already."""
    held = QByteArray()
    buffer = QBuffer(held)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(paper.report.title)
    writer.setCreator("Tracker")
    writer.setResolution(300)
    writer.setPageLayout(page_layout(wide=is_wide(paper)))
    print_paper(writer, paper)
    buffer.close()
    return bytes(held.data())


def pdf_without_window(report: Report) -> bytes:
    """The same where no window is open, and perhaps no screen is there."""
    from PySide6.QtGui import QGuiApplication

    if QGuiApplication.instance() is None:
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        application = QGuiApplication([])
        try:
            return pdf(report)
        finally:
            application.shutdown()
    return pdf(report)


def print_paper(device: QPagedPaintDevice, paper: Paper) -> None:
    """Draw the pages on a printer or a PDF; pages of another size than A4 take them made smaller or larger."""
    painter = QPainter(device)
    taken = QRectF(painter.viewport())
    scale = min(taken.width() / paper.room.width(), taken.height() / paper.room.height())
    painter.scale(scale, scale)
    for number in range(len(paper.pages)):
        if number:
            device.newPage()
        paper.paint(painter, number)
    painter.end()


def page_size(paper: Paper) -> QSizeF:
    """A page with its margins, in points."""
    margin = _MARGIN / _INCH * _POINTS
    return QSizeF(paper.room.width() + 2 * margin, paper.room.height() + 2 * margin)


def page_image(paper: Paper, number: int, scale: float) -> QImage:
    """One page as a picture of that many pixels for each point, margins and all, white as paper."""
    margin = _MARGIN / _INCH * _POINTS
    image = QImage((page_size(paper) * scale).toSize(), QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
    painter.scale(scale, scale)
    painter.translate(margin, margin)
    paper.paint(painter, number)
    painter.end()
    return image
