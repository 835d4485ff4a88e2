"""An agreement as recorded: its parties, term, options, notice clauses and dated events.

What its end is on a day is not stored here; `terms/term.py` replays it from these facts.
Children carry `agreement_id`; 0 means "not stored yet", and `uid` "" likewise.
Fields that may be unknown are None; None never means zero or no.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tracker.domain.dates import Period, When
from tracker.domain.money import Money
from tracker.domain.status import Status as Status


class AgreementType(StrEnum):
    """The kinds of agreement that councils make (domain reference §1.1)."""

    CONTRACT = "contract"
    FRAMEWORK = "framework"
    CALL_OFF = "call-off"
    INTER_AUTHORITY = "inter-authority agreement"
    JOINT_COMMITTEE = "joint committee agreement"
    DELEGATION = "delegation agreement"
    STAFF = "s.113 agreement"
    MEMORANDUM = "memorandum of understanding"
    HEADS_OF_TERMS = "heads of terms"
    LETTER = "exchange of letters"
    SIDE_LETTER = "side letter"
    ADHERENCE = "deed of adherence"
    SERVICE_LEVEL = "service level agreement"
    GRANT = "grant agreement"
    OTHER = "other"
    UNKNOWN = "unknown"


class SignatureState(StrEnum):
    """How far signature has got."""

    SIGNED = "signed"
    UNSIGNED_DRAFT = "unsigned draft"
    IN_NEGOTIATION = "in negotiation"
    NOT_RECORDED = "not recorded"
    NONE_EXISTS = "none exists"


class EndKind(StrEnum):
    """How the agreement comes to its end."""

    FIXED = "fixed"
    ROLLING = "rolling"
    OPEN_ENDED = "open-ended"
    UNTIL_REPLACED = "until replaced"
    ONE_OFF = "one-off"
    UNKNOWN = "unknown"


class Regime(StrEnum):
    """The procurement law that governs it; the 2023 Act's notices only under the first."""

    PA2023 = "PA2023"
    PCR2015 = "PCR2015"
    PCR2006 = "PCR2006"
    EXEMPT = "exempt"
    BELOW_THRESHOLD = "below threshold"
    LIGHT_TOUCH = "light touch"
    NONE = "none"
    UNKNOWN = "unknown"


class PartyRole(StrEnum):
    """What a party does under an agreement."""

    BUYER = "buyer"
    LEAD_BUYER = "lead buyer"
    SUPPLIER = "supplier"
    HOST = "host"
    RECIPIENT = "recipient"
    MEMBER = "member"
    EMPLOYER = "employer"
    OTHER = "other"


class Side(StrEnum):
    """Who may exercise an option or give a notice."""

    US = "us"
    THEM = "them"
    EITHER = "either"
    BOTH = "both together"
    UNKNOWN = "not recorded"


class NoticeKind(StrEnum):
    """What a notice clause is for."""

    TERMINATION = "termination"
    BREAK = "break"
    NON_RENEWAL = "non-renewal"
    WITHDRAWAL = "withdrawal"
    OPTION = "option"


class ClauseForm(StrEnum):
    """Which way a notice clause counts.

    FORWARD: "not less than N months' notice" (from the giving).
    BACKWARD: "no later than N months before the end" (from the end).
    """

    FORWARD = "forward"
    BACKWARD = "backward"
    UNKNOWN = "not recorded"


