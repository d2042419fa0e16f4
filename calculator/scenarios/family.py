"""Scenes about who is costed together: ages, adult children, births, family members who follow."""

from __future__ import annotations

from calculator.locale import N_
from calculator.scenarios.scene import Row, Scene, Slider, Step, days

SCENES = (
    Scene(
        name="family-of-five-winnipeg",
        title=N_("A seventh birthday in Winnipeg"),
        story=N_(
            "A couple with three children, 14, 9 and 6, arrive in Winnipeg on {arrives}. The "
            "youngest turns 7 on July 15."
        ),
        question=N_("What does the seventh birthday change?"),
        choices=(
            N_("Nothing: the amount is fixed on arrival"),
            N_("More from July on, the whole month"),
            N_("More from August on"),
        ),
        right=1,
        surprise=N_("The year costs {answer} instead of {before}, for one birthday."),
        lesson=N_(
            "Manitoba pays basic needs by the ages of the children: 0 to 6, 7 to 11, 12 to 17. A "
            "birthday that raises the support counts for its whole month: {june} until June, "
            "{july} from July on. Write birthdays into the plan."
        ),
        rules=("N48", "R17", "N44"),
        told=(
            Step(N_("If the youngest turned 6"), N_("One child in each age band, all year.")),
            Step(
                N_("The youngest turns 7"),
                N_("From July one child is in the top band and two are in the middle band."),
                {"people[4].born_on": "2015-07-15"},
            ),
        ),
        rows=(
            Row(N_("Minimum for the year"), "totals.sponsor_minimum"),
            Row(N_("Support in June"), "household.months[6].sponsor"),
            Row(N_("Support in July"), "household.months[7].sponsor"),
        ),
        peer=N_(
            "The RSTP calculator takes the ages on arrival and keeps them for all twelve months: "
            "it misses the birthday, has an older bus pass, and shows {its} for the year."
        ),
        peer_differs=True,
        sliders=(
            Slider(
                N_("Birth date of the youngest"),
                ("people[4].born_on",),
                days("2015-{:02d}-15", range(1, 13)),
                "day",
            ),
        ),
        values={
            "arrives": "typed:arrives_on",
            "june": "household.months[6].sponsor",
            "july": "household.months[7].sponsor",
            "its": "peer:family.minimum",
        },
    ),
    Scene(
        name="adult-son-edmonton",
        title=N_("The adult son"),
        story=N_(
            "A couple, a daughter of 12 and a son of {age} arrive in Edmonton on {arrives}. "
            "Immigration calls the son a dependent child. They all live together."
        ),
        question=N_("How is the son costed?"),
        choices=(
            N_("As a fourth member of the family"),
            N_("As a single person with a budget of his own"),
            N_("Not at all: he can work"),
        ),
        right=1,
        surprise=N_("The year costs {answer}. If he were 16 it would cost {before}."),
        lesson=N_(
            "Whoever is 18 or more is a unit of one: own start-up, basic needs, transport, "
            "telephone and housing amount. The family is costed without him. The money is his; "
            "his pay never lowers what his parents receive."
        ),
        rules=("R11", "R12"),
        told=(
            Step(N_("If he were 16"), N_("One unit of four people.")),
            Step(
                N_("He is {age}"),
                N_("Two units: a family of three, and the son."),
                {"people[3].age_at_arrival": 19},
            ),
        ),
        rows=(
            Row(N_("Minimum for the year"), "totals.sponsor_minimum"),
            Row(N_("Support in a full month"), "household.months[2].sponsor"),
            Row(N_("Start-up costs"), "totals.start_up"),
            Row(N_("Budgets"), "units.count"),
        ),
        peer=N_(
            "The RSTP calculator has a tab for him too, but adds a school item to every adult "
            "tab, pupil or not: {its} of start-up for him instead of {his}."
        ),
        peer_differs=True,
        sliders=(
            Slider(
                N_("Age of the son on arrival"), ("people[3].age_at_arrival",), tuple(range(12, 26)), "count"
            ),
        ),
        values={
            "arrives": "typed:arrives_on",
            "age": "typed:people[3].age_at_arrival",
            "its": "peer:son.start_up",
            "his": "units[son].totals.start_up",
        },
    ),
    Scene(
        name="eighteen-in-month-four",
        title=N_("Eighteen in month four"),
        story=N_(
            "A mother and her daughter of 17 arrive in Halifax on {arrives}. The daughter turns "
            "18 on April 20 and finishes school in June. Adults in Nova Scotia are 19."
        ),
        question=N_("What happens to the support in April?"),
        choices=(
            N_("Nothing before 19: that is the law in Nova Scotia"),
            N_("It falls: an adult is no dependant"),
            N_("It rises: two single people"),
        ),
        right=2,
        surprise=N_("April costs {answer} instead of {before}."),
        lesson=N_(
            "Since 2022 RAP takes 18 as the age of majority everywhere. From the month of the "
            "birthday mother and daughter are two singles, and the daughter has a start-up of "
            "her own for personal things: {topup}."
        ),
        rules=("R13", "R12", "N44"),
        told=(
            Step(N_("If she were 16"), N_("One unit of two people, all year.")),
            Step(
                N_("She is 17"),
                N_("In April she becomes a unit of one."),
                {"people[1].born_on": "2004-04-20"},
            ),
        ),
        rows=(
            Row(N_("Support in April"), "household.months[4].sponsor"),
            Row(N_("One-time items later"), "totals.one_time"),
            Row(N_("Minimum for the year"), "totals.sponsor_minimum"),
        ),
        peer=N_(
            "The RSTP calculator knows no birthdays. It shows {its} for the year; you would have to "
            "cost the case again in April, by hand."
        ),
        peer_differs=True,
        sliders=(
            Slider(
                N_("Birth date of the daughter"),
                ("people[1].born_on",),
                days("2004-{:02d}-20", range(1, 13)),
                "day",
            ),
        ),
        values={"arrives": "typed:arrives_on", "topup": "totals.one_time", "its": "peer:family.minimum"},
    ),
    Scene(
        name="twins",
        title=N_("Twins"),
        story=N_(
            "A couple arrive in Toronto on {arrives}. On March 1 a doctor's note says: twins, "
            "due on July 20. They are born on July 18."
        ),
        question=N_("How much is the item for newborns?"),
        choices=(
            N_("One amount for each birth"),
            N_("One amount for each child"),
            N_("Nothing: they were not on the undertaking"),
        ),
        right=1,
        surprise=N_("{answer}: one amount for each child."),
        lesson=N_(
            "A child born after the application is covered without a new undertaking. Each "
            "newborn has an item of its own. The note brings food money to the end of the month the "
            "twins are due, and maternity clothing once. From July the family is larger."
        ),
        rules=("R27", "R16", "N44"),
        told=(
            Step(N_("One child"), N_("Food from March to July, clothing once, one newborn item.")),
            Step(
                N_("Twins"),
                N_("Two newborn items; from July a family of four."),
                {"conditions[0].children": 2, "events[0].children": 2},
            ),
        ),
        rows=(
            Row(N_("Newborn item"), "units[family].one_time[newborn].entitlement"),
            Row(N_("Support in July"), "household.months[7].sponsor"),
            Row(N_("Minimum for the year"), "totals.sponsor_minimum"),
        ),
        peer=N_(
            "The RSTP calculator gives one newborn item for twins, food money for all twelve "
            "months, and never makes the family larger."
        ),
        peer_differs=True,
        sliders=(
            Slider(N_("Children born"), ("conditions[0].children", "events[0].children"), (1, 2, 3), "count"),
        ),
        values={"arrives": "typed:arrives_on"},
    ),
    Scene(
        name="one-year-window",
        title=N_("One-Year Window"),
        story=N_(
            "A father arrives in Ottawa on {arrives}. His wife and their child of 8, declared "
            "before he left, follow on {later}."
        ),
        question=N_("How long does the sponsor support the wife and the child?"),
        choices=(
            N_("To the end of the father's year"),
            N_("Twelve months from their own arrival"),
            N_("Not at all: the father sponsors them"),
        ),
        right=1,
        surprise=N_("Twelve months of their own: {answer} in all instead of {before} for the father alone."),
        lesson=N_(
            "Declared family members who follow within a year are supported for twelve months "
            "from their own arrival. Their start-up is that of the whole family less his; each "
            "month adds what the family needs more than he does alone."
        ),
        rules=("R15", "R14"),
        told=(
            Step(N_("The father alone"), N_("One single person for a year.")),
            Step(
                N_("Wife and child follow"),
                N_("A second stream of twelve months on top of his."),
                {
                    "people[1]": {
                        "id": "mother",
                        "role": "spouse",
                        "born_on": "1990-06-30",
                        "arrives_on": "2022-07-01",
                    },
                    "people[2]": {
                        "id": "child",
                        "role": "child",
                        "born_on": "2013-09-09",
                        "arrives_on": "2022-07-01",
                    },
                },
            ),
        ),
        rows=(
            Row(N_("Minimum for the case"), "totals.sponsor_minimum"),
            Row(N_("Support in August"), "household.months[8].sponsor"),
            Row(N_("Months of their own"), "units[family].months[@2].count"),
        ),
        peer=N_(
            "The RSTP calculator has no One-Year Window. It can only cost the whole family, or the father."
        ),
        peer_differs=True,
        sliders=(
            Slider(
                N_("Wife and child arrive on"),
                ("people[1].arrives_on", "people[2].arrives_on"),
                days("2022-{:02d}-01", range(2, 13)),
                "day",
            ),
        ),
        values={"arrives": "typed:arrives_on", "later": "typed:people[1].arrives_on"},
    ),
)
