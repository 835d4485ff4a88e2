"""The tables of a register: one text of SQL a version, oldest first.

Conventions: an `id` is never reused; `uid` is the name by which other files know a record.
Days are ISO text, both ends of a span inclusive; `d is date(d, '+0 days')` is what refuses
30 February. A date as people know it (`When`) takes five columns. Money is whole minor
units and a currency. A period is its code ("31m", "28cd"). A yes or no is 1 or 0, and null
where nobody knows.

What was released is never changed, only followed by another text. One that adds tables or
indexes alone raises the minor part of the version; any other raises the major.
"""

from __future__ import annotations

from typing import Final

# The shorthand below is part of every migration that uses it: never change what it makes.


def _day(name: str, *, required: bool = False) -> str:
    missing = " not null" if required else ""
    return f'"{name}" text{missing} check ("{name}" is null or "{name}" is date("{name}", \'+0 days\'))'


def _flag(name: str) -> str:
    return f'"{name}" integer not null check ("{name}" in (0, 1))'


def _maybe(name: str) -> str:
    return f'"{name}" integer check ("{name}" in (0, 1))'


def _when(name: str) -> str:
    return f"""{_day(f"{name}_earliest")},
  {_day(f"{name}_latest")},
  "{name}_precision" text
    check ("{name}_precision" is not null or coalesce("{name}_earliest", "{name}_latest") is null),
  "{name}_as_written" text check (("{name}_as_written" is null) = ("{name}_precision" is null)),
  "{name}_inferred" integer check ("{name}_inferred" in (0, 1))
    check (("{name}_inferred" is null) = ("{name}_precision" is null))"""


def _money(name: str) -> str:
    return f""""{name}" integer,
  "{name}_currency" text check (("{name}" is null) = ("{name}_currency" is null))"""


_KEY: Final = """id integer primary key autoincrement,
  uid text not null unique"""

_ORGANISATIONS: Final = f"""
create table organisation (
  {_KEY},
  name text not null,
  kind text not null,
  council_type text not null,
  region text not null,
  gss text not null,
  company_number text not null,
  charity_number text not null,
  contact text not null,
  notes text not null,
  {_flag("fictional")}
) strict;
create index organisation_by_name on organisation (name collate nocase);

create table organisation_name (
  {_KEY},
  organisation_id integer not null references organisation (id),
  name text not null,
  kind text not null,
  {_when("used_from")},
  {_when("used_to")}
) strict;
create index organisation_name_of on organisation_name (organisation_id);

create table succession (
  {_KEY},
  from_organisation_id integer not null references organisation (id),
  to_organisation_id integer not null references organisation (id),
  {_day("effective_on", required=True)},
  kind text not null,
  scope text not null
) strict;
create index succession_from on succession (from_organisation_id);
create index succession_to on succession (to_organisation_id);
"""

