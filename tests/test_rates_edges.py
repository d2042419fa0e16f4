"""The edges of what a rate file may hold: the last value that is let through and the first that is refused.

Which message each kind of slip earns is in test_rates with its broken files; here the limits themselves are tried from
both sides. Every limit is the one ``rates/README.md`` or the dictionary of the sound files states, worked by hand.
"""

from __future__ import annotations

import csv
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from calculator.problems import PlanError, RatesError
from calculator.rates import Rates
from calculator.rates.row import COLUMNS

SOUND = Path(__file__).parent / "broken_rates" / "sound"
ROW = {
    "item": "basic", "place": "ON", "adults": "1", "others": "0", "effective_from": "2019-11-01", "value": "343",
    "source": "SHEET", "locator": "page", "certainty": "high", "checked_on": "2023-08-31",
}  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SOUND, tmp_path / "rates"))


def told(folder: Path, *changes: dict[str, str], file: str = "on.csv") -> list[str]:
    """What the check says of a file with one row for each change of ``ROW``; nothing if it is let through."""
    with (folder / file).open("w", encoding="utf-8", newline="") as lines:
        writer = csv.DictWriter(lines, COLUMNS, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows([ROW | change for change in changes])
    try:
        Rates.load(folder)
    except RatesError as error:
        return [str(problem) for problem in error.problems]
    return []


def is_told(folder: Path, *changes: dict[str, str]) -> bool:
    return bool(told(folder, *changes))


# one row


@pytest.mark.parametrize(
    ("change", "is_wrong"),
    [
        # the range of the dictionary: 100.00 to 4000.00
        ({"value": "100"}, False), ({"value": "99.99"}, True), ({"value": "4000"}, False), ({"value": "4000.01"}, True),
        # days from 2000 to 2099
        ({"effective_from": "2000-01-01"}, False), ({"effective_from": "1999-12-31"}, True),
        ({"effective_from": "2099-12-31"}, False), ({"effective_from": "2100-01-01"}, True),
        ({"checked_on": "2099-12-31"}, False), ({"checked_on": "2100-01-01"}, True),
        ({"effective_from": "2020-02-29"}, False), ({"effective_from": "2021-02-29"}, True),
        ({"effective_from": "2019-11-01 "}, False), ({"effective_from": "2019-11-1"}, True),
        # counts: two digits at most, "or more" with a plus
        ({"others": "99"}, False), ({"others": "100"}, True), ({"others": "0+"}, False), ({"others": "+"}, True),
        ({"others": "1-"}, True), ({"others": "-1"}, True),
        # one or two adults, no more seniors than they are; without a count of adults they may be two
        ({"adults": "2"}, False), ({"adults": "0"}, True), ({"adults": "3"}, True),
        ({"seniors": "1"}, False), ({"seniors": "2"}, True), ({"adults": "2", "seniors": "2"}, False),
        ({"adults": "2", "seniors": "3"}, True), ({"adults": "", "seniors": "2"}, False),
        ({"adults": "", "seniors": "3"}, True), ({"adults": "2+", "seniors": "2"}, False),
        # a size is adults and others where all three are one number
        ({"size": "1"}, False), ({"size": "2"}, True), ({"others": "4", "size": "5"}, False),
        ({"others": "4", "size": "4"}, True), ({"others": "1+", "size": "5"}, False), ({"size": "2+"}, False),
        ({"others": "", "size": "7"}, False), ({"adults": "", "size": "7"}, False),
        # the bands are the others where both are numbers
        ({"others": "3", "ages_0_6": "1", "ages_7_11": "2"}, False),
        ({"others": "3", "ages_0_6": "1", "ages_7_11": "1"}, True),
        ({"others": "2+", "ages_0_6": "1"}, False), ({"others": "2", "ages_0_6": "0+"}, False),
        ({"others": "", "ages_0_6": "1"}, False),
        # texts of at most 2,000 characters on one line
        ({"note": "n" * 2000}, False), ({"note": "n" * 2001}, True), ({"note": "a\tb"}, True), ({"note": "é …"}, False),
        ({"certainty": "low"}, False), ({"certainty": "medium"}, False), ({"certainty": ""}, True),
        ({"flag": "on_2022_a"}, False), ({"flag": "on-2022"}, True), ({"flag": "on_2022 a"}, True),
        ({"case": "a word: with a colon"}, False),
    ],
)  # fmt: skip
def test_the_last_that_is_let_through_and_the_first_that_is_refused(
    change: dict[str, str], is_wrong: bool, folder: Path
) -> None:
    assert is_told(folder, change) is is_wrong


@pytest.mark.parametrize(
    ("item", "value", "message"),
    [
        ("income_threshold_share", "0", ""),
        ("income_threshold_share", "100", ""),
        ("income_threshold_share", "100.01", 'outside what "income_threshold_share" can be (0.00 to 100.00)'),
        ("income_threshold_share", "-1", "-1 is below zero. Write the amount without a sign."),
        ("bvor_cutoff_day", "1", ""),
        ("bvor_cutoff_day", "31", ""),
        ("bvor_cutoff_day", "32", 'outside what "bvor_cutoff_day" can be (1 to 31)'),
        ("bvor_cutoff_day", "0", 'outside what "bvor_cutoff_day" can be (1 to 31)'),
        ("bvor_cutoff_day", "15.0", '"15.0" is not a number (day of the month). Write a whole number.'),
        ("bvor_cutoff_day", "1234567", '"1234567" is not a number (day of the month). Write a whole number.'),
        ("school_year_from", "02-28", ""),
        ("school_year_from", "02-29", '"02-29" is not a day of the year such as 09-01. Write month and day: 09-01.'),
        ("school_year_from", "12-31", ""),
        ("further_children", "oldest", ""),
        ("further_children", "ended", ""),
        ("further_children", "youngest", '"youngest" is none of: highest, oldest. Write one of them.'),
        ("stale_monthly", "2099-12-31", ""),
        ("stale_monthly", "2024-9-1", '"2024-9-1" in the column "value" is not a date such as 2022-01-31.'),
    ],
)
def test_values_that_are_not_money(item: str, value: str, message: str, folder: Path) -> None:
    text = (folder / "ca.csv").read_text(encoding="utf-8")
    line = next(line for line in text.split("\n") if line.startswith(item))
    cells = line.split(",")
    at = COLUMNS.index("value")
    later = ",".join([*cells[: at - 1], "2021-01-01", value, *cells[at + 1 :]])
    (folder / "ca.csv").write_text(text.rstrip("\n") + "\n" + later + "\n", encoding="utf-8")
    try:
        Rates.load(folder)
        said = ""
    except RatesError as error:
        said = "\n".join(map(str, error.problems))
    assert message in said and bool(message) == bool(said)


def test_a_range_with_one_end_says_any_for_the_other(folder: Path) -> None:
    text = (folder / "items.csv").read_text(encoding="utf-8")
    (folder / "items.csv").write_text(text.replace(",100,4000,", ",,4000,"), encoding="utf-8")
    assert told(folder, {"value": "0"}) == []
    assert '34300 is outside what "basic" can be (any to 4000.00)' in told(folder, {"value": "34300"})[0]
    (folder / "items.csv").write_text(text.replace(",100,4000,", ",100,,"), encoding="utf-8")
    assert told(folder, {"value": "34300"}) == []
    assert '99 is outside what "basic" can be (100.00 to any)' in told(folder, {"value": "99"})[0]


DATE_DONE = "A spreadsheet has turned the number into a date"
COMMA, THOUSANDS, SCIENCE = "a decimal point, not a comma", "without a thousands separator", "has changed the number"


@pytest.mark.parametrize(
    ("value", "advice"),
    [
        ("343,5", COMMA), ("1343,50", COMMA), ("1,343", THOUSANDS), ("1 343.50", THOUSANDS), ("1’343", THOUSANDS),
        ("1\u00a0343", THOUSANDS), ("1,343,000.00", THOUSANDS), ("3.43e2", SCIENCE), ("3E+02", SCIENCE),
        ("3.43E-2", SCIENCE), ("11/1/2019", DATE_DONE), ("2019/11/01", DATE_DONE), ("1.11.2019", DATE_DONE),
        ("3-Apr", DATE_DONE), ("3-avr.-19", DATE_DONE), ("Nov-19", DATE_DONE), ("févr-2019", DATE_DONE),
        ("2019-11-01", DATE_DONE), ("2019-11-01 00:00", DATE_DONE), ("3-11", DATE_DONE), ("3-11-2019", DATE_DONE),
        ("343 $", "without $"), ("CA$343", "without $"), ("about 343", "with a decimal point: 857.22"),
    ],
)  # fmt: skip
def test_what_a_spreadsheet_or_a_habit_did_to_a_number(value: str, advice: str, folder: Path) -> None:
    said, *_ = told(folder, {"value": value})
    assert said.startswith("rates/on.csv:2: ") and "is not a number (CAD a month)." in said
    assert advice in said


ENTERED = {"item": "basic", "place": "ON", "adults": "1", "others": "0", "seniors": "0",
           "effective_from": "2024-09-01", "value": "400", "source": "sheet"}  # fmt: skip


@pytest.mark.parametrize(
    ("column", "value", "what"),
    [
        ("item", "basics", 'The item "basics" is not in items.csv.'),
        ("place", "XX", 'The place "XX" is not in communities.csv.'),
        ("adults", "3", '"3" adults'),
        ("adults", "one", '"one" in the column "adults" is not a count'),
        ("seniors", "2", "2 seniors are more than 1 adults."),
        ("size", "4", "The size 4 is not 1 adults and 0 others."),
        ("effective_from", "2024-13-01", '"2024-13-01" in the column "effective_from" is a day that does not exist.'),
        ("effective_from", "1900-01-01", '"1900-01-01" in the column "effective_from" is not between 2000-01-01 and'),
        ("value", "-400", "-400 is below zero."),
        ("value", "40000", '40000 is outside what "basic" can be'),
        ("value", "many", '"many" is not a number (CAD a month).'),
        ("certainty", "sure", 'The certainty "sure" is not high, medium or low.'),
        ("flag", "Odd!", 'The flag "Odd!" is not a code.'),
        ("checked_on", "yesterday", '"yesterday" in the column "checked_on" is not a date such as 2022-01-31.'),
        ("note", "n" * 2001, 'The column "note" holds 2001 characters.'),
    ],
)
def test_a_plans_own_row_is_told_at_the_column(column: str, value: str, what: str, rates: Rates) -> None:
    with pytest.raises(PlanError) as caught:
        rates.with_entered([ENTERED | {"checked_on": "2024-10-01", column: value}])
    (problem,) = caught.value.problems
    assert problem.where == f"rates[0].{column}"
    assert problem.what.startswith(what)


@pytest.mark.parametrize(
    ("item", "value", "what"),
    [
        ("further_children", "youngest", '"youngest" is none of: highest, oldest.'),
        ("school_year_from", "02-29", '"02-29" is not a day of the year such as 09-01.'),
        ("stale_monthly", "soon", '"soon" in the column "value" is not a date such as 2022-01-31.'),
    ],
)
def test_a_plans_own_value_that_is_no_money_is_told_there(item: str, value: str, what: str, rates: Rates) -> None:
    own = {"item": item, "place": "CA", "effective_from": "2024-09-01", "value": value, "source": "letter"}
    with pytest.raises(PlanError) as caught:
        rates.with_entered([own])
    (problem,) = caught.value.problems
    assert (problem.where, problem.what.startswith(what)) == ("rates[0].value", True)


def test_a_plans_own_row_leaves_columns_empty_that_its_item_does_not_use(rates: Rates) -> None:
    """The amount for telephone and Internet is the same for everybody."""
    with pytest.raises(PlanError) as caught:
        rates.with_entered([ENTERED | {"item": "communication", "value": "80"}])
    assert [problem.where for problem in caught.value.problems] == [
        "rates[0].adults", "rates[0].others", "rates[0].seniors",
    ]  # fmt: skip


@pytest.mark.parametrize("column", ["item", "place", "effective_from", "value", "source"])
def test_a_plans_own_row_needs_five_columns(column: str, rates: Rates) -> None:
    for empty in ("", None, "  "):
        with pytest.raises(PlanError) as caught:
            rates.with_entered([ENTERED | {column: empty}])
        (problem,) = caught.value.problems
        assert (problem.where, problem.what) == (f"rates[0].{column}", f"The {column} of the rate is missing.")


def test_a_plans_own_row_is_kept_with_what_it_leaves_out(rates: Rates) -> None:
    """Checked on the day it starts, found where its source says, trusted."""
    own = rates.with_entered([ENTERED])
    key = "entered:on:basic:adults=1,others=0,seniors=0:2024-09-01"
    row = own.row(key)
    assert (row.locator, row.checked_on, row.certainty, row.is_entered) == ("sheet", date(2024, 9, 1), "high", True)
    given = {"locator": "page 2", "checked_on": "2024-10-01", "certainty": "low"}
    row = rates.with_entered([ENTERED | given]).row(key)
    assert (row.locator, row.checked_on, row.certainty) == ("page 2", date(2024, 10, 1), "low")
    assert rates.with_entered([]) is rates


def test_the_same_own_row_of_two_steps_is_seen(rates: Rates) -> None:
    with pytest.raises(PlanError, match="The same fact stands at"):
        rates.with_entered([ENTERED]).with_entered([ENTERED])


# between rows


def series(*counts: str, value: str = "343", start: str = "2019-11-01") -> list[dict[str, str]]:
    return [{"others": count, "value": value, "effective_from": start} for count in counts]


@pytest.mark.parametrize(
    ("counts", "missing"),
    [
        (("0", "1", "2"), ""), (("2", "0", "1"), ""), (("0", "2"), "1"), (("3", "0", "1"), "2"), (("0", "1", "4"), "2"),
        (("0", "1", "2+"), ""), (("0", "2+"), "1"), (("0+", "4"), ""), (("5",), ""), (("5", "6"), ""),
        (("0+", "4", "9"), ""), (("0", "1+", "5"), ""), (("0", "1+", "5", "9"), ""),
    ],
)  # fmt: skip
def test_a_series_of_counts_has_no_gap(counts: tuple[str, ...], missing: str, folder: Path) -> None:
    said = told(folder, *series(*counts))
    assert len(said) == bool(missing)
    if missing:
        assert f'In the series of "others" in force on 2019-11-01, {missing} is missing before ' in said[0]


def test_a_gap_is_looked_for_day_by_day_and_told_once(folder: Path) -> None:
    """Of others 2 nothing holds before 2020, so 1 is followed by 3 until then, and 5 stays without a 4."""
    rows = [*series("0", "1", "3", "5"), *series("2", "3", start="2020-01-01")]
    said = told(folder, *rows)
    wanted = [("2019-11-01", "2", "3"), ("2019-11-01", "4", "5"), ("2020-01-01", "4", "5")]
    assert len(said) == len(wanted)
    for line, (day, gap, after) in zip(said, wanted, strict=True):
        assert f'In the series of "others" in force on {day}, {gap} is missing before {after}.' in line


def test_a_series_loses_what_has_ended_whatever_the_order_of_the_file(folder: Path) -> None:
    """Of 0, 1 and 2 the 1 ends in 2021, though its end is filed before its beginning: from then on 1 is missing."""
    ended = {"others": "1", "value": "ended", "effective_from": "2021-01-01"}
    for rows in ([ended, *series("0", "1", "2")], [*series("0", "1", "2"), ended]):
        (said,) = told(folder, *rows)
        assert 'In the series of "others" in force on 2021-01-01, 1 is missing before 2.' in said


def test_sizes_count_over_any_adults_and_apart_by_case(folder: Path) -> None:
    """1 and 2 for one adult, 3 for a couple: no gap; case b begins with 1 and jumps to 3."""
    row: dict[str, str] = {"others": ""}
    sizes = [row | {"adults": a, "size": n} for a, n in (("1", "1"), ("1", "2"), ("2", "3"))]
    assert told(folder, *sizes) == []
    by_case = [row | {"adults": "1", "case": "b", "size": n} for n in ("1", "3")]
    said = told(folder, *sizes, *by_case)
    assert len(said) == 1 and 'series of "size" in force on 2019-11-01, 2 is missing before 3' in said[0]


def test_others_count_apart_for_each_number_of_adults_and_seniors(folder: Path) -> None:
    one = series("0", "1")
    couple = [row | {"adults": "2"} for row in series("0", "2")]
    said = told(folder, *one, *couple)
    assert len(said) == 1 and "1 is missing before 2" in said[0]
    senior = [row | {"seniors": "1"} for row in series("0", "2")]
    said = told(folder, *one, *senior)
    assert len(said) == 1 and "1 is missing before 2" in said[0]
    special = [row | {"case": "special"} for row in series("0", "2")]
    said = told(folder, *one, *special)
    assert len(said) == 1 and "1 is missing before 2" in said[0]


def test_only_tables_of_amounts_are_looked_through_for_gaps(folder: Path) -> None:
    """A rule that is told for sizes 1 and 3 is no table of amounts."""
    items = (folder / "items.csv").read_text(encoding="utf-8")
    (folder / "items.csv").write_text(items + "limit,Limit,Limite,CAD,0,99,,size,,rule,R9,\n", encoding="utf-8")
    rule = ROW | {"item": "limit", "adults": "", "others": "", "value": "9"}
    assert told(folder, {}, *(rule | {"size": size} for size in ("1", "3"))) == []


def test_a_row_ends_what_began_before_it(folder: Path) -> None:
    """The day it begins is too early for its end, whatever the order of the rows."""
    begun = {"others": "1", "effective_from": "2020-01-01"}
    for day, is_wrong in (("2019-12-31", True), ("2020-01-01", True), ("2020-01-02", False)):
        ended = begun | {"effective_from": day, "value": "ended"}
        assert ("ends an amount that no earlier row begins" in "".join(told(folder, {}, ended, begun))) is is_wrong


def test_a_row_that_has_ended_gives_way_to_the_wider_one(folder: Path) -> None:
    """From 2021 on the exact row is gone and the one for one or more others holds; before it begins neither does."""
    rows = [{}, {"others": "1+", "value": "400"}, {"others": "1", "value": "410"},
            {"others": "1", "value": "ended", "effective_from": "2021-01-01", "flag": "ended"}]  # fmt: skip
    assert told(folder, *rows) == []
    rates = Rates.load(folder)
    asked: dict[str, Any] = {"adults": 1, "others": 1}
    assert rates.amount("basic", "ON", date(2020, 12, 31), **asked).cents == 410_00
    assert rates.amount("basic", "ON", date(2021, 1, 1), **asked).cents == 400_00
    assert rates.find("basic", "ON", date(2019, 10, 31), **asked) is None
    assert [row.amount for row in rates.in_force("basic", "ON", date(2021, 1, 1))] == [343_00, 400_00]


def test_a_word_counts_as_much_as_a_number_for_what_fits_most_closely(folder: Path) -> None:
    """The row with the case and the count comes before the one with the count alone, in whatever order they stand; a
    family that asks for no case has the latter."""
    rows = [{"value": "500"}, {"value": "600", "case": "special"}]
    for order in (rows, rows[::-1]):
        assert told(folder, *order) == []
        rates = Rates.load(folder)
        asked: dict[str, Any] = {"adults": 1, "others": 0}
        assert rates.amount("basic", "ON", date(2020, 1, 1), **asked, case="special").cents == 600_00
        assert rates.amount("basic", "ON", date(2020, 1, 1), **asked, case="another").cents == 500_00
        assert rates.amount("basic", "ON", date(2020, 1, 1), **asked).cents == 500_00


@pytest.mark.parametrize(
    ("before", "after", "is_wrong"),
    [
        ("200", "500", False),  # two and a half times, the largest change printed
        ("200", "500.01", True),
        ("400", "200", False),
        ("400", "199.99", True),
        ("400", "400", False),
    ],
)
def test_an_amount_leaps_above_five_halves_or_below_a_half(
    before: str, after: str, is_wrong: bool, folder: Path
) -> None:
    rows = [{"value": before}, {"value": after, "effective_from": "2022-01-01"}]
    for order in (rows, rows[::-1]):
        said = told(folder, *order)
        assert bool(said) is is_wrong
        if is_wrong:
            cents = f"{after}.00" if "." not in after else after
            at = 3 if order is rows else 2
            assert said[0].startswith(f"rates/on.csv:{at}: {cents} is far from the {before}.00 it follows")
    flagged = [rows[0], rows[1] | {"flag": "printed_so", "note": "as printed"}]
    assert told(folder, *flagged) == []
    assert told(folder, rows[0] | {"flag": "printed_so"}, rows[1]) == []


@pytest.mark.parametrize(("used_for", "is_wrong"), [("rule", True), ("application", True), ("comparison", False)])
def test_what_a_result_hangs_on_is_looked_through_for_leaps(used_for: str, is_wrong: bool, folder: Path) -> None:
    """From 9 to 90; what only stands beside the results may leap."""
    items = (folder / "items.csv").read_text(encoding="utf-8")
    (folder / "items.csv").write_text(f"{items}limit,Limit,Limite,CAD,0,99,,,,{used_for},R9,\n", encoding="utf-8")
    row = ROW | {"item": "limit", "adults": "", "others": "", "value": "9"}
    said = told(folder, {}, row, row | {"value": "90", "effective_from": "2022-01-01"})
    assert [line.split(".")[1] for line in said] == ["csv:4: 90"] * is_wrong


def test_one_person_more_is_never_less(folder: Path) -> None:
    """The same is right, a cent less is asked about, either row's flag answers."""
    for value, is_wrong in (("343", False), ("342.99", True)):
        rows = [{}, {"others": "1", "value": value}]
        assert is_told(folder, *rows) is is_wrong
        assert is_told(folder, *rows[::-1]) is is_wrong
    (said,) = told(folder, {}, {"others": "1", "value": "342.99"})
    assert said.startswith("rates/on.csv:3: 342.99 is less than the 343.00 of a smaller family (rates/on.csv:2).")
    assert told(folder, {"flag": "odd"}, {"others": "1", "value": "342.99"}) == []
    assert told(folder, {}, {"others": "1", "value": "342.99", "flag": "odd"}) == []
    # Of another day, or for a couple: not the same table.
    assert told(folder, {}, {"others": "1", "value": "343"}, {"adults": "2", "value": "300"}) == []


def test_a_child_of_an_age_more_is_also_one_child_more(folder: Path) -> None:
    """One child of 0 to 6 at 360, a second one at 350: less, though both columns differ."""
    children = [{"others": n, "ages_0_6": n, "value": value} for n, value in (("1", "360"), ("2", "350"))]
    said = told(folder, {}, *children)
    assert len(said) == 1 and "350.00 is less than the 360.00 of a smaller family" in said[0]


def test_a_day_of_its_own_is_asked_about_from_four_rows_on(folder: Path) -> None:
    late = {"others": "2", "value": "350", "effective_from": "2020-01-01"}
    base = [{}, {"others": "1", "value": "343"}]
    assert told(folder, *base, {"others": "2"}, late) and not told(folder, *base, late | {"value": "350"})
    (said,) = told(folder, *base, {"others": "2"}, late)
    assert said.startswith("rates/on.csv:5: No other row of this table begins on 2020-01-01.")
    assert told(folder, *base, {"others": "2"}, late | {"flag": "later_row"}) == []


def test_a_case_of_its_own_is_asked_about_from_eight_rows_on(folder: Path) -> None:
    one = [{"others": str(n), "case": "single"} for n in range(7)]
    alone = {"adults": "2", "case": "singel"}
    assert told(folder, *one[:6], alone) == []
    (said,) = told(folder, *one, alone)
    assert said.startswith('rates/on.csv:9: No other row of the item has the case "singel".')
    assert told(folder, *one, alone | {"flag": "one_of_its_kind"}) == []
    assert told(folder, *one, {"adults": "2"}) == []


# the files


def test_a_file_is_read_up_to_its_limits(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The limits themselves are let through, one more is not; they are set to the file's own figures here."""
    data = (folder / "on.csv").read_bytes()
    files = "calculator.rates.files"
    far = "rates/on.csv: The file is far larger than a file of rates. It was not read."

    def said() -> list[str]:
        try:
            Rates.load(folder)
        except RatesError as error:
            return [str(problem) for problem in error.problems if str(problem).startswith(far)]
        return []

    others = max(len(path.read_bytes()) for path in folder.glob("*.csv"))
    note = b"n" * (others - len(data) + 1)
    (folder / "on.csv").write_bytes(data.rstrip(b"\n") + note + b"\n")
    size = (folder / "on.csv").stat().st_size
    for most, is_far in ((size, False), (size - 1, True)):
        monkeypatch.setattr(f"{files}.LARGEST_BYTES", most)
        assert bool(said()) is is_far
    monkeypatch.undo()
    (folder / "on.csv").write_bytes(data + b"\n" * (40 - data.count(b"\n")))
    for most, is_far in ((20, False), (19, True)):  # twice as many line ends as lines, as some editors write them
        monkeypatch.setattr(f"{files}.MOST_LINES", most)
        assert bool(said()) is is_far
    (folder / "on.csv").write_bytes((data + b"\n" * (20 - data.count(b"\n"))).replace(b"\n", b"\r\n"))
    for most, is_far in ((20, False), (19, True)):
        monkeypatch.setattr(f"{files}.MOST_LINES", most)
        assert bool(said()) is is_far
    monkeypatch.undo()
    (folder / "on.csv").write_bytes(data)
    for most, is_far in ((19, False), (18, True)):  # twenty columns have nineteen commas
        monkeypatch.setattr(f"{files}.MOST_CELLS", most)
        assert bool(said()) is is_far


def test_the_line_of_a_damaged_character_is_told(folder: Path) -> None:
    """Heading in line 1; the third row stands in line 4."""
    data = (folder / "on.csv").read_bytes()
    lines = data.split(b"\n")
    for bad, what in ((b"\0", "There is a NUL character"), (b"\xe9", "The file is not saved as UTF-8")):
        (folder / "on.csv").write_bytes(b"\n".join([*lines[:3], lines[3] + bad, *lines[4:]]))
        with pytest.raises(RatesError) as caught:
            Rates.load(folder)
        assert str(caught.value.problems[0]).startswith(f"rates/on.csv:4: {what}")


def test_after_so_many_problems_the_rest_is_not_looked_at(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("calculator.rates.load.MOST_PROBLEMS", 3)
    wrong = {"value": "x"}
    assert len(told(folder, wrong, wrong | {"others": "1"})) == 2
    said = told(folder, *(wrong | {"others": str(n)} for n in range(5)))
    assert [line.split(": ")[0] for line in said] == ["rates/on.csv:2", "rates/on.csv:3", "rates/on.csv:4", "rates"]
    assert said[3].startswith("rates: There are more problems than these; the rest was not looked at.")


def test_a_table_with_far_too_many_days_is_not_compared(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Three rows of three days are nine comparisons."""
    rows = [{"effective_from": f"202{n}-01-01"} for n in range(3)]
    monkeypatch.setattr("calculator.rates.series.MOST_COMPARISONS", 9)
    assert told(folder, *rows) == []
    monkeypatch.setattr("calculator.rates.series.MOST_COMPARISONS", 8)
    assert told(folder, *rows) == [
        'rates/on.csv:2: "basic" has 3 rows here, of 3 different days: far more than any table. '
        "Look whether a column of dates was filled down."
    ]
