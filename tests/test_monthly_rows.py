"""Which rows of the sheets a family unit gets, in every province and vintage; start-up amounts.

Expected amounts are copied from the sheets by hand, sums are written out.
"""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from calculator.problems import MissingRate
from calculator.rates import Rates
from calculator.rates_report import compositions
from calculator.rules.monthly import Composition, MonthlyAmounts, monthly_amounts
from calculator.rules.remarks import REMARKS, remark_msgid
from calculator.rules.start_up import school_amount, start_up_amounts, start_up_remarks

D17, D18, D19, D22 = date(2017, 10, 1), date(2018, 5, 1), date(2019, 11, 1), date(2022, 1, 1)
DAY = timedelta(days=1)


def unit(text: str) -> Composition:
    """``2+1.0.2 s1`` is a couple, one a senior, with a child of 0-6 and two of 12-17; ``d1`` disabled adults,
    ``c1`` disabled others, ``u1`` unemployable."""
    heads, *marks = text.split()
    adults, _, children = heads.partition("+")
    young, middle, old = map(int, children.split(".")) if children else (0, 0, 0)
    count = {mark[0]: int(mark[1:]) for mark in marks}
    others, seniors = young + middle + old, count.get("s", 0)
    return Composition(
        int(adults),
        others,
        seniors,
        young,
        middle,
        old,
        others,
        others,
        int(adults) - seniors,
        seniors,
        count.get("d", 0),
        count.get("c", 0),
        "u" in count,
    )


def amounts(rates: Rates, place: str, on: date, who: str, **more: object) -> MonthlyAmounts:
    return monthly_amounts(rates, rates.community(place), on, unit(who), **more)  # type: ignore[arg-type]


