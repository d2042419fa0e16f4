"""What a rate row is about, in words: its item and for whom it is printed. No look-ups and no amounts."""

from __future__ import annotations

from calculator.locale import N_
from calculator.rates import Range, Rates, Row
from calculator.web.words import _, lang

COLUMNS = {
    "adults": N_("adults: {n}"),
    "others": N_("others: {n}"),
    "size": N_("people: {n}"),
    "seniors": N_("of them seniors: {n}"),
    "disabled": N_("with a disability: {n}"),
    "ages_0_6": N_("aged 0 to 6: {n}"),
    "ages_7_11": N_("aged 7 to 11: {n}"),
    "ages_12_17": N_("aged 12 to 17: {n}"),
    "ages_0_11": N_("aged 0 to 11: {n}"),
}


def count(value: Range | str) -> str:
    """A count as the files write it: ``2``, ``6+``."""
    if isinstance(value, str):
        return value
    return f"{value.least}+" if value.most is None else str(value.least)


def composition(row: Row) -> str:
    """For whom the amount is printed; nothing if it is for everybody."""
    words = []
    for name, value in row.composition:
        is_none = count(value) == "0" and name != "others"
        if not is_none:
            words.append(_(COLUMNS[name], n=count(value)) if name in COLUMNS else count(value))
    return ", ".join(words)


def composition_fields(row: Row) -> dict[str, str]:
    """The composition columns of a rate row, for a plan's own row of the same fact."""
    return {name: count(value) for name, value in row.composition}


def item_name(rates: Rates, item: str) -> str:
    return rates.items[item].label(lang()) if item in rates.items else item
