"""The catalogues are complete and well formed; money, dates and shares read and are read as in Canada."""

from __future__ import annotations

import contextlib
import re
import string
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculator.locale import (
    LANGUAGES,
    AmountError,
    catalogue,
    catalogue_files,
    french,
    language,
    listing,
    long_date,
    money,
    month,
    number,
    parse_money,
    percent,
)
from calculator.locale.upkeep import missing, sentences, unused
from calculator.money import MAX_CENTS

ENTRIES = [(path.name, message) for path, file in catalogue_files("fr") for message in file if message.id]


def words(value: object) -> list[str]:
    return [value] if isinstance(value, str) else list(value)  # type: ignore[call-overload]


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_every_sentence_of_the_source_has_its_french() -> None:
    without = [f"{places[0]}: {msgid}" for msgid, places in missing("fr").items()]
    assert not without, "run python -m calculator.locale:\n" + "\n".join(without)


def test_no_french_is_left_of_sentences_nobody_says() -> None:
    assert not unused("fr")


def test_no_translation_is_fuzzy_or_empty() -> None:
    assert ENTRIES
    assert not [(f, m.id) for f, m in ENTRIES if m.fuzzy or not all(words(m.string))]


def test_translations_have_the_placeholders_of_their_sentence() -> None:
    wrong = []
    for file, message in ENTRIES:
        wanted = set().union(*(placeholders(text) for text in words(message.id)))
        for text in words(message.string):
            if placeholders(text) != wanted:
                wrong.append((file, message.id, text))
    assert not wrong


def test_the_same_sentence_has_one_french() -> None:
    seen: dict[object, object] = {}
    for file, message in ENTRIES:
        assert seen.setdefault(message.id, message.string) == message.string, (file, message.id)


def test_french_spaces_do_not_break() -> None:
    """A space before : $ % and inside guillemets is a no-break one; there is none before ; ? !"""
    breaking = re.compile("« | »| :(?!/)| %| \\$|[\u00a0 ][;?!]")
    assert not [(f, t) for f, m in ENTRIES for t in words(m.string) if breaking.search(french(t))]


def test_sentences_of_the_source_can_be_filled() -> None:
    """An unmatched brace would be a traceback in front of a reader."""
    for msgid in sentences():
        for text in words(msgid):
            placeholders(text)


def test_every_file_of_the_catalogue_is_in_use() -> None:
    gettext = catalogue("fr").gettext
    for _, message in ENTRIES:
        if isinstance(message.id, str):
            assert gettext(message.id) == french(message.string)


def test_an_unknown_language_is_english() -> None:
    assert catalogue("xx").gettext("a sentence") == "a sentence"
    assert catalogue("../fr").gettext("a sentence") == "a sentence"


@pytest.mark.parametrize(
    ("text", "lang"),
    [("fr", "fr"), ("FR_CA", "fr"), ("fr-CA", "fr"), ("en-CA", "en"), ("", "en"), (None, "en")],
)
def test_language_of_a_browser(text: str | None, lang: str) -> None:
    assert language(text) == lang


def test_french_zero_is_singular() -> None:
    which = catalogue("fr").plural  # type: ignore[attr-defined]
    assert [which(n) for n in (0, 1, 2, 100)] == [0, 0, 1, 1]


# --- formats


@pytest.mark.parametrize(
    ("cents", "english", "french"),
    [
        (0, "$0.00", "0,00\u00a0$"),
        (5, "$0.05", "0,05\u00a0$"),
        (123450, "$1,234.50", "1\u00a0234,50\u00a0$"),
        (-123450, "-$1,234.50", "-1\u00a0234,50\u00a0$"),
        (MAX_CENTS, "$10,000,000,000.00", "10\u00a0000\u00a0000\u00a0000,00\u00a0$"),
    ],
)
def test_money(cents: int, english: str, french: str) -> None:
    assert (money(cents, "en"), money(cents, "fr")) == (english, french)


def test_dates_months_shares_numbers_and_lists() -> None:
    first, other = date(2026, 5, 1), date(2026, 12, 11)
    assert (long_date(first, "en"), long_date(first, "fr")) == ("May 1, 2026", "1er mai 2026")
    assert (long_date(other, "en"), long_date(other, "fr")) == ("December 11, 2026", "11 décembre 2026")
    assert (month(first, "en"), month(first, "fr")) == ("May 2026", "mai 2026")
    assert (month(other, "en", short=True), month(other, "fr", short=True)) == ("Dec 2026", "déc. 2026")
    assert (percent(5000, "en"), percent(5000, "fr")) == ("50%", "50\u00a0%")
    assert (percent(1060, "en"), percent(1060, "fr")) == ("10.6%", "10,6\u00a0%")
    assert (number(12345, "en"), number(12345, "fr")) == ("12,345", "12\u00a0345")
    assert (listing("abc", "en"), listing("abc", "fr", either=True)) == ("a, b and c", "a, b ou c")
    assert listing([], "fr") == ""


