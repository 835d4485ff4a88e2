"""Reports on paper and as PDF: one way of laying them out, whatever takes the pages."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QRectF, QSizeF, Qt, QUrl
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QFont,
    QImage,
    QPagedPaintDevice,
    QPageLayout,
    QPageSize,
    QPainter,
    QPalette,
    QPdfWriter,
    QTextDocument,
)

from tracker.app.outgoing.reporting import Chart, Report, html, made_words

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrintDialog
    from PySide6.QtWidgets import QWidget

_MARGIN = 16.0
"""Millimetres of white around a page."""

_POINTS = 72.0
_BAND = 24.0
"""Points for the line over the text and the one under it."""

_SHARP = 3
"""Pixels of a chart for each of its own, so that it is sharp on paper."""


def ask_to_print(parent: QWidget, report: Report) -> QPrintDialog:
    """Ask on which printer, or into which PDF file, and print the report there."""
    # Nobody who does not print waits for the printing library.
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(report.title)
    dialog = QPrintDialog(printer, parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setWindowModality(Qt.WindowModality.WindowModal)
    dialog.accepted.connect(lambda: print_on(printer, report))
    dialog.show()
    return dialog


def pdf(report: Report) -> bytes:
    """The report as a PDF file of A4 pages."""
    held = QByteArray()
    buffer = QBuffer(held)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(report.title)
    writer.setCreator("Tracker")
    writer.setResolution(300)
    print_on(writer, report)
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


def print_on(device: QPagedPaintDevice, report: Report) -> int:
    """Draw the report on a printer or a PDF, dark on white; returns the number of pages."""
    device.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    margins = QMarginsF(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
    device.setPageMargins(margins, QPageLayout.Unit.Millimeter)
    page = device.pageLayout().paintRect(QPageLayout.Unit.Point).size()
    room = QSizeF(page.width(), page.height() - 2 * _BAND)
    document = _document(report, room)
    painter = QPainter(device)
    scale = device.logicalDpiX() / _POINTS
    painter.scale(scale, scale)
    count = document.pageCount()
    for number in range(count):
        if number:
            device.newPage()
        _page(painter, document, report, number, count, room)
    painter.end()
    return count


def _document(report: Report, room: QSizeF) -> QTextDocument:
    document = QTextDocument()
    document.setDocumentMargin(0)
    document.setDefaultFont(_font(9))
    pictures: list[Chart] = []

    def place(chart: Chart) -> str:
        pictures.append(chart)
        width = min(room.width(), chart.width * 0.7)
        return f'<img src="chart:{len(pictures)}" width="{width:.0f}" height="{width * chart.height / chart.width:.0f}">'

    words = html(report, place)
    for number, chart in enumerate(pictures, start=1):
        document.addResource(
            QTextDocument.ResourceType.ImageResource.value, QUrl(f"chart:{number}"), _picture(chart)
        )
    document.setDefaultStyleSheet(_SHEET)
    # The styles of the file for browsers are left out, and Qt knows a table's width from its attribute alone.
    plain = re.sub(r"<style>.*?</style>", "", words, flags=re.DOTALL)
    document.setHtml(plain.replace("<table", '<table width="100%" cellspacing="0" cellpadding="3"'))
    # One unit of the document is a point, on every device.
    document.setPageSize(room)
    return document


def _picture(chart: Chart) -> QImage:
    from PySide6.QtSvg import QSvgRenderer

    image = QImage(chart.width * _SHARP, chart.height * _SHARP, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    QSvgRenderer(QByteArray(chart.svg.encode())).render(painter)
    painter.end()
    return image


def _page(
    painter: QPainter, document: QTextDocument, report: Report, number: int, count: int, room: QSizeF
) -> None:
    """One page: what the report is above, its part of the text, when it was made and the page below."""
    painter.setFont(_font(8))
    painter.setPen(Qt.GlobalColor.black)
    head = QRectF(0, 0, room.width(), _BAND)
    foot = QRectF(0, room.height() + _BAND, room.width(), _BAND)
    left, right = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight
    painter.drawText(head, left | Qt.AlignmentFlag.AlignTop, report.title[:90])
    painter.drawText(head, right | Qt.AlignmentFlag.AlignTop, report.subtitle[:50])
    painter.drawText(foot, left | Qt.AlignmentFlag.AlignBottom, made_words(report))
    painter.drawText(foot, right | Qt.AlignmentFlag.AlignBottom, f"Page {number + 1} of {count}")
    painter.save()
    painter.translate(0, _BAND - number * room.height())
    context = QAbstractTextDocumentLayout.PaintContext()
    context.clip = QRectF(0, number * room.height(), room.width(), room.height())
    context.palette.setColor(QPalette.ColorRole.Text, Qt.GlobalColor.black)
    painter.setClipRect(context.clip)
    document.documentLayout().draw(painter, context)
    painter.restore()


def _font(size: int) -> QFont:
    """The reports' font; the size is in units of the page, which are points, whatever the device."""
    font = QFont("Arial")
    font.setPixelSize(size)
    return font


_SHEET = (
    "h1 { font-size: 17px; } h2 { font-size: 12px; margin-top: 14px; } small { font-size: 7px; } "
    "th { text-align: left; background-color: #e9ecef; }"
)