ROWS = [
    # place, day, unit, basic, shelter maximum
    ("Ottawa", D18, "1", 337, 384),
    ("Ottawa", D19, "1", 343, 390),
    ("Ottawa", D22, "2+1.1.0", 494, 756),
    ("Ottawa", D22, "1+3.2.0", 360, 844),
    ("Ottawa", D22, "1+8.2.0", 360, 844),
    ("Ottawa", D22, "2+4.0.0", 494, 844),
    ("Ottawa", D22, "2+4.4.2", 494, 844),
    # Ontario seniors: one row for single seniors before 2022, two from then on
    ("Ottawa", D18, "1 s1", 596, 479),
    ("Ottawa", D19, "1+1.0.0 s1", 596, 753),
    ("Ottawa", D22, "1 s1", 672, 497),
    ("Ottawa", D22, "1+0.1.0 s1", 815, 781),
    ("Ottawa", D22, "2 s1", 969, 781),
    ("Ottawa", D22, "2 s2", 1341, 781),
    ("Ottawa", D22, "2+3.3.2 s2", 1341, 1026),
    ("Ottawa", D19, "2+0.0.1 s1", 882, 816),
    ("Calgary", D19, "1", 536, 330),
    ("Calgary", D22, "2+2.2.2", 1551, 679),
    ("Calgary", D22, "1+2.2.2", 1236, 660),
    ("Calgary", D22, "2+3.2.2", 1551 + 100, 679 + 21),
    ("Calgary", D22, "1+3.2.2", 1236 + 100, 660 + 21),
    ("Calgary", D22, "2+4.4.2", 1551 + 4 * 100, 679 + 4 * 21),
    ("Calgary", D22, "1+4.4.2", 1236 + 4 * 100, 660 + 4 * 21),
    ("Victoria", D22, "1", 560, 375),
    ("Victoria", D22, "2", 857.22, 570),
    ("Victoria", D22, "2+5.0.0", 951.06, 820),
    ("Victoria", D22, "2+6.0.0", 951.06, 820 + 35),
    ("Victoria", D22, "1+9.0.0", 700.58, 820 + 3 * 35),
    ("Victoria", D22, "1 s1", 856.42, 375),
    ("Victoria", D22, "1+1.0.0 s1", 997.08, 570),
    ("Victoria", D22, "2 s1", 1250.56, 570),
    ("Victoria", D22, "2 s2", 1499.06, 570),
    ("Victoria", D22, "2+1.0.0 s1", 1344.56, 660),
    ("Victoria", D22, "2+1.1.0 s2", 1593.06, 700),
    # Manitoba: bands 0-6, 7-11, 12-17
    ("Winnipeg", D17, "1", 220, 495),
    ("Winnipeg", D22, "1", 195, 576),
    ("Winnipeg", D22, "2", 479, 710),
    ("Winnipeg", D22, "1+0.0.1", 653, 710),
    ("Winnipeg", D22, "1+0.1.0", 529, 710),
    ("Winnipeg", D22, "1+1.0.0", 497, 710),
    ("Winnipeg", D17, "1+0.0.1", 467, 664),
    ("Winnipeg", D22, "1+0.0.2", 640, 896),
    ("Winnipeg", D22, "2+1.1.1", 810, 1133),
    ("Winnipeg", D17, "2+1.1.1", 818, 770),
    ("Winnipeg", D17, "2+0.0.1", 569, 664),
    ("Winnipeg", D22, "2+0.0.3", 929, 1133),
    ("Winnipeg", D22, "2+0.0.4", 929 + 189, 1133),
    # single parent, three of 7-11 and one of 0-6: 689 + 117 or 676 + 142; the higher
    ("Winnipeg", D22, "1+1.3.0", 818, 1133),
    ("Winnipeg", D22, "2+3.3.3", 810 + 3 * 189 + 3 * 117, 1233 + 25),
    ("Winnipeg", D22, "2+10.0.0", 713 + 7 * 117, 1233 + 2 * 25),
    # Saskatchewan: two groups, three columns before 2022
    ("Saskatoon", D22, "1", 285, 575),
    ("Saskatoon", D22, "2 d1", 620, 750),
    ("Saskatoon", D22, "2 d2", 670, 750),
    ("Saskatoon", D22, "1+2.0.1 d1", 335, 1150),
    ("Regina", D22, "2+2.2.2", 570, 1150),
    ("Moose Jaw", D22, "1", 285, 525),
    ("Prince Albert", D22, "2+1.0.0", 570, 750),
    ("Moose Jaw", D19, "1", 255, 259),
    ("Moose Jaw", D19, "1 u1", 255, 363),
    ("Prince Albert", D19, "1", 255, 289),
    ("Prince Albert", D19, "1 u1", 255, 404),
    ("Saskatoon", D17, "1 u1", 255, 459),
    ("Saskatoon", D17, "1", 255, 328),
    ("Saskatoon", D22, "1 u1", 285, 575),
    ("Prince Albert", D19, "2+3.3.0", 510, 724),
    ("Moose Jaw", D17, "1+5.0.0", 255, 690),
    ("SK/elsewhere", D22, "2+1.1.0", 570, 750),
    ("SK/elsewhere", D19, "2+1.1.0", 510, 563),
    ("Moncton", D22, "1", 355, 208),
    ("Moncton", D22, "1+1.0.0", 559, 328),
    ("Moncton", D22, "2", 569, 334),
    ("Moncton", D22, "2+1.0.0", 591, 347),
    ("Moncton", D22, "1+2.0.0", 591, 347),
    ("Moncton", D22, "2+5.5.0", 914, 537),
    ("Moncton", D22, "2+5.5.1", 950, 558),
    ("St. John's", D17, "1", 534, 149),
    ("St. John's", D22, "1", 534, 372),
    ("St. John's", D22, "2", 756, 372),
    ("St. John's", D22, "2+1.0.0", 742, 372),
    ("St. John's", D22, "1+4.4.0", 694, 372),
    ("Labrador", D22, "2+5.0.0", 742, 372),
    ("Halifax", D17, "1", 275, 300),
    ("Halifax", D19, "2+1.0.0", 550, 620),
    ("Halifax", D19, "1+1.1.0", 275, 620),
    ("Halifax", D19, "2+3.0.0", 550, 620),
    ("Halifax", D22, "1", 369.18, 216.82),
    ("Halifax", D22, "1+1.0.0", 543.06, 318.94),
    ("Halifax", D22, "1+1.1.0", 575.19, 620),
    ("Halifax", D22, "1+1.1.1", 575.19, 620),
    ("Halifax", D22, "2+3.0.0", 751.59, 441.41),
    # Prince Edward Island: bands 0-11, 12-17; beyond six the oldest are the further ones
    ("Charlottetown", D17, "1", 222, 0),
    ("Charlottetown", D22, "1+1.0.0", None, 681),
    ("Charlottetown", D22, "2+0.0.6", 1991, 995),
    ("Charlottetown", D22, "2+3.2.1", 1616, 995),
    ("Charlottetown", D22, "2+6.0.1", 1541 + 239, 995),
    ("Charlottetown", D22, "2+4.1.3", 1616 + 2 * 239, 995),
    ("Charlottetown", D22, "1+4.4.0", 1286 + 2 * 164, 995),
    ("Charlottetown", D22, "1+0.0.8", 1736 + 2 * 239, 995),
]