_AGREEMENTS: Final = f"""
create table arrangement (
  {_KEY},
  reference text not null,
  title text not null,
  category text not null,
  description text not null,
  delivery_model text not null,
  governance text not null,
  our_role text not null,
  {_when("started")},
  {_when("ended")},
  notes text not null,
  {_flag("fictional")}
) strict;

create table agreement (
  {_KEY},
  reference text not null,
  parent_reference text not null,
  type text not null,
  title text not null,
  description text not null,
  arrangement_id integer references arrangement (id),
  {_maybe("binding")},
  signature text not null,
  {_when("signed")},
  {_when("starts")},
  initial_term text,
  {_when("ends")},
  end_kind text not null,
  roll text,
  roll_limit integer,
  term_limit text,
  {_day("maximum_end")},
  extensions_text text not null,
  notice_text text not null,
  {_when("next_review")},
  review_every text,
  {_day("review_from")},
  lead text,
  tier text not null,
  regime text not null,
  {_maybe("light_touch")},
  {_money("value")},
  {_money("value_low")},
  {_money("value_high")},
  {_money("annual_value")},
  value_text text not null,
  {_money("irrecoverable_vat")},
  department text not null,
  owner text not null,
  contact text not null,
  category text not null,
  cpv text not null,
  procurement_route text not null,
  {_maybe("sme")},
  {_maybe("vcse")},
  {_day("in_use_on")},
  {_day("confirmed_on")},
  documents text not null,
  notes text not null,
  {_flag("fictional")}
) strict;
create index agreement_by_reference on agreement (nullif(reference, '') collate nocase);
create index agreement_by_title on agreement (nullif(title, '') collate nocase);
create index agreement_by_department on agreement (nullif(department, '') collate nocase);
create index agreement_by_owner on agreement (nullif(owner, '') collate nocase);
create index agreement_by_value on agreement (value);
create index agreement_of_arrangement on agreement (arrangement_id) where arrangement_id is not null;

create table party (
  {_KEY},
  agreement_id integer not null references agreement (id),
  organisation_id integer not null references organisation (id),
  role text not null,
  as_written text not null
) strict;
create index party_of on party (agreement_id);
create index party_who on party (organisation_id);

create table extension_option (
  {_KEY},
  agreement_id integer not null references agreement (id),
  number integer not null,
  length text,
  {_flag("up_to")},
  {_day("until")},
  exercised_by text not null,
  {_maybe("consent")},
  notice_least text,
  notice_most text,
  form text not null,
  {_maybe("remainder_usable")},
  text text not null
) strict;
create index extension_option_of on extension_option (agreement_id);

create table notice_clause (
  {_KEY},
  agreement_id integer not null references agreement (id),
  kind text not null,
  length text,
  form text not null,
  "by" text not null,
  expires_on text not null,
  {_day("locked_until")},
  {_day("break_on")},
  service_days integer not null,
  {_day("applies_from")},
  {_day("applies_to")},
  text text not null
) strict;
create index notice_clause_of on notice_clause (agreement_id);

create table event (
  {_KEY},
  agreement_id integer references agreement (id),
  arrangement_id integer references arrangement (id),
  kind text not null,
  {_when("on")},
  {_when("decided_on")},
  {_when("new_end")},
  length text,
  option integer,
  {_flag("count_unknown")},
  organisation_id integer references organisation (id),
  detail text not null,
  text text not null,
  source_id integer references source (id),
  check (on_precision is not null)
) strict;
create index event_of on event (agreement_id);
create index event_of_arrangement on event (arrangement_id) where arrangement_id is not null;
create index event_who on event (organisation_id) where organisation_id is not null;

create table membership (
  {_KEY},
  arrangement_id integer not null references arrangement (id),
  organisation_id integer not null references organisation (id),
  role text not null,
  {_when("joined")},
  {_when("left")},
  basis text not null,
  known text not null,
  agreement_id integer references agreement (id),
  source_id integer references source (id),
  notes text not null
) strict;
create index membership_of on membership (arrangement_id);
create index membership_who on membership (organisation_id);
create index membership_under on membership (agreement_id) where agreement_id is not null;
"""

_SOURCES: Final = f"""
create table source (
  {_KEY},
  reference text not null,
  title text not null,
  kind text not null,
  publisher text not null,
  {_flag("publisher_inferred")},
  author text not null,
  {_when("published")},
  latest_mention text not null,
  location text not null,
  fingerprint text not null,
  derived_from_id integer references source (id),
  {_flag("outside")},
  notes text not null,
  {_flag("fictional")}
) strict;

create table citation (
  {_KEY},
  record_kind text not null,
  record_id integer not null,
  field text not null,
  source_id integer not null references source (id),
  locator text not null,
  quote text not null,
  {_flag("inferred")},
  note text not null
) strict;
create index citation_of on citation (record_id, record_kind);
create index citation_from on citation (source_id);

create table document (
  {_KEY},
  record_kind text not null,
  record_id integer not null,
  title text not null,
  kind text not null,
  location text not null,
  {_when("dated")},
  fingerprint text not null,
  notes text not null
) strict;
create index document_of on document (record_id, record_kind);

create table relation (
  {_KEY},
  record_kind text not null,
  from_id integer not null,
  to_id integer not null,
  kind text not null,
  standing text not null,
  {_when("effective_on")},
  scope text not null,
  source_id integer references source (id),
  locator text not null,
  note text not null
) strict;
create index relation_from on relation (from_id, record_kind);
create index relation_to on relation (to_id, record_kind);

create table conflict (
  {_KEY},
  reference text not null,
  subject text not null,
  arrangement_id integer references arrangement (id),
  record_kind text not null,
  record_id integer,
  field text not null,
  note text not null,
  state text not null,
  chosen integer,
  reason text not null,
  settled_by text not null,
  {_day("settled_on")},
  {_flag("fictional")}
) strict;
create index conflict_in on conflict (arrangement_id);

create table reading (
  {_KEY},
  conflict_id integer not null references conflict (id),
  number integer not null,
  text text not null,
  source_id integer references source (id),
  locator text not null,
  record_kind text not null,
  record_id integer,
  field text not null,
  {_flag("outside")}
) strict;
create index reading_of on reading (conflict_id);

create table person (
  {_KEY},
  name text not null,
  post text not null,
  organisation_id integer references organisation (id),
  {_flag("organisation_inferred")},
  arrangement_id integer references arrangement (id),
  source_id integer references source (id),
  locator text not null,
  note text not null
) strict;

create table statistic (
  {_KEY},
  reference text not null,
  body text not null,
  subject text not null,
  figure text not null,
  unit text not null,
  {_flag("change")},
  {_when("period")},
  period_text text not null,
  region text not null,
  category text not null,
  {_flag("computed")},
  quote text not null,
  source_id integer references source (id),
  locator text not null,
  note text not null
) strict;
"""

