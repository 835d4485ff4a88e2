"""A sheet of XlsxWriter's whose rows come as ready XML, a piece at a time.

XlsxWriter does what is hard to get right for Excel (tables, filters, styles, print set-up);
only the cells are ours, for its own way of writing them takes four times as long.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from xlsxwriter.utility import xl_range  # type: ignore[import-untyped]
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]


class StreamedSheet(Worksheet):  # type: ignore[misc]
    """A worksheet whose header is written in the library's own way and whose rows are streamed."""

    chunks: Iterable[str] = ()
    top = 0

    def extend(self, rows: int, columns: int, chunks: Iterable[str], top: int = 0) -> None:
        """Say how far the table goes, header included, and where its rows come from.

        `top` is the index of the header's row; what stands above it is written by the library.
        """
        self.top = top
        self.dim_rowmin, self.dim_rowmax = 0, top + rows - 1
        self.dim_colmin, self.dim_colmax = 0, columns - 1
        self.chunks = chunks

    # WORKAROUND: add_table notes every cell of the table, to find tables that overlap; with
    # 100,000 rows that takes 250 MB and a second. So it is told of two rows, and the rest said after.
    def add_long_table(self, rows: int, columns: int, options: Mapping[str, Any], top: int = 0) -> None:
        """A table from the first cell of row `top` with so many rows, header included (two at least)."""
        self.add_table(top, 0, top + 1, columns - 1, dict(options))
        reach = xl_range(top, 0, top + rows - 1, columns - 1)
        self.tables[-1].update({"range": reach, "a_range": reach})
        if options.get("autofilter", True):
            self.tables[-1]["autofilter"] = reach

    # WORKAROUND: there is no public way to hand over rows as XML. The name is XlsxWriter's own
    # and has been the same since 2013; a test compares every cell with what other readers see.
    def _write_rows(self) -> None:
        last, self.dim_rowmax = self.dim_rowmax, self.top
        super()._write_rows()
        self.dim_rowmax = last
        try:
            for chunk in self.chunks:
                self.fh.write(chunk)
        except BaseException:
            self.fh.close()  # nobody else would
            raise
