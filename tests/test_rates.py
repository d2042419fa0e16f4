"""The rate files: every message of the check, the horizon of every row, the look-up, the places, the reports.

Expected values are copied from the rate sheets; which row a family needs is in test_monthly_rows.
"""

from __future__ import annotations

import csv
import re
import shutil
import subprocess
import sys
from collections import defaultdict
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from calculator.budget import make_budget
from calculator.locale import catalogue
from calculator.plan import plan_from
from calculator.problems import MissingRate, PlanError, RatesError
from calculator.rates import Rates
from calculator.rates.check import check_row
from calculator.rates_report import check_command, compositions, coverage_command, show_command

HERE = Path(__file__).parent
BROKEN = HERE / "broken_rates"
ROOT = HERE.parent


def _messages() -> dict[str, tuple[str, list[str]]]:
    by_file: dict[str, tuple[str, list[str]]] = {}
    with open(BROKEN / "messages.csv", encoding="utf-8", newline="") as lines:
        for line in csv.DictReader(lines):
            by_file.setdefault(line["broken"], (line["stands_for"], []))[1].append(line["message"])
    return by_file


MESSAGES = _messages()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(BROKEN / "sound", tmp_path / "rates"))


def problems_of(folder: Path) -> list[str]:
    with pytest.raises(RatesError) as caught:
        Rates.load(folder)
    return [str(problem) for problem in caught.value.problems]


def test_the_sound_files_are_sound(folder: Path) -> None:
    assert Rates.load(folder).amount("basic", "ON", date(2020, 1, 1), adults=1, others=1).cents == 360_50


@pytest.mark.parametrize("broken", sorted(MESSAGES))
def test_each_broken_file_has_its_message(broken: str, folder: Path) -> None:
    stands_for, messages = MESSAGES[broken]
    shutil.copy(BROKEN / f"{broken}.csv", folder / stands_for)
    assert sorted(problems_of(folder)) == sorted(messages)


def test_every_broken_file_is_in_the_list() -> None:
    assert {path.stem for path in BROKEN.glob("*.csv")} == {*MESSAGES, "messages"}


def test_all_problems_are_told_at_once(folder: Path) -> None:
    for broken in ("decimal_comma", "not_a_choice", "label_missing"):
        stands_for, _ = MESSAGES[broken]
        shutil.copy(BROKEN / f"{broken}.csv", folder / stands_for)
    wanted = [
        message
        for broken in ("decimal_comma", "not_a_choice", "label_missing")
        for message in MESSAGES[broken][1]
    ]
    assert sorted(problems_of(folder)) == sorted(wanted)


@pytest.mark.parametrize("missing", ["items.csv", "communities.csv", "sources.csv"])
def test_a_dictionary_is_missing(missing: str, folder: Path) -> None:
    (folder / missing).unlink()
    assert f"rates/{missing}: The file is missing or cannot be opened. Restore it." in problems_of(folder)


def test_no_folder(tmp_path: Path) -> None:
    assert problems_of(tmp_path / "none") == [
        f"{tmp_path / 'none'}: There is no folder of rates here. Give the folder that holds items.csv, "
        "communities.csv and sources.csv."
    ]


def test_a_byte_order_mark_and_empty_rows_do_no_harm(folder: Path) -> None:
    text = (folder / "on.csv").read_text(encoding="utf-8")
    (folder / "on.csv").write_text(
        "\ufeff" + text.replace("\n", "\r\n") + "," * 19 + "\r\n", encoding="utf-8", newline=""
    )
    assert len(Rates.load(folder).all_rows) == 9


def test_ON_is_not_read_as_true_nor_NA_as_nothing(rates: Rates) -> None:
    table = rates.rows
    assert "ON" in set(table["place"])
    assert not table.isna().any().any()


# the files of the checkout


def test_every_row_has_a_source_a_locator_and_a_day_of_checking(rates: Rates) -> None:
    for row in rates.all_rows:
        assert row.source in rates.sources
        assert row.locator
        assert row.checked_on <= date(2026, 12, 31)