_CLAIMS: Final = f"""
create table savings_claim (
  {_KEY},
  reference text not null,
  arrangement_id integer references arrangement (id),
  agreement_id integer references agreement (id),
  source_id integer references source (id),
  locator text not null,
  quote text not null,
  claimant text not null,
  claimant_id integer references organisation (id),
  for_whom text not null,
  measure text not null,
  {_money("low")},
  {_money("high")},
  percent text not null,
  percent_of text not null,
  bound text not null,
  basis text not null,
  nature text not null,
  period_text text not null,
  period_length text,
  {_when("starts")},
  {_when("ends")},
  further_to text not null,
  {_money("interpreted")},
  interpretation text not null,
  derived_from_id integer references savings_claim (id),
  note text not null,
  {_flag("fictional")}
) strict;
create index savings_claim_in on savings_claim (arrangement_id);
create index savings_claim_under on savings_claim (agreement_id) where agreement_id is not null;

create table claim_beneficiary (
  {_KEY},
  claim_id integer not null references savings_claim (id),
  organisation_id integer not null references organisation (id),
  {_flag("implied")}
) strict;
create index claim_beneficiary_of on claim_beneficiary (claim_id);
create index claim_beneficiary_who on claim_beneficiary (organisation_id);
"""

_SERVICES: Final = f"""
create table scope_item (
  {_KEY},
  arrangement_id integer not null references arrangement (id),
  organisation_id integer references organisation (id),
  text text not null,
  stage text not null,
  {_when("starts")},
  {_when("ends")},
  source_id integer references source (id),
  locator text not null,
  note text not null
) strict;
create index scope_item_in on scope_item (arrangement_id);

create table service_level (
  {_KEY},
  arrangement_id integer references arrangement (id),
  agreement_id integer references agreement (id),
  metric text not null,
  comparator text not null,
  target text not null,
  unit text not null,
  kind text not null,
  measured_by text not null,
  quote text not null,
  source_id integer references source (id),
  locator text not null,
  note text not null
) strict;
create index service_level_in on service_level (arrangement_id);
create index service_level_under on service_level (agreement_id);

create table measurement (
  {_KEY},
  service_level_id integer not null references service_level (id),
  {_when("period")},
  figure text not null,
  {_maybe("met")},
  source_id integer references source (id),
  note text not null,
  check (period_precision is not null)
) strict;
create index measurement_of on measurement (service_level_id);

create table staff_transfer (
  {_KEY},
  arrangement_id integer not null references arrangement (id),
  from_organisation_id integer references organisation (id),
  to_organisation_id integer references organisation (id),
  to_text text not null,
  mechanism text not null,
  number integer,
  {_when("on")},
  quote text not null,
  source_id integer references source (id),
  locator text not null,
  note text not null
) strict;
create index staff_transfer_in on staff_transfer (arrangement_id);

create table option_considered (
  {_KEY},
  arrangement_id integer not null references arrangement (id),
  proposal text not null,
  proposed_by_id integer references organisation (id),
  assessed_by_id integer references organisation (id),
  rating text not null,
  reason text not null,
  outcome text not null,
  {_when("on")},
  source_id integer references source (id),
  locator text not null
) strict;
create index option_considered_in on option_considered (arrangement_id);

create table risk (
  {_KEY},
  arrangement_id integer not null references arrangement (id),
  organisation_id integer references organisation (id),
  text text not null,
  owner text not null,
  state text not null,
  {_day("review_on")},
  source_id integer references source (id),
  locator text not null
) strict;
create index risk_in on risk (arrangement_id);

create table cost_share (
  {_KEY},
  arrangement_id integer not null references arrangement (id),
  organisation_id integer not null references organisation (id),
  formula text not null,
  quantity integer,
  {_money("amount")},
  {_day("starts", required=True)},
  {_day("ends")},
  source_id integer references source (id),
  note text not null
) strict;
create index cost_share_in on cost_share (arrangement_id);
"""

_ANSWERS: Final = f"""
create table answer (
  {_KEY},
  agreement_uid text not null,
  kind text not null,
  {_day("date", required=True)},
  user text not null,
  action text not null,
  stage integer,
  until text,
  reason text not null,
  at text not null
) strict;
create index answer_to on answer (agreement_uid, kind, date);
"""

