"""Sentences for what the types of a plan refuse: one for every kind of finding pydantic can make.

Only wording: which values are refused is in ``plan.model`` and ``plan.fields``, contradictions between
fields are in ``plan.checks``. What a person typed is quoted, except what must not be kept (N9).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from typing import Any

from calculator.locale import N_
from calculator.money import MAX_CENTS, format_cents
from calculator.problems import Problem, as_typed, found

Loc = tuple[str | int, ...]

_BY_TYPE: dict[str, tuple[str, str]] = {
    "string_type": (N_("“{value}” is not text."), N_("Write it between double quotes.")),
    "string_too_long": (
        N_("“{value}” is too long: {length} characters."),
        N_("Shorten it to {limit} characters at most."),
    ),
    "string_too_short": (N_("this is empty."), N_("Fill it in, or take the field out.")),
    "string_pattern_mismatch": (
        N_("“{value}” is not written in the accepted form."),
        N_("Write it like {form}."),
    ),
    "int_type": (
        N_("“{value}” is not a whole number."),
        N_("Write digits only, without quotes and without decimals."),
    ),
    "bool_type": (N_("“{value}” is neither true nor false."), N_("Write true or false, without quotes.")),
    "greater_than_equal": (N_("{value} is too low."), N_("The lowest accepted value is {limit}.")),
    "less_than_equal": (N_("{value} is too high."), N_("The highest accepted value is {limit}.")),
    "too_short": (N_("too few entries: {length}."), N_("It needs at least {limit}.")),
    "too_long": (N_("too many entries: {length}."), N_("At most {limit} are accepted.")),
    "tuple_type": (N_("a list is expected here."), N_("Put the entries between [ and ].")),
    "dict_type": (
        N_("named fields are expected here, not “{value}”."),
        N_("Put the fields between {{ and }}."),
    ),
    "missing": (N_("this field is missing."), N_("Add it.")),
    "union_tag_not_found": (
        N_("this entry does not say of which kind it is."),
        N_("Add “kind”, one of: {expected}."),
    ),
    "date_range": (N_("{value} is too far from today to be right."), N_("Check the year.")),
    "share_text": (
        N_("“{value}” is not a share."),
        N_('Write a number from 0 to 1 between double quotes, such as "0.5".'),
    ),
    "money_negative": (N_("“{value}” is below zero."), N_("Write the amount without a minus sign.")),
    "account_number": (
        N_("there is a long number here that looks like an account or insurance number."),
        N_("Leave such numbers out of the plan; the last four digits of an account are enough."),
    ),
    "account_last4": (
        N_("only the last four digits of an account may be kept."),
        N_("Write four digits between double quotes."),
    ),
}
_SAME = {
    "int_from_float": "int_type",
    "int_parsing": "int_type",
    "int_parsing_size": "int_type",
    "bool_parsing": "bool_type",
    "list_type": "tuple_type",
    "model_type": "dict_type",
    "model_attributes_type": "dict_type",
}

_BY_FIELD: dict[tuple[str, str], tuple[str, str]] = {
    ("age_at_arrival", "int_type"): (
        N_("“{value}” is not an age in whole years."),
        N_("Write whole years, such as 7, or 0 for a baby; or give the birth date in born_on instead."),
    ),
    ("age_at_arrival", "greater_than_equal"): (
        N_("an age of {value} is not possible."),
        N_("Check the age; a baby is 0."),
    ),
    ("age_at_arrival", "less_than_equal"): (
        N_("an age of {value} is not possible."),
        N_("Check the age: {limit} at most, in whole years."),
    ),
    ("people", "too_short"): (N_("nobody is in the plan."), N_("Add at least the principal applicant.")),
    ("people", "missing"): (N_("nobody is in the plan."), N_("Add at least the principal applicant.")),
    ("community", "missing"): (
        N_("the community of settlement is missing."),
        N_('Add "community", such as "Halifax".'),
    ),
    ("community", "string_too_short"): (
        N_("the community of settlement is missing."),
        N_('Add "community", such as "Halifax".'),
    ),
    ("arrives_on", "missing"): (
        N_("the arrival date is missing."),
        N_('Add "arrives_on", such as "2026-05-10"; an estimate will do.'),
    ),
    ("version", "literal_error"): (
        N_("“{value}” is not a version of the plan format."),
        N_("Write 1, or take the field out."),
    ),
}

_UNKNOWN_FIELD = N_("there is no field “{value}” here.")
_UNKNOWN_WORD = N_("“{value}” is not one of the accepted words.")
_NEAREST = N_("Did you mean “{nearest}”?")
_NEAREST_OF = N_("Did you mean “{nearest}”? Accepted: {expected}.")
_ONE_OF = N_("Write one of: {expected}.")
_KNOWN_HERE = N_("Take it out, or use one of: {expected}.")
_RAINBOW = N_("exactly three months are needed.")
_RAINBOW_DO = N_("Write them between [ and ], such as [1, 2, 3].")
_NO_SUCH_DAY = N_("“{value}” is not a day of the calendar.")
_NO_SUCH_DAY_DO = N_("Check the day and the month.")
_NO_DATE = N_("“{value}” is not a date.")
_NO_DATE_DO = N_('Write the year, month and day like "2026-05-10".')
_MONEY_DO = N_('Write dollars and cents between double quotes, with a point, such as "1225.00".')
_NUMBER_MONEY = N_("the amount {value} is not between double quotes.")
_NUMBER_MONEY_DO = N_('Write "{suggestion}".')
_COMMA_MONEY = N_("“{value}” has a comma.")
_COMMA_MONEY_DO = N_(
    'In the file, put a point before the cents and nothing between thousands, such as "1225.00".'
)
_FINE_MONEY = N_("“{value}” has more than two decimals.")
_LARGE_MONEY = N_("“{value}” is too large for an amount.")
_NO_MONEY = N_("“{value}” is not an amount.")
_OTHER = N_("the value “{value}” is not accepted here.")
_OTHER_DO = N_("Compare it with the format that “python -m calculator schema” prints.")


def shape_problem(error: Mapping[str, Any], where: str, names: Sequence[str]) -> Problem:
    """The message for one of pydantic's findings; ``names`` are the fields known at that place."""
    kind = _SAME.get(error["type"], error["type"])
    loc, context, typed = error["loc"], error.get("ctx") or {}, _shown(error["input"])
    field = next((part for part in reversed(loc) if isinstance(part, str)), "")
    if field == "people" and len(loc) > 1:
        field = ""  # the people of an event
    if field == "rainbow_months" and kind in ("missing", "too_long", "too_short"):
        return found(where, _RAINBOW, _RAINBOW_DO, code="W04")
    if field in ("reduction_share", "share") and kind in ("greater_than_equal", "less_than_equal"):
        kind = "share_text"
    if kind == "extra_forbidden":
        return _one_of(where, as_typed(loc[-1]), names, _UNKNOWN_FIELD, _NEAREST, _KNOWN_HERE)
    if kind in ("literal_error", "union_tag_invalid") and field != "version":
        value = context.get("tag", error["input"])
        where = f"{where}.kind" if kind == "union_tag_invalid" else where
        words = re.findall("'([^']*)'", context.get("expected_tags") or context.get("expected") or "")
        return _one_of(where, _shown(value), [w for w in words if w], _UNKNOWN_WORD, _NEAREST_OF, _ONE_OF)
    if kind == "impossible_date":
        return _date(where, error["input"])
    if kind == "money_text":
        return _money(where, error["input"])
    what, to_do = _BY_FIELD.get((field, kind)) or _BY_TYPE.get(kind) or (_OTHER, _OTHER_DO)
    limits = (context[key] for key in ("ge", "le", "min_length", "max_length") if key in context)
    return found(
        where,
        what,
        to_do,
        code="W04",
        value=typed,
        limit=next(limits, ""),
        form=_form(field),
        length=len(error["input"]) if isinstance(error["input"], (str, list)) else "",
        expected=", ".join(names),
    )


