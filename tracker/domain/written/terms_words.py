"""The wordings by which people say what a length of time is for, as patterns over tidied text.

Patterns named BEFORE_… look at the words before a length, AFTER_… at those after it.
"""

from __future__ import annotations

import re

from tracker.domain.words import WEEKDAYS, one_of


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns))


# Words that may stand beside a length or a number without changing what it is.
_LESS = (
    r"(?:(?:further|additional|extra|another|more|optional|separate|individual|consecutive|successive|"
    r"possible|potential|final|single|initial|annual|equal|contract|extension|renewal|incremental|"
    r"defined|discretionary) ?)*"
)
_DEAL = r"contract|framework|agreement|call-off|deal|concession|pfi|franchise|tenancy|sla"
_WHOLE = r"(?:term|period|length|duration|life)"
_STEPS = r"(?:periods?|extensions?|options?|terms?|occasions?|times|renewals|increments?|intervals?|blocks?)(?:\(s\))?"
_MOST = r"max(?:imum)?"
_POWER = (
    r"(?:energy|energies|heat\w*|electric\w*|power|gas|fuels?|generation|technolog\w+|sources?|resources?)\b"
)

EXTENDS = _any(
    r"\bexten(?:d(?:s|ed|ing|able)?|sions?(?:\(s\))?)\b",
    rf"\brenew(?:ed|able(?! (?:\w+ )?{_POWER})|s)?\b",
    r"\brenewal (?:option|period|term)s?",
    r"\b(?:possible|optional|potential) renewals?\b|\brenewals?:",
    r"\boption(?:s|al(?:ly)?|\(s\))?\b",
    r"\bprolong\w*",
    r"\b(?:extn?|opt)s?\b",
)
# Words by which a term comes to its longest: without them, how it does is not stated.
LEADS_ON = _any(EXTENDS.pattern, r"\b(?:plus|further|additional|extra|another|with)\b|\+| x ")
# A right to extend that is named, with or without its length.
_RIGHT = r"\b(?:option|right|provision|ability|possibility|opportunity|potential|view|scope)s?"
NAMED = _any(
    rf"{_RIGHT}(?: [\w,'()]+){{0,9}}? (?:to|for|of) (?:\w+ ){{0,3}}(?:exten(?:d|ding|sions?)|renew)\b",
    r"\b(?:possible|optional|potential) (?:\w+ )?extensions?",
    r"\bextendable\b",
    r"\bextension options?\b",
    r"\bextensions? (?:is |are )?(?:available|possible|permitted|allowed|subject to)\b",
    r"(?:\+|\b(?:plus|with)) ?(?:an? |any |the )?(?:\w+ )?(?:extensions?|extn?|options?)(?:\(s\))?\W*$",
    r"\brenewable (?:once|twice|for)\b",
    r"\b(?:can|may|could) be (?:extended|renewed)\W*$",
    r"\b(?:may|can|could|shall be entitled to) (?:then |also |at its discretion )?(?:be )?(?:extend|prolong|renew)(?:ed)?\b",
    r"\b(?:potential|possibility|provision|option|scope)s? (?:for|of) (?:\w+ ){0,2}(?:[a-z]+-)?(?:\w+ )?extensions?\b",
)
# A right to extend that there is not.
NO_RIGHT = re.compile(
    r"\b(?:no|nor|without(?: any| an)?) (?:further |additional |contractual )?"
    r"(?:options?|rights?|provisions?|possibility|scope|extensions?|extn?s?|renewals?)\b"
)
EXERCISED = re.compile(r"\bexercised (?:its|their|the|an?) (?:right|option)")
# Words that make an extension a right, and not something that has happened.
MAY = _any(
    r"\b(?:options?|optional|possib\w+|potential\w*|provision|right|ability|may|might|could|scope)\b",
    r"\b(?:available|reserv\w+|opportunit\w+ (?:to|for|of)|entitled?|view to|discretion|extendable)\b",
    r"\b(?:renewable|subject to|can be|if agreed|plus|unless)\b|\+",
)
# Words of something that has happened to the term, unless an option is named beside them.
MADE = _any(
    r"^(?!.*\b(?:option|possib|potential|provision)).*\b(?:amendment|variation|varied|modification)\b",
    r"\b(?:has|have|had|was|were|having) (?:now |already |subsequently )?(?:been )?(?:extended|renewed)\b",
    r"^(?:now )?extended\b",
    r"^(?:an? |the )?extension (?:of|to) (?:the |an? |our |existing |current )*(?:contract|agreement|framework|lease|service|arrangement)s?\b",
    r"^(?!.*\b(?:option|possib|potential|may|can|could)).*(?<!be )(?<!further )\bextended (?:to|until|till|by|for)\b",
    r"\b(?:extension|option)s? (?:was |were |has been |have been )?(?:granted|agreed|approved|exercised|taken to)\b",
    r"\b(?:extension|option)s?(?: years?| periods?)? (?:now |already |has been |have been )?(?:used|taken|invoked|utilised|enacted)\b",
    r"\b(?:extension|extn?)s? (?:to|until|of|by) #[^#]{0,12}\b(?:agreed|granted|approved|made|taken|used|signed)\b",
    r"\bextended (?:\w+ ){0,2}already\b",
    r"^(?:the )?(?:final|last) (?:option|extension)(?: year| period)? (?:to|until) #",
    r"\bextensions? (?:is |are |now |currently )*in (?:place|force|effect|use|operation)\b",
    r"\b(?:currently|now|still|already) (?:in|on) (?:the |its |an? )?(?:\w+ ){0,2}(?:extension|option)",
    r"(?<!if )\b(?:both|already|first|1st)\b[^.]{0,24}\b(?:used|taken|exercised|extended)\b",
)
# A year of an extension that is running: the words of the sentence as they stand, for "final year" is a length.
RUNNING = re.compile(
    r"\b(?:final|last|first|second|third|current|1st|2nd|3rd) (?:year|month|period)s? of (?:the |its |an? )?(?:\w+ )?"
    r"(?:extension|option)"
    r"|\byear (?:\d|one|two|three) of (?:the |its |an? )?(?:[\w-]+ ){0,2}(?:extension|option)"
    r"|^(?:\w+ and )?(?:final|last) year\W*$"
    r"|\b(?:extension|option) (?:year|period)s? (?:now |already |have been |has been )?(?:used|taken|exercised)\b"
)
# Extensions of something else than a term: of a deadline, a building, a road.
_THINGS = r"(?:deadline|timeline|submission|closing|life|opening|hours|range|building|house)"
_PLACES = (
    r"(?:town hall|house|home|building|school|kitchen|side|rear|loft|roof|garage|church|"
    r"hospital|floor|stor(?:e?y|ies)|wing|porch|library|theatre|station|depot|classrooms?|playground|car park|cemetery|pavilion)"
)
OTHER_EXTENSIONS = _any(
    rf"exten\w+ (?:\w+ ){{0,4}}{_THINGS}",
    rf"\b{_PLACES} (?:\w+ )?(?:extension|renewal)s?\b",
    r"extension (?:is|was) to (?:form|the)",
    r"extended (?:deadline|warrant)",
    r"\b(?:deadline|closing date|submission|tender period)s? (?:\w+ ){0,4}exten\w+",
    r"\boptions? (?:appraisal|paper|study|analysis|report|assessment|review)s?\b",
    rf"^(?:\w+ )?extensions? (?:of|to) (?:the )?(?:\w+ ){{0,3}}{_PLACES}\b",
    r"extensions? (?:of|to) (?:the )?(?:building|house|school|road|pier|cemetery|runway|footpath|line)",
)
PRICES = re.compile(
    r"\b(?:prices?|rates?|fees?|tariffs?|funding)\b[^.]{0,30}\b(?:fixed|held|firm|in place)\b"
)
# Alternatives and conditions that a person must weigh.
DOUBT = _any(
    r"\beither\b(?! (?:side|party)\b)",
    r"\bnot (?:being )?taken\b",
    r"\bbeyond (?:the )?expiry\b",
    r"\bpossibly \d",
    r"\bdepend(?:a|e)nt (?:up)?on (?:the )?(?:category|extension|lot|type)",
    r"\bdepending (?:up)?on (?:the )?(?:category|lot|type)",
    r"\bper extension\b",
    r"^if (?:the |no |any )?(?:options?|extensions?)\b",
)
# Between a number and the length that it counts: "3 further periods of up to", "2 x".
COUNTED = re.compile(
    rf" ?(?:x|\*|@|by)? ?{_LESS},? ?"
    rf"(?:(?:(?:[a-z]+[- ]){{1,2}}(?=(?:periods|extensions|options)\b))?{_STEPS},? ?{_LESS}(?:to (?:further )?extend|to be (?:taken|exercised))?"
    r"(?: (?:the|this) (?:contract|agreement|framework(?: agreement)?|term|period))?(?: annually)?,? ?"
    r"(?:with )?(?:each|both)?,? ?(?:option )?(?:period )?(?:being|lasting)? ?(?:for|of|by|at)?,? ?"
    rf"(?:each of )?(?:up to )?(?:an? )?{_LESS})?"
    r"(?:up to )?(?:a maximum of |no more than )?"
)
UP_TO = _any(
    rf"(?:up ?to|at (?:the )?most|{_MOST}\.?(?: of)?|maximumof|exceeding|not to exceed|(?:no|not) more than|no longer than|any period of|"
    r"aggregate|totall?ing)\W+(?:(?:a|an|another|further|additional|extra|one|the|maximum|of|periods?|or|"
    r"total|combined|single|up|to|extension|optional|possible|for)\W+)*$",
    r"maximum option to extend for an? $",
)
PARTS_OF_IT = re.compile(rf" (?:each |period )?or parts? there| {_MOST} (?:extension|option)")
AFTER_STEP_IN = re.compile(r"^['’]? ?(?:periods?|blocks?|stages?)\b")
# "Extend the 3 year term": the term that there is.
BEFORE_THE_TERM = re.compile(r"\bextend (?:the|this|its|our) (?:initial |original )?$")
AFTER_THE_TERM = re.compile(r"^[- ](?:initial )?(?:term|contract|agreement|period)\b")
BEFORE_STEP_IN = re.compile(r"\bin (?:separate |equal |consecutive |annual )?$")
AFTER_STEP = re.compile(
    r"^[ )]*(?:periods? )?(?:increments?|intervals?|instal?ments?|basis|blocks?|steps?|tranches?|at a time)\b"
)
BEFORE_STEP = re.compile(
    r"\b(?:in|by) (?:equal |separate |annual )?(?:periods?|increments?|steps?|blocks?|stages?|tranches?|instal?ments?) of "
    r"(?P<least>(?:at least|a minimum of|(?:no|not) (?:less|fewer|shorter) than) )?(?:up to )?$"
)
OR_MORE = re.compile(r"^ ?(?:each )?or (?:more|longer)\b")
BEFORE_LEAST_STEP = re.compile(
    r"(?:periods|extensions|increments) of (?:no|not) (?:less|fewer|shorter) than $"
)
YEARLY = re.compile(
    r"\b(?:annual(?:ly)?|yearly|year[- ](?:on|by|to)[- ]year|each(?: and every)? year|every year|"
    r"12[- ]monthly|individually)\b"
    r"(?! (?:review|performance|report|value|budget|price|spend|leave|service|inspection|subject))"
)
NOT_OF_STEPS = re.compile(r"review|pay|report|price|index|invoice|monitor|assess")
BEFORE_TOTAL = _any(
    r"(?<!further )(?<!additional )\b(?:(?:total|overall|whole|entire|full)\b|"
    rf"(?:maximum|max|potential)(?= (?:total|overall|{_DEAL}|term|duration|length|life|possible|permitted)))"
    rf"(?: (?:permitted|possible|potential|{_DEAL}|term|duration|length|available|allowable|combined|"
    rf"total|overall)){{0,4}} {_WHOLE}\b(?! of (?:an? )?(?:further|additional))[^,;]*$",
    r"(?:^|[,;:(=\u2013-]) ?(?:i\.?e\.? )?(?:an? |in |overall |grand |giving )?(?:an? )?total(?:ling|s)?(?: of)?:? ?$",
    rf"(?<!extension )\b{_WHOLE}\b(?: of (?:the|this|any|each) \w+)?(?: \w+){{0,3}} (?:not|never) "
    r"(?:to )?exceed ?$",
)
# "Extendable to 5 years" is the whole term; "extended up to 2 years" and "to a further 2 years" are not.
BEFORE_EXTENDED_TO = re.compile(
    r"\b(?:extend(?:s|ed|ing|able|ible)?|extensions?)(?: (?:it|the|this) ?\w*){0,2} to (?:a total of |an overall )?$"
)
BEFORE_EXTENDED_UP_TO = re.compile(r"\bextend(?:able|ible|ing|(?:able)? (?:annually|yearly)) up ?to $")
BEFORE_INCLUDED = re.compile(
    r"\binc(?:l|luding|ludes|lusive of|lusive)?\b(?: an?| the| any| all)? ?(?:\w+ ){0,2}$"
)
RENEWED_UP_TO = re.compile(
    r"^(?!.*\bauto).*\brenew\w* (?:annually|yearly|each year|every year|on an? (?:annual|yearly) basis)\b"
    r"[^#]*\b(?:up to|max\w*|no more than|not exceeding)\b[^#]*#"
)
RENEWED_FOR = re.compile(r"\brenew\w* (?:annually|yearly|each year|every year) for [^#]{0,20}#")
BEFORE_CEILING = re.compile(
    rf"\b(?:to|of|by|for|than|be|is|giving|making|totalling|bringing)(?: an?| the)?(?: overall| total)? (?:{_MOST}|total)"
    rf"(?: (?:total|overall|combined|{_WHOLE}))*(?: of| period of)?(?: up to| (?:no|not) more than)? ?$"
    rf"|[,;(-] ?(?:(?:subject )?to (?:an? )?)?(?:{_MOST}\.?|not exceeding|not to exceed)"
    r"(?: of| term(?: of)?| duration(?: of)?)?:? ?$"
)
AFTER_IN_ALL = re.compile(
    r"^ ?(?:years? )?(?:,(?! ?(?:in )?(?:total|overall|maximum)(?: \w+){0,4} ?(?:of |: ?)?$)|\))? ?(?:(?:in total|total|overall|in all|altogether)\b|maximum (?:contract )?term)"
    r"|^ ?[(,]? ?inc(?:l|luding|lusive of)? (?:all|any) (?:\w+ )?(?:extension|option)s?\b"
)
AFTER_NOTICE = re.compile(
    r"^['’]? ?(?:prior |written |clear |calendar )*(?:notice\b|(?:termination|cancellation|exit)\b(?! fee))"
)
BEFORE_NOTICE = re.compile(
    r"\bnotice(?: period)?(?: is| of|:| shall be)?(?: not less than| no less than| at least| a minimum of)? $"
)
BREAK = re.compile(r"\bbreak(?:s|able)?\b")
AFTER_BREAK = re.compile(r"^ ?break\b")
BEFORE_YEAR = re.compile(r"\b(?:for|and|&|,)(?: an?| the)?(?: further| optional| additional)? ?$")
FIRM = re.compile(r"\bfirm\b")
BEFORE_BREAK = re.compile(r"\bbreak\w*(?: \w+){0,6} (?:at|after|on|in)(?: the)?(?: end of)?(?: the)? $")
AFTER_OF_OTHERS = re.compile(r" of (?:each|every|their|his|her)\b")
AFTER_ASIDE = re.compile(
    r"^[-' ]*(?:old\b|gestation|experience|ago\b|left\b|warrant|guarantee|payment|payback|working|transition|"
    r"mobili[sz]ation|implementation|lead\b|defect|review|standstill|of age|(?:before|prior to|ahead of|in advance)\b|(?:rolling )?(?:\w+ ){0,2}plan\b|programme of)"
)
BEFORE_ASIDE = re.compile(
    r"\b(?:within|every|(?<!will )(?<!shall )(?<!to )last|past|previous|following an?|following|aged?|"
    r"(?<!ends )(?<!expires )after|per|first) (?:the )?$"
)
AFTER_EXTENSION = re.compile(
    rf"^['’]? ?(?:of )?{_LESS}(?:{_MOST} )?(?:periods? ?)?(?:extension|option|renewal|extn?)s?\b(?! ?[:=])"
    r"|^['’]? ?\(?optional\W*$"
)
AFTER_FIRST = re.compile(r"^ ?initial(?:ly)?\b(?! (?:\w+ )?(?:extension|option|renewal))")
AFTER_PERIODS = re.compile(rf"^['’]? ?(?:periods?|{_LESS}(?:periods? ?)?(?:extension|option|renewal)s?)\b")
# "2 optional years taken together": one option of the whole.
AFTER_TOGETHER = re.compile(
    r"^ ?\(?(?:to be )?(?:taken|exercised|used) (?:together|at once|as one|in one|in a single)\b"
)
# "Possible extensions: 2 of 1 year".
BEFORE_SO_MANY = re.compile(r"\b(?:extensions|options|renewals)\W{0,2}$")
AFTER_TIMES = re.compile(r"^ ?(?:times|occasions)\b")
BEFORE_TIMES = re.compile(r"^(?: extensions?| options?| periods?)? ?\(?[x*] ?$")
TWICE = re.compile(r"\b(?:twice|two times)\b")
BEFORE_MORE = re.compile(
    r"(?:\b(?:further|additional|extra|another|possible|optional|plus)|\+)"
    r"(?: (?:an?|of|up to|periods? of|maximum|the))* ?$"
)
WITH_EXTENSIONS = re.compile(
    r"\binc(?:l|luding|lusive of)\.? (?:all |any |the )?(?:optional |possible |potential )?(?:extensions?|options?)"
    r"(?: periods?| options?)?\b"
)
AFTER_MOST = re.compile(rf"^ {_MOST}\.?(?: term| duration| in all)?[ .,;)]*$")
AFTER_MORE = re.compile(r"^ (?:more|further|extra)\W*$")
AFTER_NOTHING = re.compile(r"^[ .,;)]*$")
BEFORE_FURTHER = re.compile(r"\b(?:further|additional|extra)(?: \w+){0,2} ?$")
BEFORE_BY = re.compile(r"\b(?:exten|prolong|renew)\w*(?: \w+){0,4} by(?: (?!to\b)\w+){0,6} ?$")
BEFORE_OR = re.compile(r"\bor (?:for |by |up to )?(?:an? )?(?:further )?$")
BEFORE_AS_MANY = re.compile(r"\boptions? (?:for|of|to extend (?:for|by))(?: an?)?(?: further| another)? ?$")
# The first term, from the plainest words to those that only may mean it.
BEFORE_INITIAL = re.compile(r"\b(?:initial(?:ly)?|fixed|originally)\b(?: \w+){0,6} ?$")
BEFORE_TERM = _any(
    r"\b(?:period|term|duration|length(?! of time)|initial(?:ly)?|basis|lease)\b(?:(?!\bprice|\bvalue)[^.]){0,45}$",
    r"\bfixed(?: \w+){0,2} $",
    r"\b(?:last|lasts|run|runs|continue|operate)(?: for)?(?: an?| at least| up to)? $",
    rf"\b(?:{_DEAL})(?: agreement)? ?\($",
)
AFTER_TERM = re.compile(
    rf"^ ?(?:'s )?(?:\w+[ -]){{0,3}}(?:{_DEAL}|term|period|duration|initial(?:ly)?|lease|licen[cs]e|award|contact|pilot|trial)\b"
    r"(?! \(optional)|^,? ?(?:commencing|starting|beginning|with effect from|from) "
)
# "Initial term 4 years": what follows it is about the next length.
BEFORE_LABELLED = re.compile(
    r"\b(?:initial|contract|core|base|first|original) (?:term|period|duration|length)\W*$"
)
# "1 year renewal": the renewal itself, and no right to one.
RENEWAL_ALONE = re.compile(r"(?:an? )?#[- ]?renewal\W*")
BEFORE_PERHAPS = re.compile(
    r"(?:\b(?:for|is|of|over|be|an?|run|runs|last|next|originally|for the|:|approximately|at least|"
    r"minimum|than|up to)|[-:()]|^,?) ?$"
)
BEFORE_UNTIL = re.compile(
    r"(?:\b(?:until|till|(?<!prior )(?<!due )to|through|expir\w+|end(?:s|ing)?|terminates?|cease)(?: on| at| of)?|-)"
    rf"(?: the)? ?(?:{one_of(WEEKDAYS)},? )?$"
)
WITH_OPTION = re.compile(r"^,? ?(?:with|plus|and) (?:an? |the )?(?:option|right|possib\w+|potential)")
AFTER_INCLUDING = re.compile(r"^ ?[(,]? ?inc(?:l|luding|ludes)?\b[^)]{0,30}(?:option|exten)")
CONTRACT = re.compile(
    rf"^ ?(?:ends?|terminates?)\b|\b(?:{_DEAL}|term|period|expir\w+|arrangement|runs?|lease|services?)\b"
)
ROLLS = _any(
    r"\broll(?:ing)?\b(?! (?:\w+ ){0,2}(?:plan|budget|forecast)s?\b)(?! (?:over|stock|programme|program|news|repair|replacement|out))",
    r"\brolls (?:on|over|forward|annually|every|each|from|year|month)\b",
    r"\bauto(?:matic(?:ally)?)?[- ]?(?:(?:annual|yearly|monthly|12[- ]month) )?(?:renew|extend|roll)\w*",
    r"\brenew(?:s|ed|ing)? (?:automatically|tacitly|itself|by itself)\b",
    r"\bever-?green",
    r"\brenew(?:s|able|ed|ing)? (?:automatically |tacitly )?"
    r"(?:annually|yearly|monthly|every|each|from year to year|at annual|on an? (?:annual|yearly))",
    r"(?:^|\b(?:renew\w*|continu\w+|thereafter|then) (?:on an? )?)(?:from )?(?:year|month)[- ](?:to|by)[- ](?:year|month)\b",
    r"\b(?:thereafter|then) year[- ]on[- ]year\b",
    r"\b(?:annually|yearly|monthly|quarterly) thereafter\b",
    r"\b(?:thereafter|then|followed by)(?: on)?(?: an?)? (?:periodic )?(?:annual(?:ly)?|yearly|monthly|quarterly)"
    r"(?:\W*$| (?:renewals?|basis|rolling)\b)",
)
# What comes after the last length, and is not told as a length.
GOES_ON = re.compile(r"\b(?:then|thereafter|followed by|until)\b(?! the (?:end|expiry)\b)")
ROLLING_FOR = re.compile(r"\b(?:roll|renew|auto|ever-?green|thereafter)")
AFTER_ROLLING = re.compile(r"^ ?(?:roll|auto|renew|ever-?green)")
IN_PARTS = re.compile(r"up to|periods|period\(s|one or more|or more occasions")
IN_BRACKETS = re.compile(r"[\(\[] ?(?:i\.?e\.?,? )?(?:an? )?(?:total of |maximum of |up to )?$")
# Beside figures joined by a plus, none of which has a unit: what shows that they are years or months.
CHAIN = re.compile(
    rf"\b(?:{_DEAL}|term|duration|years?|months?|extension|option|optional|initial|period|award|lease|licen[cs]e|subject to)\b"
)
UNREAD_LENGTH = re.compile(r"\d ?-?(?:years?|months?|yrs?|weeks?)\b")


def any_part(before: str, after: str) -> bool:
    """True where the words around a length let any part of it be taken."""
    return UP_TO.search(before) is not None or PARTS_OF_IT.match(after) is not None