# --- money as people type it

READ = [
    # what is typed                        en        fr      (None: asked again)
    ("1234", 123400, 123400),
    ("1234.5", 123450, 123450),
    ("1234.50", 123450, 123450),
    ("0.10", 10, 10),
    ("  75 ", 7500, 7500),
    ("$1,234.50", 123450, 123450),
    ("1,234.50 $", 123450, 123450),
    ("CAD 75", 7500, 7500),
    ("75 $ CA", 7500, 7500),
    ("1 234", 123400, 123400),
    ("1 234.50", 123450, 123450),
    ("1,234,567.00", 123456700, 123456700),
    ("2000,75", None, 200075),
    ("2000,7", None, 200070),
    ("1 234,50", None, 123450),
    ("1\u00a0234,50\u00a0$", None, 123450),
    ("1\u202f234,50\u202f$", None, 123450),
    ("1\u2009234\u2009567,00", None, 123456700),
    ("1,23", None, 123),
    ("1,2", None, 120),
    ("1,234", 123400, None),
    ("12,345", 1234500, None),
    ("1,234,567", 123456700, None),
    ("1.234", None, None),
    ("1.234,50", None, None),
    ("1,234,50", None, None),
    ("12,34.56", None, None),
    ("1,2345", None, None),
    ("1234,567", None, None),
    ("12 34", None, None),
    ("1 2345", None, None),
    ("1, 234", None, None),
    ("12.345", None, None),
    ("1..5", None, None),
    ("1.", None, None),
    (".50", None, None),
    (",50", None, None),
    ("-5", None, None),
    ("\u22125", None, None),
    ("(5)", None, None),
    ("$", None, None),
    ("$5$", None, None),
    ("", None, None),
    ("   ", None, None),
    ("abc", None, None),
    ("1e5", None, None),
    ("NaN", None, None),
    ("٣٤", None, None),
    ("１２", None, None),
    ("1\n2", None, None),
    ("5\x00", None, None),
    ("\u202e5", None, None),
    ("10000000000.00", MAX_CENTS, MAX_CENTS),
    ("10000000000.01", None, None),
    ("9" * 5000, None, None),
]


@pytest.mark.parametrize(("typed", "english", "french"), READ, ids=[ascii(t)[:20] for t, _, _ in READ])
def test_money_typed(typed: str, english: int | None, french: int | None) -> None:
    for lang, expected in (("en", english), ("fr", french)):
        if expected is None:
            with pytest.raises(AmountError) as caught:
                parse_money(typed, lang)
            assert "{" not in str(caught.value)
            assert str(caught.value) == catalogue(lang).gettext(caught.value.msgid).format(
                **caught.value.values
            )
        else:
            assert parse_money(typed, lang) == expected


def test_the_comma_before_cents_is_shown_with_a_point() -> None:
    with pytest.raises(AmountError, match=r"In English, type a point: 2000\.75"):
        parse_money("2000,75", "en")


@given(st.integers(0, MAX_CENTS), st.sampled_from(LANGUAGES))
def test_money_shown_is_money_read(cents: int, lang: str) -> None:
    assert parse_money(money(cents, lang), lang) == cents


@given(st.text(alphabet="0123456789., \u00a0\u202f$-", max_size=12))
def test_the_two_languages_never_read_different_amounts(typed: str) -> None:
    """Whatever is typed: if both languages read it, they read the same; so nothing is ever a hundredfold."""
    amounts = set()
    for lang in LANGUAGES:
        try:
            amounts.add(parse_money(typed, lang))
        except AmountError:
            continue
    assert len(amounts) <= 1


@given(st.text(max_size=50), st.sampled_from(LANGUAGES))
def test_any_text_is_an_amount_or_a_question(typed: str, lang: str) -> None:
    with contextlib.suppress(AmountError):
        assert 0 <= parse_money(typed, lang) <= MAX_CENTS


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("Lu : {amount}", "Lu\u00a0: {amount}"),
        ("« Plan » et 5 % de 3 $", "«\u00a0Plan\u00a0» et 5\u00a0% de 3\u00a0$"),
        ("À 8:30, http://x", "À 8:30, http://x"),
    ],
)
def test_french_signs_keep_to_their_words(typed: str, said: str) -> None:
    assert french(typed) == said