def test_keys_are_unique(rates: Rates) -> None:
    keys = [row.key for row in rates.all_rows]
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize(
    ("province", "rows"),
    [
        # printed basic, shelter and increment cells of the 2022-01-01 sheets, counted on the sheets
        ("ON", 22 + 4 + 6),
        ("AB", 28 + 2 + 2),
        ("BC", 26 + 1 + 6),
        ("MB", 40 + 6 + 11 + 1),
        ("SK", 5 + 24),
        ("NB", 28),
        ("NS", 10),
        ("PE", 56 + 7 + 2),
        ("NL", 10),
    ],
)
def test_each_sheet_of_2022_is_complete(province: str, rows: int, rates: Rates) -> None:
    items = {"basic", "basic_further", "shelter", "shelter_further"}
    held = [
        row
        for row in rates.all_rows
        if row.item in items
        and row.place.startswith(province)
        and not row.is_ended
        and row.effective_from == date(2022, 1, 1)
    ]
    assert len(held) == rows


@pytest.mark.parametrize(
    ("province", "starts"),
    [
        ("ON", {"2018-05-01", "2019-11-01", "2022-01-01"}),
        ("AB", {"2019-11-01", "2022-01-01"}),
        ("BC", {"2019-11-01", "2022-01-01"}),
        *((p, {"2017-10-01", "2019-11-01", "2022-01-01"}) for p in ("MB", "SK", "NB", "NS", "PE", "NL")),
    ],
)
def test_all_vintages_are_there(province: str, starts: set[str], rates: Rates) -> None:
    """These, and the newer ones somebody has added."""
    held = {row.effective_from.isoformat() for row in rates.history("basic", province)}
    assert {day for day in held if day <= max(starts)} == starts


def test_a_newer_sheet_is_not_called_out_of_date(rates: Rates) -> None:
    """Ontario's rows as if they were printed after the increase: assumed unchanged, but not behind it (N50)."""
    newer = [
        replace(row, effective_from=date(2025, 1, 1))
        if row.place == "ON" and row.effective_from == date(2022, 1, 1)
        else row
        for row in rates.all_rows
    ]
    person = {"id": "adult", "role": "principal", "age_at_arrival": 30}
    plan = plan_from({"version": 1, "community": "Toronto", "arrives_on": "2026-05-01", "people": [person]})
    for sheets, is_behind in ((rates, True), (rates.with_rows(newer), False)):
        told = [w["what_to_do"] for w in make_budget([plan], sheets).report(0)["warnings"] if w["id"] == "W03"]
        assert any("RAP rates rose" in text for text in told) == is_behind


def test_archived_sources_also_have_their_public_address(rates: Rates) -> None:
    for source in rates.sources.values():
        if source.archived_address:
            assert source.address.startswith("https://") and source.archived_address.startswith("https://")


def test_money_is_whole_cents(rates: Rates) -> None:
    table = rates.rows
    assert {str(table[c].dtype) for c in ("value_cents", "value_bp", "value_number")} == {"int64"}
    bc = table[table["key"] == "bc:basic:adults=2,others=0,seniors=0:2022-01-01"]
    assert list(bc["value"]) == ["857.22"]
    assert list(bc["value_cents"]) == [85722]