@pytest.mark.parametrize(("place", "on", "who", "basic", "shelter"), ROWS)
def test_basic_and_shelter(
    place: str, on: date, who: str, basic: float | None, shelter: float, rates: Rates
) -> None:
    found = amounts(rates, place, on, who)
    if basic is not None:
        assert found.basic_cents == round(basic * 100)
    if shelter:
        assert found.shelter_max_cents == round(shelter * 100)


def test_pe_2017_further_child_of_12_to_17_is_the_younger_amount_and_the_step(rates: Rates) -> None:
    six = amounts(rates, "Charlottetown", D17, "1+6.0.0").basic_cents
    assert amounts(rates, "Charlottetown", D17, "1+7.0.0").basic_cents == six + 144_00
    found = amounts(rates, "Charlottetown", D17, "1+6.0.1")
    assert found.basic_cents == six + (144 + 54) * 100
    assert "pe_2017_further_child" in found.remarks


@pytest.mark.parametrize(
    ("place", "first"),
    [
        ("Ottawa", D18),
        ("Calgary", D19),
        ("Victoria", D19),
        ("Winnipeg", D17),
        ("Saskatoon", D17),
        ("Moncton", D17),
        ("Halifax", D17),
        ("Charlottetown", D17),
        ("St. John's", D17),
    ],
)
def test_nothing_before_the_oldest_sheet(place: str, first: date, rates: Rates) -> None:
    with pytest.raises(MissingRate) as caught:
        amounts(rates, place, first - DAY, "2+1.1.0")
    assert "Basic needs" in str(caught.value)
    assert (first - DAY).isoformat() in str(caught.value)
    assert amounts(rates, place, first, "2+1.1.0").basic_cents > 0


@pytest.mark.parametrize(
    ("place", "who", "before", "after"),
    [
        ("Winnipeg", "1", 220, 195),
        ("Moncton", "1", 338, 355),
        ("Halifax", "2", 550, 719.46),
        ("Victoria", "1", 385, 560),
    ],
)
def test_the_day_a_rate_changes(place: str, who: str, before: float, after: float, rates: Rates) -> None:
    assert amounts(rates, place, D22 - DAY, who).basic_cents == round(before * 100)
    assert amounts(rates, place, D22, who).basic_cents == round(after * 100)


def test_new_brunswick_above_thirteen_needs_rows_of_your_own(rates: Rates) -> None:
    with pytest.raises(MissingRate):
        amounts(rates, "Moncton", D22, "2+6.6.0")
    own = rates.with_entered(
        [
            {
                "item": item,
                "place": "NB",
                "size": "14",
                "effective_from": "2022-01-01",
                "value": value,
                "source": "letter",
            }
            for item, value in (("basic", "986"), ("shelter", "579"))
        ]
    )
    found = amounts(own, "Moncton", D22, "2+6.6.0")
    assert (found.basic_cents, found.shelter_max_cents) == (986_00, 579_00)
    assert found.is_entered
    assert found.entered_keys == (
        "entered:nb:basic:size=14:2022-01-01",
        "entered:nb:shelter:size=14:2022-01-01",
    )


# remarks: never silently


