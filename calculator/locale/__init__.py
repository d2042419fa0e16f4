"""English and French: the catalogues, and money, dates and shares as a reader writes them.

Only words and formats. Which sentence is said is decided where it is said; labels of rates are in ``rates/``.

Adding a sentence: write ``_("Rent of {amount} is above both limits.")`` with ``_ =
catalogue(lang).gettext`` (or ``N_("…")`` for a sentence kept in a table and said later, ``ngettext("{n}
month", "{n} months", n)`` for a count) and add its French to the file of its room,
``calculator/locale/fr/<room>.po``; a new file there is found by itself. The msgid is the English sentence,
so English has no file. ``python -m calculator.locale`` prints what is missing as empty entries ready to
paste and fill; a test fails until it prints nothing. The same msgid may be in two files only with the same
French.

In French: money reads ``1 234,50 $``, shares ``10,6 %``, the first day of a month is ``1er``; spaces inside a
number, before ``$ % :`` and inside « » do not break (none before ``; ? !``).
"""

from __future__ import annotations

import gettext
import io
import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

from babel.core import Locale
from babel.dates import format_date
from babel.lists import format_list
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_currency, format_decimal

from calculator.money import MAX_CENTS
from calculator.problems import as_typed

LANGUAGES = ("en", "fr")
HERE = Path(__file__).parent

_LOCALES = {"en": Locale.parse("en_CA"), "fr": Locale.parse("fr_CA")}


def N_(text: str) -> str:
    """Marks a sentence that is kept now and translated when it is said."""
    return text


def language(text: str | None) -> str:
    """``fr`` for what a browser or an address may say (``fr-CA``, ``FR``); a language without a catalogue: ``en``."""
    short = (text or "").strip().lower()[:2]
    return short if short in LANGUAGES else LANGUAGES[0]


# --- catalogues


@lru_cache
def catalogue(lang: str) -> gettext.NullTranslations:
    """The translations into ``lang``: ``.gettext`` and ``.ngettext``. Any other language is English."""
    if lang not in LANGUAGES or not (HERE / lang).is_dir():
        return gettext.NullTranslations()
    together = Catalog(locale=_LOCALES[lang])
    for _, one in catalogue_files(lang):
        for message in one:
            if message.id and message.string:
                said = message.string
                if lang == "fr":
                    said = french(said) if isinstance(said, str) else tuple(map(french, said))
                together.add(message.id, said, flags=message.flags)
    compiled = io.BytesIO()
    write_mo(compiled, together)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


_BEFORE_SIGNS, _AFTER_OPENING = re.compile(r"(?<=\S) (?=[:$%»](?:\W|$))"), re.compile(r"(?<=«) ")


def french(text: str) -> str:
    """The spaces before ``: $ % »`` and after « do not break, whichever space the translator typed."""
    return _AFTER_OPENING.sub("\u00a0", _BEFORE_SIGNS.sub("\u00a0", text))


def catalogue_files(lang: str) -> list[tuple[Path, Catalog]]:
    """The catalogue files of a language, in order of their names."""
    files = []
    for path in sorted((HERE / lang).glob("*.po")):
        with path.open("rb") as file:
            files.append((path, read_po(file, locale=_LOCALES[lang], abort_invalid=True)))
    return files


# --- formats


@lru_cache(maxsize=20_000)
def money(cents: int, lang: str) -> str:
    """``123450`` as ``$1,234.50`` or ``1 234,50 $``."""
    return format_currency(Decimal(int(cents)) / 100, "CAD", locale=_LOCALES[lang])


def number(value: int, lang: str) -> str:
    """A whole number with its thousands apart."""
    return format_decimal(int(value), locale=_LOCALES[lang])


def percent(basis_points: int, lang: str) -> str:
    """``5000`` as ``50%`` or ``50 %``; at most two decimals, none that are zero."""
    share = format_decimal(Decimal(int(basis_points)) / 100, "#,##0.##", locale=_LOCALES[lang])
    return f"{share}\u00a0%" if lang == "fr" else f"{share}%"


@lru_cache(maxsize=4096)
def long_date(day: date, lang: str) -> str:
    """``May 1, 2026`` or ``1er mai 2026``."""
    text = format_date(day, "long", locale=_LOCALES[lang])
    return "1er" + text[1:] if lang == "fr" and day.day == 1 else text


