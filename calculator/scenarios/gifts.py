"""Scenes about what lowers the cash a sponsor owes: gifts, free housing, pay, benefits, savings."""

from __future__ import annotations

from calculator.locale import N_
from calculator.scenarios.scene import Row, Scene, Slider, Step, dollars

PLACES = ("NS/halifax", "ON/kingston", "MB/winnipeg", "ON/toronto", "AB/calgary", "BC/vancouver")

SCENES = (
    Scene(
        name="free-house",
        title=N_("A free house from a co-sponsor"),
        story=N_(
            "A couple with a child of 9 settle in Kingston on {arrives}. A co-sponsor who signed "
            "the undertaking lends them a complete house for the year, free of charge."
        ),
        question=N_("What cash does the sponsor still owe in a full month?"),
        choices=(
            N_("Nothing: a house is worth more than the support"),
            N_("All of it: a house is not money"),
            N_("Everything except shelter and the supplement"),
        ),
        right=2,
        surprise=N_("{answer} in cash, every month."),
        lesson=N_(
            "Free and complete housing meets the shelter maximum and the supplement, here "
            "{housing}, whatever the house is worth. Food, transport and telephone stay cash. "
            "Cheap rent is no gift: it only lowers the shelter that is counted."
        ),
        rules=("R26", "R28", "R29"),
        told=(
            Step(N_("They rent"), N_("No lease yet: the planning amount.")),
            Step(
                N_("A friend asks only {cheap}"),
                N_("Shelter is the rent they really pay; nothing is in kind."),
                {"housing": [{"rent": "400.00"}]},
            ),
            Step(
                N_("The house is free"),
                N_("Shelter and supplement count in full, in kind."),
                {"housing": [{"free": True, "given_by": "signer"}]},
            ),
        ),
        rows=(
            Row(N_("Cash in a full month"), "household.months[2].sponsor"),
            Row(N_("In kind in a full month"), "household.months[2].in_kind"),
            Row(N_("Minimum for the year"), "totals.sponsor_minimum"),
        ),
        peer=N_(
            "The RSTP calculator gives the same cash if both boxes are set to 100%. One dollar "
            "in the shelter box already removes the whole supplement there."
        ),
        peer_differs=False,
        sliders=(Slider(N_("Community"), ("community",), PLACES, "place"),),
        values={
            "arrives": "typed:arrives_on",
            "housing": "household.months[2].in_kind",
            "cheap": "1:units[family].months[2].lines[shelter].entitlement",
        },
    ),
    Scene(
        name="sofa",
        title=N_("The sofa that pays for everything"),
        story=N_(
            "A couple with two children arrive in Toronto on {arrives}. A donor furnishes the "
            "whole flat; the group puts the value at {gift}. The family keeps it all."
        ),
        question=N_("How much of the furniture money is still owed?"),
        choices=(
            N_("Nothing: they have furniture"),
            N_("A little: the line less the value"),
            N_("At least 30% of the line"),
        ),
        right=2,
        surprise=N_("{answer} is still owed, although the furniture was worth almost the whole line."),
        lesson=N_(
            "Gifts count at their value, but furniture at most to 70% of its line: {cap} of "
            "{line}. The rest is money, so that the family can choose something too. Mattresses "
            "must be new, and furniture must be theirs to keep."
        ),
        rules=("R29", "R24", "N1"),
        told=(
            Step(N_("No gift"), N_("The whole line is money or purchases.")),
            Step(
                N_("A gift worth {small}"),
                N_("Below the cap: it counts in full."),
                {"in_kind": [{"line": "furniture", "value": "500.00"}]},
            ),
            Step(
                N_("A gift worth {gift}"),
                N_("Above the cap: it counts up to 70%."),
                {"in_kind": [{"line": "furniture", "value": "3000.00"}]},
            ),
        ),
        rows=(
            Row(N_("Furniture still owed"), "units[family].start_up[furniture].cash"),
            Row(N_("Counted in kind"), "units[family].start_up[furniture].in_kind"),
            Row(N_("Start-up costs"), "totals.start_up"),
        ),
        peer=N_(
            "The RSTP calculator has the same caps. It keeps no list of gifts and does not ask "
            "whether they are kept."
        ),
        peer_differs=False,
        sliders=(Slider(N_("Value of the furniture"), ("in_kind[0].value",), dollars(0, 4000, 100)),),
        values={
            "arrives": "typed:arrives_on",
            "gift": "typed:in_kind[0].value",
            "small": "1:units[family].start_up[furniture].in_kind",
            "cap": "units[family].start_up[furniture].in_kind_cap",
            "line": "units[family].start_up[furniture].entitlement",
        },
        chart="figure",
    ),
    Scene(
        name="earning",
        title=N_("Earning 40%, 60% and 150%"),
        story=N_(
            "One adult in Toronto is owed {full} a month. From March on there is work: first "
            "little, then more, at last {pay} a month after deductions."
        ),
        question=N_("What does the sponsor owe when the pay is {pay}?"),
        choices=(
            N_("The full support: the pay is a bonus"),
            N_("Half of the support"),
            N_("Nothing, for as long as it lasts"),
        ),
        right=2,
        surprise=N_("{answer} at one and a half times the support, but not a cent less at 40% of it."),
        lesson=N_(
            "Half of the support, {threshold}, may be earned without loss. Above that each "
            "dollar lowers the support of the next month by a dollar. The money not paid is kept "
            "in reserve: if the job ends, support resumes."
        ),
        rules=("R31", "R35", "R4"),
        told=(
            Step(N_("No job"), N_("The full support.")),
            Step(
                N_("40%: {low}"),
                N_("Below half of the support: no change."),
                {"income": [{"person": "adult", "net": "465.60", "from": "2022-03-01"}]},
            ),
            Step(
                N_("60%: {middle}"),
                N_("What is above half comes off, dollar for dollar."),
                {"income": [{"person": "adult", "net": "698.40", "from": "2022-03-01"}]},
            ),
            Step(
                N_("150%: {pay}"),
                N_("Nothing is left to pay."),
                {"income": [{"person": "adult", "net": "1746.00", "from": "2022-03-01"}]},
            ),
        ),
        rows=(
            Row(N_("Support in June"), "household.months[6].sponsor"),
            Row(N_("Lowered because of earnings"), "household.months[6].reduction"),
            Row(N_("Minimum for the year"), "totals.sponsor_minimum"),
        ),
        peer=N_(
            "The RSTP calculator uses the same half, but one pay for all twelve months and the "
            "same month. Above 150% it shows a deduction larger than the support."
        ),
        peer_differs=True,
        sliders=(
            Slider(
                N_("Pay in a month, after deductions"),
                ("income[0].net",),
                (*dollars(0, 1700, 50), "1746.00", *dollars(1750, 2500, 50)),
            ),
        ),
        values={
            "full": "0:household.months[6].sponsor",
            "pay": "typed:income[0].net",
            "low": "1:household.months[6].earned",
            "middle": "2:household.months[6].earned",
            "threshold": "units[family].months[6].threshold",
        },
    ),
    Scene(
        name="pupil-with-a-job",
        title=N_("The pupil's part-time job"),
        story=N_(
            "A mother in Toronto earns {mother} a month. Her son of 17 is in full-time secondary "
            "school and earns {son} in a shop."
        ),
        question=N_("Both are paid. What does the sponsor owe in June?"),
        choices=(
            N_("Less: together they are above half of the support"),
            N_("The full support"),
            N_("Nothing"),
        ),
        right=1,
        surprise=N_("{answer}: nothing comes off."),
        lesson=N_(
            "The pay of a full-time secondary pupil never counts, at any age. The mother alone "
            "stays below half of the support, {threshold}. Were he out of school, {lost} would "
            "come off."
        ),
        rules=("R34", "R31"),
        told=(
            Step(N_("If he had left school"), N_("Both pays count together.")),
            Step(
                N_("He goes to school full time"),
                N_("Only the mother's pay counts."),
                {"people[1].in_secondary_school": True},
            ),
        ),
        rows=(
            Row(N_("Support in June"), "household.months[6].sponsor"),
            Row(N_("Pay that counts"), "household.months[6].earned"),
            Row(N_("Lowered because of earnings"), "household.months[6].reduction"),
        ),
        peer=N_(
            "The RSTP calculator says “full-time studies”. That would also leave out a "
            "university student, whose pay counts."
        ),
        peer_differs=False,
        sliders=(
            Slider(N_("Pay of the son"), ("income[1].net",), dollars(0, 1500, 100)),
            Slider(N_("Pay of the mother"), ("income[0].net",), dollars(0, 1500, 100)),
        ),
        values={
            "mother": "typed:income[0].net",
            "son": "typed:income[1].net",
            "threshold": "units[family].months[6].threshold",
            "lost": "0:household.months[6].reduction",
        },
    ),
    Scene(
        name="child-benefit",
        title=N_("The Canada Child Benefit changes nothing"),
        story=N_(
            "A couple with three children live in Toronto. From February they receive {benefit} "
            "of Canada Child Benefit every month."
        ),
        question=N_("What happens to the monthly support?"),
        choices=(
            N_("It falls by the benefit"),
            N_("It falls by what is above half of the support"),
            N_("Nothing"),
        ),
        right=2,
        surprise=N_("{answer} before, {answer} after."),
        lesson=N_(
            "The Canada Child Benefit, tax credits and rebates are never income. The benefit "
            "belongs to the children. Help the family apply on arrival: it takes months to come, "
            "and the minimum never counts on it."
        ),
        rules=("R34", "N12"),
        told=(
            Step(N_("Before the benefit"), N_("The full support.")),
            Step(
                N_("With {benefit} a month"),
                N_("The entry is refused as income; nothing moves."),
                {
                    "income": [
                        {
                            "person": "mother",
                            "kind": "canada_child_benefit",
                            "net": "1600.00",
                            "from": "2022-02-01",
                        }
                    ]
                },
            ),
        ),
        rows=(
            Row(N_("Support in June"), "household.months[6].sponsor"),
            Row(N_("Minimum for the year"), "totals.sponsor_minimum"),
        ),
        peer=N_(
            "The RSTP calculator agrees, but has one box for income and cannot stop anybody from "
            "typing the benefit into it."
        ),
        peer_differs=False,
        sliders=(Slider(N_("Canada Child Benefit in a month"), ("income[0].net",), dollars(0, 3000, 100)),),
        values={"benefit": "typed:income[0].net"},
    ),
    Scene(
        name="savings",
        title=N_("They bring savings"),
        story=N_(
            "A couple arrive in Toronto on {arrives} with savings of {savings}. They put {loan} "
            "on their travel loan, and agree with the sponsor to count the rest."
        ),
        question=N_("By how much may the support fall?"),
        choices=(
            N_("By all of the savings"),
            N_("Only by what is above the exemption and not on the loan"),
            N_("Not at all: savings never count"),
        ),
        right=1,
        surprise=N_("The year falls from {before} to {answer}: much less than the savings."),
        lesson=N_(
            "A couple may keep {kept}. What is above goes to the travel loan first; only the "
            "rest, {counted}, may lower support, and only if sponsor and family decide it "
            "together. Nobody has to declare, and nobody may ask for a repayment."
        ),
        rules=("R30", "R7"),
        told=(
            Step(N_("Savings of {small}"), N_("Below the exemption: nothing changes.")),
            Step(
                N_("Savings of {savings}"),
                N_("What is above the exemption may come off."),
                {"assets[0].amount": "10000.00"},
            ),
            Step(
                N_("{loan} goes on the loan"),
                N_("The loan comes first; less comes off."),
                {"assets[0].amount": "10000.00", "assets[0].to_loan": "1000.00"},
            ),
        ),
        rows=(
            Row(N_("Minimum for the year"), "totals.sponsor_minimum"),
            Row(N_("Lowered because of own money"), "totals.asset"),
        ),
        peer=N_("The RSTP calculator has no field for savings."),
        peer_differs=True,
        sliders=(Slider(N_("Savings"), ("assets[0].amount",), dollars(0, 20000, 500)),),
        values={
            "arrives": "typed:arrives_on",
            "savings": "typed:assets[0].amount",
            "loan": "typed:assets[0].to_loan",
            "counted": "totals.asset",
            "small": "file:assets[0].amount",
            "kept": "table[asset_exemption].adults=2,others=0",
        },
        chart="figure",
    ),
)