@pytest.mark.parametrize(
    ("place", "on", "who", "remark"),
    [
        ("Halifax", D22, "1+1.1.0", "ns_2022_single_parent_shelter"),
        ("Halifax", D19, "2+1.1.0", "last_printed_row"),
        ("Halifax", D19, "1+1.1.1", "last_printed_row"),
        ("Winnipeg", D22, "1", "mb_2022_single_adult"),
        ("Winnipeg", D22, "1+0.0.1", "mb_2022_single_parent_teen"),
        ("Winnipeg", D22, "1+0.1.0", "mb_2022_single_parent_child"),
        ("Winnipeg", D22, "2+1.1.1", "mb_2022_couple_three_bands"),
        ("Winnipeg", D22, "1+1.3.0", "further_child_higher_sum"),
        ("St. John's", D22, "2+1.0.0", "nl_couple_with_children"),
        ("St. John's", D22, "2", "nl_couple_with_children"),
        ("Charlottetown", D22, "1+7.0.0", "pe_2022_further_child"),
        ("Calgary", D22, "1+7.0.0", "ab_single_parent_size_8"),
        ("Victoria", D22, "2+6.0.0", "last_printed_row"),
        ("SK/elsewhere", D22, "1", "shelter_group_assumed"),
        ("Saskatoon", D19, "1", "single_employable_assumed"),
        ("ON/elsewhere", D22, "1", "pass_not_on_file"),
        ("Brampton", D19, "1", "pass_before_its_date"),
    ],
)
def test_gaps_and_oddities_are_said(place: str, on: date, who: str, remark: str, rates: Rates) -> None:
    assert remark in amounts(rates, place, on, who).remarks


@pytest.mark.parametrize(
    ("place", "on", "who"),
    [
        ("Ottawa", D22, "2+1.1.0"),
        ("Ottawa", D22, "2+5.5.0"),
        ("Calgary", D22, "2+4.4.0"),
        ("Saskatoon", D22, "1"),
        ("Winnipeg", D22, "2+1.1.0"),
        ("Winnipeg", D22, "2+0.0.4"),
        ("Moncton", D22, "2+5.5.0"),
        ("Halifax", D22, "2+5.5.0"),
        ("Charlottetown", D22, "2+1.1.1"),
        ("Brooks", D22, "1"),
        ("SK/elsewhere", D22, "2 d2"),
    ],
)
def test_printed_rows_carry_no_remark(place: str, on: date, who: str, rates: Rates) -> None:
    said = set(amounts(rates, place, on, who).remarks) - {"pass_not_on_file", "shelter_group_assumed"}
    assert not said


def test_every_flag_and_remark_has_a_sentence(rates: Rates) -> None:
    flags = {row.flag for row in rates.all_rows if row.flag}
    assert flags <= set(REMARKS)
    assert remark_msgid("a_flag_of_next_year") == REMARKS["printed_oddity"]
    said = {
        remark
        for c in ("MB/winnipeg", "SK/elsewhere", "NS/halifax")
        for on in (D19, D22)
        for k in compositions()
        if k.others < 5
        for remark in amounts_of(rates, c, on, k)
    }
    assert said <= set(REMARKS)


def amounts_of(rates: Rates, place: str, on: date, composition: Composition) -> tuple[str, ...]:
    return monthly_amounts(rates, rates.communities[place], on, composition).remarks


# supplement, communication, extras


@pytest.mark.parametrize(
    ("place", "who", "cap"),
    [
        ("Calgary", "2+3.0.0", 200),
        ("Calgary", "2+4.0.0", 300),
        ("Calgary", "1+5.0.0", 300),
        ("Ottawa", "2+4.4.0", 200),
    ],
)
def test_supplement_cap_is_300_for_alberta_units_of_six(place: str, who: str, cap: int, rates: Rates) -> None:
    assert amounts(rates, place, D22, who).supplement_cap_cents == cap * 100


def test_peer_fault_15_the_supplement_of_new_brunswick_is_120_from_2022(rates: Rates) -> None:
    """The peer still adds 75."""
    before, after = (amounts(rates, "Moncton", on, "2+1.1.0").extras for on in (D22 - DAY, D22))
    assert [(e.line, e.quantity, e.unit_cents, e.rule) for e in before] == [
        ("nb_supplement", 1, 75_00, "R25.4")
    ]
    assert [(e.line, e.quantity, e.unit_cents, e.rule) for e in after] == [
        ("nb_supplement", 1, 120_00, "R25.4")
    ]
    assert amounts(rates, "Moncton", D22, "2").extras == ()


def test_new_brunswick_counts_dependants_under_19_before_2022_and_under_18_after(rates: Rates) -> None:
    eighteen = Composition(1, 1, 0, 0, 0, 1, under_18=0, under_19=1, adult_riders=2)
    place = rates.community("Moncton")
    before = monthly_amounts(rates, place, D22 - DAY, eighteen).extras
    assert [(e.line, e.unit_cents) for e in before] == [("nb_supplement", 75_00), ("majority_topup", 150_00)]
    assert monthly_amounts(rates, place, D22, eighteen).extras == ()