@pytest.mark.parametrize(
    ("item", "key", "on", "amount"),
    [
        ("income_threshold_share", {}, date(2020, 1, 1), 5000),
        ("inkind_share_furniture", {}, date(2020, 1, 1), 7000),
        ("inkind_share_utility", {}, date(2020, 1, 1), 0),
        ("contingency_share", {}, date(2020, 1, 1), 500),
        ("asset_exemption", {"adults": 1, "others": 0}, date(2020, 1, 1), 5_000_00),
        ("asset_exemption", {"adults": 2, "others": 0}, date(2020, 1, 1), 7_500_00),
        ("asset_exemption_further", {}, date(2020, 1, 1), 2_500_00),
        ("sah_fee_cap", {}, date(2018, 4, 30), 100_00),
        ("sah_fee_cap", {}, date(2018, 5, 1), 250_00),
        ("advance_limit_months", {}, date(2020, 1, 1), 3),
        ("bvor_rap_months", {}, date(2020, 1, 1), 6),
        ("bvor_cutoff_day", {}, date(2020, 1, 1), 15),
        ("jas_months", {}, date(2020, 1, 1), 24),
        ("senior_age", {}, date(2020, 1, 1), 65),
        ("newborn", {}, date(2020, 1, 1), 750_00),
        ("startup_school", {}, date(2020, 1, 1), 150_00),
        # the cost table and the in-kind table of 2018-05-01, size 4, 5 and the further member
        ("cost_table_income_support", {"size": 4}, date(2018, 5, 1), 21_200_00),
        ("cost_table_startup", {"size": 4}, date(2018, 5, 1), 7_500_00),
        ("cost_table_total", {"size": 4}, date(2018, 5, 1), 28_700_00),
        ("cost_table_total_further", {}, date(2018, 5, 1), 2_700_00),
        ("cost_table_total", {"size": 4}, date(2018, 4, 30), 28_200_00),
        ("cost_table_total", {"size": 4}, date(2017, 4, 30), 27_000_00),
        ("inkind_table_clothing", {"size": 5}, date(2020, 1, 1), 1_558_00),
        ("inkind_table_furniture_further", {}, date(2020, 1, 1), 294_00),
        ("inkind_table_shelter", {"size": 8}, date(2020, 1, 1), 12_372_00),
        ("inkind_table_school", {}, date(2020, 1, 1), 75_00),
    ],
)
def test_national_figures(item: str, key: dict[str, int], on: date, amount: int, rates: Rates) -> None:
    assert rates.amount(item, "CA", on, **key).amount == amount


@pytest.mark.parametrize(
    ("province", "before", "after"),
    [
        *((p, 19, 18) for p in ("BC", "NB", "NL", "NS")),
        *((p, 18, 18) for p in ("ON", "AB", "MB", "SK", "PE")),
    ],
)
def test_age_of_majority_is_18_everywhere_from_2022(
    province: str, before: int, after: int, rates: Rates
) -> None:
    places = rates.communities[f"{province}/elsewhere"].places
    assert rates.amount("age_of_majority", places, date(2021, 12, 31)).number == before
    assert rates.amount("age_of_majority", places, date(2022, 1, 1)).number == after


# the horizon of a row


def test_a_rate_starts_on_its_day_and_not_the_day_before(rates: Rates) -> None:
    assert rates.find("basic", ("ON",), date(2018, 4, 30), adults=1, others=0, seniors=0) is None
    assert rates.amount("basic", ("ON",), date(2018, 5, 1), adults=1, others=0, seniors=0).cents == 337_00
    assert rates.amount("basic", ("ON",), date(2019, 10, 31), adults=1, others=0, seniors=0).cents == 337_00
    assert rates.amount("basic", ("ON",), date(2019, 11, 1), adults=1, others=0, seniors=0).cents == 343_00


def test_a_missing_rate_names_item_place_and_day(rates: Rates) -> None:
    with pytest.raises(MissingRate) as caught:
        rates.amount("basic", rates.community("Calgary").places, date(2019, 10, 31), adults=2, others=3)
    assert str(caught.value.problem) == (
        'rates.basic: No amount is known for "Basic needs" in Calgary, Alberta on 2019-10-31 '
        "(adults 2, others 3). "
        "Add a rate of your own with its source and date."
    )
    assert caught.value.problem.code == "W03"


def test_an_ended_row_gives_nothing_any_more(rates: Rates) -> None:
    for place, item, key in (
        ("NS", "shelter", {"adults": 1, "others": 0, "case": "special circumstances"}),
        ("SK/moose-jaw", "shelter", {"adults": 2, "others": 0}),
    ):
        assert rates.find(item, place, date(2021, 12, 31), **key) is not None
        held = rates.find(item, place, date(2022, 1, 1), **key)
        assert held is None or held.column("case") is None
    assert rates.amount("majority_topup", ("NB",), date(2021, 12, 31)).cents == 150_00
    assert rates.find("majority_topup", rates.community("Moncton").places, date(2022, 1, 1)) is None


def test_communication_is_30_until_the_end_of_2021_and_75_after(rates: Rates) -> None:
    for community in rates.communities.values():
        assert rates.amount("communication", community.places, date(2021, 12, 31)).cents == 30_00
        assert rates.amount("communication", community.places, date(2022, 1, 1)).cents == 75_00


# rows of a plan

OWN = {
    "item": "basic",
    "place": "ON",
    "adults": "1",
    "others": "0",
    "seniors": "0",
    "effective_from": "2024-09-01",
    "value": "400.00",
    "source": "RAP sheet of September 2024",
}