@lru_cache(maxsize=4096)
def month(day: date, lang: str, *, short: bool = False) -> str:
    """The month of a day: ``May 2026`` or ``mai 2026``; short: ``Dec 2026``, ``déc. 2026``."""
    text = format_date(day, "LLL y" if short else "LLLL y", locale=_LOCALES[lang])
    return text.replace(".", "") if lang == "en" else text


def listing(items: Iterable[str], lang: str, *, either: bool = False) -> str:
    """``a, b and c``; with ``either``: ``a, b or c``."""
    words = list(items)
    return format_list(words, "or" if either else "standard", locale=_LOCALES[lang]) if words else ""


# --- what a person types as money


class AmountError(ValueError):
    """Text that is not one certain amount. ``msgid`` and ``values`` say it again in another language."""

    def __init__(self, lang: str, msgid: str, **values: str) -> None:
        self.msgid, self.values = msgid, values
        super().__init__(catalogue(lang).gettext(msgid).format(**values))


_SPACES = re.compile("[\u00a0\u202f\u2009\u2007\u2008\u200a]")
_GROUPED = {sign: re.compile(rf"[0-9]{{1,3}}(?:{sign}[0-9]{{3}})+\Z") for sign in (",", " ")}
_SIGN = re.compile(r"^(?:CA\$|\$ ?CA|\$|CAD) ?| ?(?:\$ ?CA|CA\$|\$|CAD)\Z", re.IGNORECASE)

_NOT_MONEY = N_("“{value}” is not an amount. Type dollars and cents, for example 1234.50.")
_WHICH = N_(
    "“{value}” can be read in two ways. Type the amount without a separator of thousands, for example "
    "1234.50."
)
_COMMA = N_("“{value}” has a comma before the cents. In English, type a point: {suggestion}.")
_NEGATIVE = N_("“{value}” is below zero. Type the amount without a minus sign.")
_TOO_LARGE = N_("“{value}” is too large for an amount. Check the number of digits.")


def parse_money(text: str, lang: str) -> int:
    """Whole cents of an amount as a person types it; :class:`AmountError` (a ``ValueError``) to ask again.

    The rule: read only what has one meaning in both languages or a settled one in ``lang``; never guess.

    - Digits, then perhaps a decimal sign with **one or two** digits: ``2000``, ``2000.75``, ``2000.7``. The
      point is a decimal sign in both languages. The comma is one in French (``2000,75``). In English it is
      not: ``2000,75`` and ``1,23`` are asked again, with the way to write them.
    - Thousands in groups of three: by spaces of any kind in both languages (``1 234,50``); by commas in
      English (``1,234`` is 1234 dollars) and, in French, only where nothing else is possible because a
      decimal point follows (``1,234.50``). In French ``1,234`` alone is asked again: it could be 1234 or
      1.23.
    - A point is never a separator of thousands: ``1.234`` and ``1.234,50`` are asked again.
    - One dollar sign (``$``, ``CA$``, ``$ CA``, ``CAD``) may stand at either end. Nothing below zero.

    So no reading can be a hundred or a thousand times another reading of the same text.
    """
    shown = as_typed(text.strip(), 40)
    plain = _SIGN.sub("", _SPACES.sub(" ", text).strip(), count=1).strip()
    if re.match("[-\u2212\u2013] ?[0-9]", plain):
        raise AmountError(lang, _NEGATIVE, value=shown)

    whole, point, part = plain.rpartition(".")
    if not point and lang == "fr":
        whole, point, part = plain.rpartition(",")
    if not point:
        whole, part = plain, ""
    commas_are_groups = lang == "en" or "." in plain
    is_grouped = bool(_GROUPED[" "].match(whole) or (commas_are_groups and _GROUPED[","].match(whole)))
    decimals_fit = not point or bool(re.fullmatch("[0-9]{1,2}", part))
    if not (is_grouped or re.fullmatch("[0-9]+", whole)) or not decimals_fit:
        if lang == "en" and re.fullmatch("[0-9 ]+,[0-9]{1,2}", plain):
            raise AmountError(lang, _COMMA, value=shown, suggestion=plain.replace(",", "."))
        has_readings = re.fullmatch(r"[0-9][0-9 ]*[.,][0-9., ]*[0-9]", plain)
        raise AmountError(lang, _WHICH if has_readings else _NOT_MONEY, value=shown)
    dollars = re.sub("[, ]", "", whole)
    if len(dollars) > 12:
        raise AmountError(lang, _TOO_LARGE, value=shown)
    cents = int(dollars) * 100 + int(part.ljust(2, "0") if part else 0)
    if cents > MAX_CENTS:
        raise AmountError(lang, _TOO_LARGE, value=shown)
    return cents