@pytest.mark.parametrize("place", ["Victoria", "Moncton", "St. John's", "Halifax"])
def test_top_up_of_150_for_an_18_year_old_until_the_end_of_2021(place: str, rates: Rates) -> None:
    eighteen = Composition(2, 2, 0, 0, 0, 2, under_18=1, under_19=2, adult_riders=3)
    topup = [
        e
        for e in monthly_amounts(rates, rates.community(place), D22 - DAY, eighteen).extras
        if e.line == "majority_topup"
    ]
    assert [(e.quantity, e.unit_cents, e.rule) for e in topup] == [(1, 150_00, "R12")]
    after = monthly_amounts(rates, rates.community(place), D22, eighteen).extras
    assert "majority_topup" not in [e.line for e in after]


def test_no_top_up_where_the_age_of_majority_is_18(rates: Rates) -> None:
    eighteen = Composition(2, 1, 0, 0, 0, 1, under_18=0, under_19=1, adult_riders=3)
    for place in ("Ottawa", "Calgary", "Winnipeg", "Saskatoon", "Charlottetown"):
        assert monthly_amounts(rates, rates.community(place), D19, eighteen).extras == ()


def test_manitoba_adds_20_per_senior_and_105_per_disabled_person(rates: Rates) -> None:
    extras = amounts(rates, "Winnipeg", D22, "2+1.0.0 s2 d1 c1").extras
    assert [(e.line, e.quantity, e.unit_cents) for e in extras] == [
        ("senior_addition", 2, 20_00),
        ("disability_addition", 2, 105_00),
    ]


@pytest.mark.parametrize(
    ("place", "fuel"),
    [
        ("St. John's", 71),
        ("NL/elsewhere", 71),
        ("Labrador", 0),
        ("Halifax", 0),
        ("Ottawa", 0),
    ],
)
def test_fuel_is_up_to_71_on_the_island_only(place: str, fuel: int, rates: Rates) -> None:
    assert amounts(rates, place, D22, "1").fuel_max_cents == fuel * 100


# transport (R25.3)


@pytest.mark.parametrize(
    ("place", "on", "adult", "senior"),
    [
        ("Toronto", date(2018, 6, 1), 151.15, 128.15),  # oldest rows, before their dates
        ("Toronto", D19, 151.15, 128.15),
        ("Toronto", date(2021, 11, 1), 156, 128.15),
        ("Toronto", D22, 156, 156),
        ("Markham", D19, 151.15, 128.15),
        ("Markham", D22 - DAY, 156, 128.15),
        ("Markham", D22, 156, 156),
        ("Hamilton", D19, 110, 75),
        ("Hamilton", date(2021, 12, 1), 112.20, 75),
        ("Hamilton", date(2023, 12, 1), 156, 156),
        ("Brampton", D19, 128, 128),
        ("Brampton", date(2024, 1, 1), 156, 156),
        ("Mississauga", D19, 135, 75),
        ("Mississauga", date(2024, 1, 1), 156, 156),
        ("Vancouver", D22, 177, 75),
        ("Surrey", D22, 177, 75),
        ("Abbotsford", D22, 75, 75),
        ("Winnipeg", date(2019, 10, 31), 100.10, 50),
        ("Winnipeg", D19, 100.10, 75),
        ("Winnipeg", D22, 104, 75),
        ("Winnipeg", date(2023, 11, 1), 107.80, 75),
        ("Brandon", D22, 84.50, 85),
        ("Ottawa", date(2025, 1, 31), 135, 75),
        ("Ottawa", date(2018, 6, 1), 119.50, 45.50),
        ("Saint John", date(2023, 12, 31), 77, 75),
        ("Saint John", date(2024, 1, 1), 81, 75),
        ("Halifax", date(2018, 12, 31), 78, 58),
        ("Halifax", D19, 82.50, 75),
        ("Halifax", date(2024, 9, 1), 90, 75),
        ("Charlottetown", date(2019, 10, 31), 58.50, 40.50),
        ("Charlottetown", D19, 75, 75),
        ("Moose Jaw", date(2019, 10, 31), 65, 35),
        ("Moose Jaw", D19, 75, 75),
        ("SK/elsewhere", date(2019, 10, 31), 75, 75),
        ("Brooks", D22, 75, 75),
        ("ON/elsewhere", D22, 75, 75),
        ("Orangeville", D22, 75, 75),
        ("Kitchener", date(2023, 11, 1), 92, 75),
    ],
)
def test_the_pass_of_a_rider(place: str, on: date, adult: float, senior: float, rates: Rates) -> None:
    found = amounts(rates, place, on, "2 s1")
    assert (found.adult_pass_cents, found.senior_pass_cents) == (round(adult * 100), round(senior * 100))