def test_an_entered_row_wins_from_its_date_on(rates: Rates) -> None:
    own = rates.with_entered([OWN])
    key = {"adults": 1, "others": 0, "seniors": 0}
    before = own.amount("basic", ("ON",), date(2024, 8, 31), **key)
    after = own.amount("basic", ("ON",), date(2024, 9, 1), **key)
    assert (before.cents, before.is_entered) == (343_00, False)
    assert (after.cents, after.is_entered) == (400_00, True)
    assert after.key == "entered:on:basic:adults=1,others=0,seniors=0:2024-09-01"
    assert rates.amount("basic", ("ON",), date(2024, 9, 1), **key).cents == 343_00, (
        "the published rates changed"
    )


def test_an_entered_row_for_any_family_wins_over_closer_published_rows(rates: Rates) -> None:
    own = rates.with_entered([{**OWN, "adults": "", "others": "", "seniors": ""}])
    assert own.amount("basic", ("ON", "CA"), date(2025, 1, 1), adults=2, others=3, seniors=0).cents == 400_00


def test_entered_rows_are_checked_all_at_once(rates: Rates) -> None:
    with pytest.raises(PlanError) as caught:
        rates.with_entered(
            [{**OWN, "value": "400,00"}, {**OWN, "source": "", "price": "1"}, {**OWN, "place": "XX"}]
        )
    assert [str(problem) for problem in caught.value.problems] == [
        'rates[0].value: "400,00" is not a number (CAD a month). Write a decimal point, not a comma: 12.50.',
        'rates[1].price: There is no column "price" in a rate row. Use one of: item, place, '
        "adults, others, size, "
        "seniors, disabled, ages_0_6, ages_7_11, ages_12_17, ages_0_11, case, effective_from, value, source, "
        "locator, certainty, flag, checked_on, note.",
        "rates[1].source: The source of the rate is missing. A rate of your own needs item, place, "
        "effective_from, "
        "value and source.",
        'rates[2].place: The place "XX" is not in communities.csv. Correct it or add the place to '
        "communities.csv.",
    ]


def test_the_same_entered_row_twice(rates: Rates) -> None:
    with pytest.raises(PlanError, match="The same fact stands at rates\\[0\\] already"):
        rates.with_entered([OWN, {**OWN, "value": "410"}])


def test_published_and_entered_rows_are_judged_by_the_same_function(rates: Rates) -> None:
    problems: list[object] = []
    line = dict.fromkeys(
        (
            "adults",
            "others",
            "size",
            "seniors",
            "disabled",
            "ages_0_6",
            "ages_7_11",
            "ages_12_17",
            "ages_0_11",
            "case",
            "flag",
            "note",
        ),
        "",
    )
    line |= {
        "item": "basic",
        "place": "ON",
        "effective_from": "2022-01-01",
        "value": "1e3",
        "source": "x",
        "locator": "y",
        "certainty": "high",
        "checked_on": "2022-01-01",
    }
    assert check_row(line, "rates/on.csv:2", rates.items, {"ON"}, {"x"}, problems) is None  # type: ignore[arg-type]
    assert len(problems) == 1


# places

PEER_PLACES = """
ON: Chatham, Hamilton, Kapuskasing, Kingston, Kitchener, Leamington, London, Orangeville, Ottawa,
    Peterborough, Sault Ste. Marie, Thunder Bay, Windsor, Greater Toronto, Toronto, Mississauga, Brampton,
    Markham, Vaughan, Richmond Hill, Oakville, Burlington, Milton, Oshawa, Whitby, Ajax, Pickering,
    Newmarket, Aurora
AB: Brooks, Calgary, Edmonton, Fort McMurray, Grande Prairie, Lethbridge, Leduc, Medicine Hat, Red Deer,
    St. Albert
BC: Abbotsford, Kelowna, Nanaimo, Prince George, Vancouver, Vernon, Victoria, Burnaby, Surrey, Richmond
MB: Brandon, Winnipeg
NB: Fredericton, Moncton, Saint John
NL: St. John's, Labrador
NS: Halifax
PE: Charlottetown
SK: Moose Jaw, Prince Albert, Regina, Saskatoon
"""


