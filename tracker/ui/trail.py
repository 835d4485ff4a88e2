"""Back and forward: the places that were shown, and where one is among them."""

from __future__ import annotations

from tracker.ui.bridge import Place

_KEPT = 100


class Trail:
    """The places that were visited. Going somewhere new drops what lay ahead."""

    def __init__(self) -> None:
        self._places: list[Place] = []
        self._at = -1

    @property
    def here(self) -> Place | None:
        """Where one is."""
        return self._places[self._at] if self._places else None

    @property
    def can_go_back(self) -> bool:
        """Whether there is a place before this one."""
        return self._at > 0

    @property
    def can_go_forward(self) -> bool:
        """Whether there is a place after this one."""
        return self._at < len(self._places) - 1

    def visit(self, place: Place) -> None:
        """Go to a new place; the same one again counts once."""
        if place == self.here:
            return
        self._places = [*self._places[: self._at + 1], place][-_KEPT:]
        self._at = len(self._places) - 1

    def back(self) -> Place | None:
        """The place before; None at the first."""
        if not self.can_go_back:
            return None
        self._at -= 1
        return self.here

    def forward(self) -> Place | None:
        """The place after; None at the last."""
        if not self.can_go_forward:
            return None
        self._at += 1
        return self.here
