"""Every verb on an agreement by its key, as `page.begin` and the Record menu name it."""

from __future__ import annotations

from collections.abc import Callable

from tracker.ui.agreement.verbs.citing import CitePanel
from tracker.ui.agreement.verbs.deed import DeedPanel
from tracker.ui.agreement.verbs.ending import NoticePanel, TerminatePanel
from tracker.ui.agreement.verbs.extending import ExtendPanel
from tracker.ui.agreement.verbs.following import RenewPanel, SupersedePanel
from tracker.ui.agreement.verbs.joining import PartyPanel
from tracker.ui.agreement.verbs.varying import VaryPanel
from tracker.ui.bridge import Bridge

VERBS: dict[str, Callable[[Bridge], DeedPanel]] = {
    "extend": ExtendPanel,
    "notice": NoticePanel,
    "renew": RenewPanel,
    "vary": VaryPanel,
    "supersede": SupersedePanel,
    "terminate": TerminatePanel,
    "cite": CitePanel,
    "party": PartyPanel,
}