_HISTORY: Final = """
-- One row for each thing that a person did. Nothing here is ever changed or removed.
-- kind is 'do', or 'undo' or 'redo' of the operation in target; chain.py says what hash is.
create table operation (
  id integer primary key autoincrement,
  at text not null,
  "by" text not null,
  name text not null,
  kind text not null check (kind in ('do', 'undo', 'redo')),
  target integer references operation (id) check ((target is null) = (kind = 'do')),
  undoable integer not null check (undoable in (0, 1)),
  prev_hash text,
  hash text
) strict;
create index operation_on on operation (target) where target is not null;

-- One row for each record touched: old and new hold the columns that changed, as JSON;
-- a record removed leaves all its columns in old, blank ones apart; one added needs neither.
create table change (
  id integer primary key autoincrement,
  operation_id integer not null references operation (id),
  record_table text not null,
  record_id integer not null,
  kind text not null check (kind in ('added', 'changed', 'removed')),
  old text,
  new text,
  check ((old is null) = (kind = 'added') and (new is null) = (kind <> 'changed'))
) strict;
create index change_in on change (operation_id);
create index change_of on change (record_table, record_id);
"""

_DERIVED: Final = f"""
-- What follows from the records: computed again whenever they change, and not in the history.
-- Every agreement has its row in standing and in party_names.
create table standing (
  agreement_id integer primary key references agreement (id),
  status text not null,
  {_day("initial_end")},
  {_day("current_end")},
  {_day("maximum_end")},
  {_day("changes_on")},
  {_day("reckoned_on", required=True)},
  next_kind text,
  next_title text,
  {_day("next_date")},
  {_day("next_act_by")},
  {_day("next_missed_after")},
  next_workings text
) strict;
create index standing_by_status on standing (status);
create index standing_by_current_end on standing (current_end);
create index standing_by_maximum_end on standing (maximum_end);
create index standing_by_next on standing (next_act_by);
create index standing_by_changes on standing (changes_on);
create index standing_by_missed on standing (next_missed_after);
create index standing_by_reckoned on standing (reckoned_on);

create table deadline (
  id integer primary key,
  agreement_id integer not null references agreement (id),
  kind text not null,
  title text not null,
  {_day("date", required=True)},
  {_day("act_by", required=True)},
  {_day("missed_after", required=True)},
  {_day("earliest")},
  {_day("latest")},
  party text not null,
  {_flag("asks")},
  {_flag("settled")},
  workings text not null
) strict;
create index deadline_of on deadline (agreement_id);
create index deadline_by_date on deadline (date);
create index deadline_by_act on deadline (act_by);

create table party_names (
  agreement_id integer primary key references agreement (id),
  supplier text not null,
  buyer text not null
) strict;
create index party_names_by_supplier on party_names (nullif(supplier, '') collate nocase);
create index party_names_by_buyer on party_names (nullif(buyer, '') collate nocase);

create virtual table search using fts5 (words, tokenize = 'unicode61 remove_diacritics 2');
"""

_LISTS: Final = f"""
create table tag (
  {_KEY},
  agreement_id integer not null references agreement (id),
  name text not null
) strict;
create index tag_of on tag (agreement_id);
create index tag_by_name on tag (name collate nocase);

-- What lists are sorted and narrowed by besides, and what they add up.
create index agreement_by_type on agreement (type);
create index agreement_by_category on agreement (nullif(category, '') collate nocase);
create index agreement_by_starts on agreement (coalesce(starts_earliest, starts_latest));
create index agreement_by_ends on agreement (coalesce(ends_earliest, ends_latest));
create index agreement_by_annual_value on agreement (annual_value);
create index agreement_amounts on agreement (id, value, value_currency, annual_value, annual_value_currency);
create index agreement_made_up on agreement (id) where fictional = 1;
create index standing_by_next_kind on standing (next_kind);
create index party_in on party (organisation_id, agreement_id);
"""

_RUNS: Final = """
-- One line for a run of records that were added: record_id to last_id, both inclusive (runs.py).
alter table change add column last_id integer check (last_id is null or last_id > record_id and kind = 'added');
create index change_runs on change (record_table, last_id) where last_id is not null;

drop index party_who; -- party_in begins with the same column
"""

_MEMBERS: Final = """
-- Lists name those who share an agreement where nobody supplies and nobody hosts (words.py).
update party_names set supplier = (
  select group_concat(name, '; ') from (
    select o.name from party p join organisation o on o.id = p.organisation_id
    where p.agreement_id = party_names.agreement_id and p.role = 'member' order by p.id
  )
)
where supplier = '' and agreement_id in (select agreement_id from party where role = 'member');
"""

MIGRATIONS: Final[tuple[tuple[int, str], ...]] = (
    (
        1 << 16 | 0,
        _ORGANISATIONS + _AGREEMENTS + _SOURCES + _CLAIMS + _SERVICES + _ANSWERS + _HISTORY + _DERIVED,
    ),
    (1 << 16 | 1, _LISTS),
    (2 << 16 | 0, _RUNS),
    (2 << 16 | 1, _MEMBERS),
)
"""(version reached, SQL), oldest first."""