def test_the_senior_pass_of_the_area_may_be_chosen(rates: Rates) -> None:
    found = amounts(rates, "Markham", D22, "1 s1", gtha_senior_cents=128_15)
    assert found.senior_pass_cents == 128_15
    assert "area_pass_senior_option" in found.remarks
    assert amounts(rates, "Ottawa", D22, "1 s1", gtha_senior_cents=128_15).senior_pass_cents == 75_00


def test_a_pass_of_your_own_comes_before_the_amount_of_the_area(rates: Rates) -> None:
    own = rates.with_entered(
        [
            {
                "item": "transit_pass",
                "place": "ON/toronto",
                "case": "adult",
                "value": "160.00",
                "effective_from": "2025-01-01",
                "source": "Toronto Transit Commission",
            }
        ]
    )
    assert amounts(own, "Toronto", date(2024, 12, 31), "1").adult_pass_cents == 156_00
    assert amounts(own, "Toronto", date(2025, 1, 1), "1").adult_pass_cents == 160_00
    assert amounts(own, "Oshawa", date(2025, 1, 1), "1").adult_pass_cents == 160_00, (
        "Toronto's pass stands in"
    )


# Saskatchewan groups, territories


def test_the_group_of_another_saskatchewan_place_may_be_chosen(rates: Rates) -> None:
    found = amounts(rates, "SK/elsewhere", D22, "1", sk_group="SK/saskatoon-regina")
    assert found.shelter_max_cents == 575_00
    assert "shelter_group_assumed" not in found.remarks
    assert amounts(rates, "SK/elsewhere", D19, "1", sk_group="SK/prince-albert").shelter_max_cents == 289_00
    assert amounts(rates, "Regina", D22, "1", sk_group="SK/prince-albert").shelter_max_cents == 575_00
    assert amounts(rates, "Ottawa", D22, "1", sk_group="SK/prince-albert").shelter_max_cents == 390_00


def test_a_territory_has_only_the_rates_of_the_user(rates: Rates) -> None:
    with pytest.raises(MissingRate) as caught:
        amounts(rates, "Yukon", D22, "1")
    assert caught.value.problem.code == "W02"
    own = rates.with_entered(
        [
            {
                "item": item,
                "place": "YT",
                "effective_from": "2022-01-01",
                "value": value,
                "source": "Yukon office",
            }
            for item, value in (("basic", "500"), ("shelter", "900"))
        ]
    )
    found = amounts(own, "Yukon", D22, "2+1.0.0")
    assert (found.basic_cents, found.shelter_max_cents, found.communication_cents) == (500_00, 900_00, 75_00)


# until when a figure is known (N50)


def test_the_last_day_a_figure_is_known(rates: Rates) -> None:
    found = amounts(rates, "Toronto", D22, "2+1.0.0")
    assert found.monthly_known_until == date(2023, 8, 31)
    assert found.transit_known_until == date(2022, 12, 31)
    assert amounts(rates, "Calgary", D19, "1").transit_known_until == date(2021, 12, 31)


def test_a_new_sheet_lifts_the_horizon(rates: Rates) -> None:
    new = {"place": "ON", "effective_from": "2024-09-01", "source": "new sheet", "checked_on": "2025-06-30"}
    own = rates.with_entered(
        [
            {**new, "item": "basic", "adults": "1", "others": "0", "seniors": "0", "value": "400"},
            {**new, "item": "shelter", "adults": "1", "others": "0", "seniors": "0", "value": "500"},
            {**new, "item": "supplement_cap", "value": "200"},
            {**new, "item": "communication", "value": "75"},
        ]
    )
    assert amounts(own, "Ottawa", date(2025, 1, 1), "1").monthly_known_until == date(2025, 6, 30)


# every band mix (peer fault 24) and memory


