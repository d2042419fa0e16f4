"""Field types of the plan file: money as text, strict dates, short identifiers.

Types and their checks only. The sections of a plan are in ``plan.model``; turning pydantic's findings into
messages for people is in ``plan.messages``.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, WithJsonSchema
from pydantic_core import PydanticCustomError

from calculator.money import format_cents, parse_cents

FIRST_YEAR, LAST_YEAR = 1870, 2199
"""Days outside are typing errors; inside, a few years may be added to any day."""

_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _cents(value: Any) -> int:
    if isinstance(value, str) and value.isascii():
        try:
            cents = parse_cents(value.strip())
        except ValueError:
            raise PydanticCustomError("money_text", "money_text", {"value": value}) from None
    else:
        raise PydanticCustomError("money_text", "money_text", {"value": value})
    if cents < 0:
        raise PydanticCustomError("money_negative", "money_negative", {"value": value})
    return cents


def _date(value: Any) -> date:
    if isinstance(value, date):
        return value
    if isinstance(value, str) and _DAY.fullmatch(value):
        try:
            day = date.fromisoformat(value)
        except ValueError:
            pass
        else:
            if FIRST_YEAR <= day.year <= LAST_YEAR:
                return day
            raise PydanticCustomError("date_range", "date_range", {"value": value})
    raise PydanticCustomError("impossible_date", "impossible_date", {"value": value})


def _share(value: Any) -> int:
    """A share such as ``"0.5"`` or ``"1"`` in basis points."""
    try:
        return parse_cents(value.strip() if isinstance(value, str) else "") * 100
    except ValueError:
        raise PydanticCustomError("share_text", "share_text", {"value": value}) from None


MoneyText = Annotated[
    int,
    BeforeValidator(_cents),
    PlainSerializer(format_cents, return_type=str),
    WithJsonSchema({"type": "string", "pattern": r"^\d{1,10}(\.\d{1,2})?$", "examples": ["1225.00"]}),
]
"""Text with two decimals in the file, whole cents in memory. Never negative."""

Day = Annotated[
    date,
    BeforeValidator(_date),
    WithJsonSchema({"type": "string", "format": "date", "examples": ["2026-05-10"]}),
]
"""A calendar day, YYYY-MM-DD."""

Share = Annotated[
    int,
    BeforeValidator(_share),
    Field(ge=0, le=10_000),
    PlainSerializer(lambda bp: format_cents(bp // 100), return_type=str),
    WithJsonSchema(
        {"type": "string", "pattern": r"^(0(\.\d{1,2})?|1(\.0{1,2})?)$", "examples": ["1", "0.5"]}
    ),
]
"""A share from 0 to 1, two decimals at most, in the file; basis points in memory."""

Id = Annotated[str, Field(min_length=1, max_length=40, pattern=r"^[^\x00-\x1f\x7f]+$")]
"""A short label the person chooses. No name is needed: "p1" or "mother" is enough."""

Text = Annotated[str, Field(max_length=500)]


class Section(BaseModel):
    """Base of every section: unknown fields are refused, values are never changed after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True, serialize_by_alias=True)