def _shown(value: object) -> str:
    """A value as it stands in the file, without the contents of lists and groups."""
    if isinstance(value, dict):
        return "{…}"
    if isinstance(value, (list, tuple)):
        return "[…]"
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    return as_typed(value)


def _form(field: str) -> str:
    return "08-01" if field == "school_second_on" else "p1"


def _one_of(
    where: str, typed: str, words: Sequence[str], what: str, nearest_do: str, else_do: str
) -> Problem:
    expected = ", ".join(words)
    if nearest := nearest_word(typed, words):
        return found(where, what, nearest_do, code="W04", value=typed, nearest=nearest, expected=expected)
    return found(where, what, else_do, code="W04", value=typed, expected=expected)


def nearest_word(typed: str, words: Sequence[str]) -> str:
    """The word a person most likely meant, or nothing."""
    if len(typed) < 2:
        return ""
    folded = {word.casefold(): word for word in words}
    begun = [word for word in words if word.casefold().startswith(typed.casefold())]
    close = [folded[word] for word in get_close_matches(typed.casefold(), folded, 1, 0.6)]
    return next(iter(close or (begun if len(begun) == 1 else [])), "")


def _date(where: str, value: object) -> Problem:
    is_well_written = isinstance(value, str) and re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", value)
    what, to_do = (_NO_SUCH_DAY, _NO_SUCH_DAY_DO) if is_well_written else (_NO_DATE, _NO_DATE_DO)
    return found(where, what, to_do, code="W04", value=_shown(value))


def _money(where: str, value: object) -> Problem:
    what, to_do, suggestion = _NO_MONEY, _MONEY_DO, ""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        what = _NUMBER_MONEY
        if 0 <= value * 100 <= MAX_CENTS and round(value * 100, 6) == round(value * 100):
            to_do, suggestion = _NUMBER_MONEY_DO, format_cents(round(value * 100))
    elif isinstance(value, str) and re.search("[0-9]", value):
        if "," in value:
            what, to_do = _COMMA_MONEY, _COMMA_MONEY_DO
        elif re.fullmatch(r"\s*[0-9]+\.[0-9]{3,}\s*", value):
            what = _FINE_MONEY
        elif re.fullmatch(r"\s*[0-9]{9,}(\.[0-9]*)?\s*", value):
            what = _LARGE_MONEY
    return found(where, what, to_do, code="W04", value=_shown(value), suggestion=suggestion)