def _peer_places() -> list[tuple[str, str]]:
    places = []
    for line in re.sub(r"\n +", " ", PEER_PLACES).strip().split("\n"):
        province, names = line.split(": ")
        places += [(province, name.strip()) for name in names.split(",")]
    return places


@pytest.mark.parametrize(("province", "name"), _peer_places())
def test_every_place_of_the_peer_is_there(province: str, name: str, rates: Rates) -> None:
    community = rates.community(name)
    assert community.province == province
    assert rates.community(community.name_fr) == community


@pytest.mark.parametrize(
    ("typed", "place"),
    [
        ("ON/ottawa", "ON/ottawa"),
        ("OTTAWA", "ON/ottawa"),
        ("sault-sainte-marie", "ON/sault-ste-marie"),
        ("Terre-Neuve, ailleurs sur l'île", "NL/elsewhere"),
        ("Ailleurs à l’Île-du-Prince-Édouard", "PE/elsewhere"),
        ("Elsewhere in Newfoundland and Labrador", "NL/elsewhere"),
        ("Yukon", "YT"),
        ("Scarborough", "ON/toronto"),
        ("Halifax, Nova Scotia", "NS/halifax"),
        ("st johns", "NL/st-johns"),
        ("Saint John", "NB/saint-john"),
    ],
)
def test_a_place_is_found_as_people_type_it(typed: str, place: str, rates: Rates) -> None:
    assert rates.community(typed).id == place


def test_every_province_has_an_elsewhere(rates: Rates) -> None:
    for province in ("ON", "AB", "BC", "MB", "NB", "NL", "NS", "PE", "SK"):
        assert rates.communities[f"{province}/elsewhere"].places[-1] == "CA"


def test_the_municipalities_of_the_areas(rates: Rates) -> None:
    in_area = defaultdict(set)
    for community in rates.communities.values():
        for place in community.places:
            in_area[place].add(community.id)
    assert len(in_area["ON/gtha"]) == 1 + 1 + 8 + 4 + 3 + 9, "Toronto, Hamilton, Durham, Halton, Peel, York"
    assert len(in_area["BC/metro-vancouver"]) == 21 + 1 + 1, "municipalities, Electoral Area A, Tsawwassen"
    assert "ON/orangeville" not in in_area["ON/gtha"]


@pytest.mark.parametrize("typed", ["Quebec", "Québec", "Montréal", "QC", "gatineau"])
def test_quebec_is_refused_with_the_reason(typed: str, rates: Rates) -> None:
    with pytest.raises(PlanError, match="its own sponsorship programme") as caught:
        rates.community(typed)
    assert caught.value.problems[0].code == "W01"


def test_an_unknown_place_gets_the_nearest_names(rates: Rates) -> None:
    with pytest.raises(PlanError, match=r"Choose one of the list \(Mississauga, Ontario"):
        rates.community("Missisauga")


# reports