@pytest.mark.parametrize("place", ["MB/winnipeg", "PE/charlottetown"])
def test_peer_fault_24_every_band_mix_has_a_row_of_its_own(place: str, rates: Rates) -> None:
    """The peer's second search may overwrite the row of families with young children."""
    community = rates.communities[place]
    for on in (D17, D19, D22):
        for k in compositions():
            found = monthly_amounts(rates, community, on, k)
            keys = "".join(found.basic_keys)
            if k.others <= 3:
                band = f"ages_12_17={k.ages_12_17}"
                assert band in keys
                assert f"adults={k.adults},others={k.others}" in keys


def test_what_was_looked_up_before_changes_nothing(rates: Rates) -> None:
    one = Rates.load()
    kinds = [k for k in compositions() if k.others < 4]
    for place in (
        "Brandon",
        "Winnipeg",
        "MB/elsewhere",
        "SK/elsewhere",
        "Toronto",
        "Ajax",
        "Labrador",
        "St. John's",
    ):
        for on in (D19, date(2021, 11, 15), D22, date(2023, 12, 1)):
            for k in kinds:
                held = monthly_amounts(rates, rates.community(place), on, k)
                one.memo.clear()
                assert monthly_amounts(one, one.community(place), on, k) == held


def test_age_bands_must_hold_the_children(rates: Rates) -> None:
    with pytest.raises(ValueError, match="do not hold 5 children"):
        monthly_amounts(rates, rates.community("Winnipeg"), D22, Composition(2, 5))


# start-up (R20, R21, R23)

START_UP = [
    # adults, others, staples, clothing, winter, household, furniture, linens, utility
    (1, 0, 210, 375, 175, 600, 1550, 80, 75),
    (1, 1, 300, 625, 300, 650, 2440, 160, 75),
    (2, 0, 300, 750, 350, 650, 2280, 160, 75),
    (1, 2, 390, 875, 425, 700, 2880, 240, 75),
    (2, 1, 390, 1000, 475, 700, 2560, 240, 75),
    (2, 2, 480, 1250, 600, 750, 3185, 320, 75),
    (2, 3, 570, 1500, 725, 800, 3885, 400, 75),
    (2, 4, 660, 1750, 850, 850, 4305, 480, 75),
    (2, 5, 750, 2000, 975, 900, 4725, 560, 75),
    (1, 3, 480, 1125, 550, 750, 3300, 320, 75),
    (1, 5, 660, 1625, 800, 850, 4140, 480, 75),
    (2, 10, 1200, 3250, 1600, 1150, 6825, 960, 75),
]


@pytest.mark.parametrize("row", START_UP)
def test_start_up_table(row: tuple[int, ...], rates: Rates) -> None:
    adults, others, *dollars = row
    found = start_up_amounts(rates, D22, adults, others)
    assert [line.line for line in found] == [
        "staples",
        "clothing",
        "winter",
        "household",
        "furniture",
        "linens",
        "utility",
    ]
    assert [line.cents for line in found] == [amount * 100 for amount in dollars]
    assert all(key in {r.key for r in rates.all_rows} for line in found for key in line.keys)


def test_an_adult_dependant_in_the_unit_is_clothed_as_an_adult(rates: Rates) -> None:
    child, adult = (
        {line.line: line.cents for line in start_up_amounts(rates, D19, 2, 1, count)} for count in (0, 1)
    )
    assert adult["clothing"] - child["clothing"] == (375 - 250) * 100
    assert adult["winter"] - child["winter"] == (175 - 125) * 100
    assert adult["furniture"] == child["furniture"]


def test_start_up_starts_on_its_day(rates: Rates) -> None:
    assert start_up_amounts(rates, D17, 1, 0)[0].cents == 210_00
    with pytest.raises(MissingRate):
        start_up_amounts(rates, D17 - DAY, 1, 0)
    assert start_up_amounts(rates, D17 - DAY, 1, 0, is_earlier_confirmed=True)[0].cents == 210_00
    assert start_up_remarks(rates, D17 - DAY, 1, 0) == ("start_up_before_its_date",)
    assert start_up_remarks(rates, D22, 1, 3) == ("start_up_single_parent_increment",)
    assert start_up_remarks(rates, D22, 2, 7) == ()


def test_school(rates: Rates) -> None:
    assert school_amount(rates, D22).cents == 150_00