class EventKind(StrEnum):
    """What happened, or was agreed to happen, to an agreement."""

    SIGNED = "signed"
    COMMENCED = "commenced"
    EXTENDED = "extended"
    VARIED = "varied"
    RENEWED = "renewed"
    NOTICE_GIVEN = "notice given"
    NOTICE_RECEIVED = "notice received"
    NOTICE_WITHDRAWN = "notice withdrawn"
    TERMINATED = "terminated"
    SUPERSEDED = "superseded"
    NOVATED = "novated"
    ASSIGNED = "assigned"
    STILL_IN_USE = "still in use"
    CLOSED = "closed"
    ABANDONED = "abandoned"
    WAIVER = "waiver"
    REVIEWED = "reviewed"
    JOINED = "joined"
    LEFT = "left"
    STAFF_TRANSFERRED = "staff transferred"
    NOTICE_PUBLISHED = "notice published"
    PRICE_REVIEW = "price review"
    DOCUMENT_EXPIRES = "document expires"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """One organisation's part in an agreement; `as_written` keeps the file's own words."""

    id: int = 0
    uid: str = ""
    agreement_id: int = 0
    organisation_id: int = 0
    role: PartyRole
    as_written: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtensionOption:
    """A right to prolong the term, in the order in which options may be taken.

    Attributes:
        number: 1 for the first.
        length: how much longer; None where only `until` or nothing was stated.
        up_to: True where any part of `length` may be taken.
        until: the last day it may run to, where the agreement says a day.
        exercised_by: who may take it.
        consent: True where the other side must agree as well; None not known.
        notice_least: give notice at least this long before the end it extends; None not known.
        notice_most: and no earlier than this; None where no such limit is known.
        form: which way `notice_least` counts.
        remainder_usable: after a part was taken, may the rest be taken later; None not known.
    """

    id: int = 0
    uid: str = ""
    agreement_id: int = 0
    number: int
    length: Period | None = None
    up_to: bool = False
    until: date | None = None
    exercised_by: Side = Side.UNKNOWN
    consent: bool | None = None
    notice_least: Period | None = None
    notice_most: Period | None = None
    form: ClauseForm = ClauseForm.UNKNOWN
    remainder_usable: bool | None = None
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeClause:
    """A right, or a duty, to give notice.

    Attributes:
        length: how long the notice is; None where nobody has looked it up; Period() for none needed.
        by: who may give it.
        expires_on: day of the year on which it may expire, "MM-DD" ("03-31"), or
            "anniversary" of the start, or "" for any day.
        locked_until: last day before which it may not take effect (lock-in), inclusive.
        break_on: for a break clause, the day on which the agreement may be broken.
        service_days: working days allowed for a notice to be deemed served.
        applies_from, applies_to: where a deed changed the clause part-way, inclusive days.
    """

    id: int = 0
    uid: str = ""
    agreement_id: int = 0
    kind: NoticeKind
    length: Period | None = None
    form: ClauseForm = ClauseForm.UNKNOWN
    by: Side = Side.UNKNOWN
    expires_on: str = ""
    locked_until: date | None = None
    break_on: date | None = None
    service_days: int = 0
    applies_from: date | None = None
    applies_to: date | None = None
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something dated that happened to an agreement or an arrangement.

    Attributes:
        on: the day it takes effect (extension: the day it was agreed or signed).
        decided_on: the day it was decided, where that differs.
        new_end: the end it leads to, inclusive, where the document states one.
        length: how much it adds, where the document states that.
        option: the number of the option that it exercises; None for none.
        count_unknown: True for one net event that may stand for several.
        organisation_id: who gave notice, joined, left; None where not about one party.
        detail: a code where the kind needs one, such as "UK7" for a notice published.
        text: the words, for people.
    """

    id: int = 0
    uid: str = ""
    agreement_id: int | None = None
    arrangement_id: int | None = None
    kind: EventKind
    on: When
    decided_on: When | None = None
    new_end: When | None = None
    length: Period | None = None
    option: int | None = None
    count_unknown: bool = False
    organisation_id: int | None = None
    detail: str = ""
    text: str = ""
    source_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """A word that people put on agreements, to find them together again."""

    id: int = 0
    uid: str = ""
    agreement_id: int = 0
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """An agreement with everything that its dates depend on.

    Attributes:
        starts: first day of the term, inclusive.
        initial_term: length of the first term; None where not stated.
        ends: the initial (base) end as the document states it, inclusive; options follow it.
        end_kind: fixed, rolling and so on; an open end has `ends` None.
        roll: length of each rolling period after the initial term.
        roll_limit: how many rolls at the most; None for no stated limit.
        term_limit: "to a maximum of 10 years": the whole term with every option.
        maximum_end: the last day it may ever run to, where the document states it.
        next_review: a review date that was stated; `review_every` the cycle, reckoned
            from `review_from` (the start where that is None).
        lead: how long before the end re-procurement must start; None for the tier's default.
        value, annual_value: as stated, never computed from one another.
        value_low, value_high: where only a range or a bound is stated.
        value_text: the words, where the amount was not a plain figure.
        notice_text, extensions_text: the words of the document or file.
        in_use_on: last day on which it was seen to be used after its end.
        documents: links or paths, one a line.
        fictional: True for the made-up council's records in the sample register.
    """

    id: int = 0
    uid: str = ""
    reference: str = ""
    parent_reference: str = ""
    type: AgreementType = AgreementType.UNKNOWN
    title: str = ""
    description: str = ""
    arrangement_id: int | None = None
    binding: bool | None = None
    signature: SignatureState = SignatureState.NOT_RECORDED
    signed: When | None = None
    starts: When | None = None
    initial_term: Period | None = None
    ends: When | None = None
    end_kind: EndKind = EndKind.UNKNOWN
    roll: Period | None = None
    roll_limit: int | None = None
    term_limit: Period | None = None
    maximum_end: date | None = None
    extensions_text: str = ""
    notice_text: str = ""
    next_review: When | None = None
    review_every: Period | None = None
    review_from: date | None = None
    lead: Period | None = None
    tier: str = ""
    regime: Regime = Regime.UNKNOWN
    light_touch: bool | None = None
    value: Money | None = None
    value_low: Money | None = None
    value_high: Money | None = None
    annual_value: Money | None = None
    value_text: str = ""
    irrecoverable_vat: Money | None = None
    department: str = ""
    owner: str = ""
    contact: str = ""
    category: str = ""
    cpv: str = ""
    procurement_route: str = ""
    sme: bool | None = None
    vcse: bool | None = None
    in_use_on: date | None = None
    confirmed_on: date | None = None
    documents: str = ""
    notes: str = ""
    fictional: bool = False
    parties: tuple[Party, ...] = ()
    options: tuple[ExtensionOption, ...] = ()
    notices: tuple[NoticeClause, ...] = ()
    events: tuple[Event, ...] = ()
    tags: tuple[Tag, ...] = ()