def test_check_command(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert check_command(folder) == 0
    assert capsys.readouterr().out.startswith("The rates are in order: 9 rows, 1 sources, 1 communities.")
    shutil.copy(BROKEN / "decimal_comma.csv", folder / "on.csv")
    assert check_command(folder) == 1
    assert MESSAGES["decimal_comma"][1][0] in capsys.readouterr().out


def test_show_command_gives_every_hop_to_the_cell(rates: Rates) -> None:
    text = show_command("Winnipeg", date(2022, 1, 1), rates=rates)
    assert "Winnipeg, Manitoba: rates in force on 2022-01-01" in text
    assert 'RSTP-MB-2022-01: Basic needs table, row "couple + 3 children' in text
    assert "810.00" in text
    assert "818.00" not in text
    assert "checked 2023-08-31" in text
    assert "Winnipeg (Manitoba)" in show_command("Winnipeg", date(2022, 1, 1), "fr", rates=rates)
    assert "No rate is in force here" not in show_command("Yukon", date(2022, 1, 1), rates=rates)


def test_coverage_has_nothing_missing(rates: Rates) -> None:
    coverage = coverage_command(rates, date(2026, 11, 21))
    families = sum(1 for _ in compositions())
    places = sum(not c.needs_entered_rates for c in rates.communities.values())
    months = (2028 - 2019) * 12 + 1  # November 2019 to November 2028
    assert coverage.counts["missing"] == 0, coverage.examples
    assert sum(coverage.counts.values()) == families * places * months
    assert set(coverage.found) == {"ON", "AB", "BC", "MB", "NB", "NL", "NS", "PE", "SK"}
    assert "Without an amount" in coverage.table()
    assert "Sans montant" in coverage.table("fr")


def test_no_month_after_the_last_check_counts_as_found(rates: Rates) -> None:
    later = coverage_command(rates, date(2030, 1, 1)).found
    assert coverage_command(rates, date(2026, 11, 21)).found == later


@pytest.mark.parametrize("module", ["calculator.rates"])
def test_reading_the_rates_needs_no_pandas(module: str) -> None:
    code = f"import sys, {module} as m; m.Rates.load(); sys.exit('pandas' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


def test_a_missing_rate_is_said_in_either_language(rates: Rates) -> None:
    problem = rates.missing("basic", ("ON/toronto", "ON"), date(2001, 1, 1), adults=2, others=1).problem
    said = problem.said(catalogue("fr").gettext)
    assert "Basic needs" in problem.what and "adults 2, others 1" in problem.what
    assert "Besoins essentiels" in said.what and "adultes 2, autres 1" in said.what and "(Ontario)" in said.what
    assert "Basic" not in said.what and "adults" not in said.what


@pytest.mark.parametrize(
    ("file", "line", "column", "new"),
    [
        ("on.csv", 4, "value", "6720"), ("on.csv", 4, "value", "67"), ("on.csv", 4, "value", ""),
        ("on.csv", 4, "effective_from", "2022-02-01"), ("on.csv", 4, "others", "11"), ("on.csv", 4, "adults", "3"),
        ("on.csv", 4, "source", "RSTP-ON-2022-10"), ("bc.csv", 6, "value", "70058"), ("bc.csv", 6, "value", "700,58"),
        ("ca.csv", 3, "effective_from", "44562"), ("ca.csv", 3, "value", "-75"),
        ("communities.csv", 5, "province", "A"), ("items.csv", 3, "unit", "CAD a week"),
        ("sources.csv", 4, "source", ""),
    ],
)  # fmt: skip
def test_a_slip_in_one_cell_of_the_published_rates_is_seen(
    file: str, line: int, column: str, new: str, tmp_path: Path
) -> None:
    """A few of the slips that tests/benchmarks/data_faults.py makes by the thousand."""
    folder = Path(shutil.copytree(ROOT / "rates", tmp_path / "rates"))
    with (folder / file).open(encoding="utf-8", newline="") as lines:
        table = list(csv.DictReader(lines))
    assert table[line - 2][column] != new
    table[line - 2][column] = new
    with (folder / file).open("w", encoding="utf-8", newline="") as lines:
        writer = csv.DictWriter(lines, list(table[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(table)
    assert problems_of(folder)


def test_a_row_printed_oddly_is_let_through_with_a_flag(folder: Path) -> None:
    shutil.copy(BROKEN / "leap.csv", folder / "on.csv")
    text = (folder / "on.csv").read_text(encoding="utf-8")
    (folder / "on.csv").write_text(text.replace('1494,SHEET,"table 1, row 4",high,', '1494,SHEET,page,high,on_leap'))
    assert len(Rates.load(folder).all_rows) == 13


def test_the_row_that_fits_most_closely_counts(folder: Path) -> None:
    """An exact count before "or more", a later "or more" before an earlier one, any count last."""
    heading = (folder / "on.csv").read_text(encoding="utf-8").split("\n")[0]
    rows = [("0+", "300"), ("1+", "400"), ("2", "500"), ("3+", "600"), ("", "200")]
    lines = [f"basic,ON,1,{others},,,,,,,,,2019-11-01,{value},SHEET,page,high,,2023-08-31," for others, value in rows]
    (folder / "on.csv").write_text("\n".join([heading, *lines, ""]), encoding="utf-8")
    rates = Rates.load(folder)
    found = {n: rates.amount("basic", "ON", date(2020, 1, 1), adults=1, others=n).cents for n in range(5)}
    assert found == {0: 300_00, 1: 400_00, 2: 500_00, 3: 600_00, 4: 600_00}
