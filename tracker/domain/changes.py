"""What an operation touched: said once, by the store, to whoever is looking."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Changes:
    """The records that one operation added, changed or removed.

    Attributes:
        operation: the operation's id in the history; 0 where another program wrote.
        name: what the person did, as Undo will name it ("Extend 'Street lighting'").
        records: table name -> ids touched in it.
    """

    operation: int
    name: str
    records: dict[str, frozenset[int]] = field(default_factory=dict)

    def touches(self, table: str) -> frozenset[int]:
        """Ids touched in that table; empty where there are none."""
        return self.records.get(table, frozenset())
