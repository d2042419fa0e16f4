"""Scenes about who pays, from which rates, and until when: streams, places, dates, the cost table."""

from __future__ import annotations

from calculator.locale import N_
from calculator.scenarios.gifts import PLACES
from calculator.scenarios.scene import Row, Scene, Slider, Step, days, dollars

SCENES = (
    Scene(
        name="single-toronto",
        title=N_("One person in Toronto"),
        story=N_(
            "One adult arrives in Toronto on {arrives}. Nobody knows the rent yet; then the "
            "group finds a room for {rent} a month."
        ),
        question=N_("What does the rent do to the minimum for the year?"),
        choices=(N_("It rises with the rent"), N_("It stays the same"), N_("It falls")),
        right=1,
        surprise=N_("The minimum stays {answer}. The real cost does not."),
        lesson=N_(
            "Shelter counts up to its maximum, {shelter}, and a supplement of up to "
            "{supplement}. The other {over} of the rent are real money too, every month, above "
            "the minimum. A minimum is a floor, not a budget."
        ),
        rules=("R26", "R1", "R20"),
        told=(
            Step(N_("No lease yet"), N_("Planning: shelter at its maximum and the full supplement.")),
            Step(
                N_("A room at {rent}"),
                N_("The rent is above both limits; what is counted stays where it was."),
                {"housing": [{"rent": "1450.00"}]},
            ),
        ),
        rows=(
            Row(N_("Minimum for the year"), "totals.sponsor_minimum"),
            Row(N_("Support in a full month"), "household.months[2].sponsor"),
            Row(N_("Rent above the limits, whole year"), "totals.over"),
        ),
        peer=N_(
            "The RSTP calculator gives the same minimum. It has no field for the real rent, so "
            "the missing {over} stay invisible."
        ),
        peer_differs=False,
        sliders=(Slider(N_("Rent"), ("housing[0].rent",), dollars(300, 2000, 50)),),
        values={
            "arrives": "typed:arrives_on",
            "rent": "typed:housing[0].rent",
            "shelter": "units[family].months[2].lines[shelter].limit",
            "supplement": "units[family].months[2].lines[supplement].limit",
            "over": "units[family].months[2].over",
        },
    ),
    Scene(
        name="bvor-fifteenth",
        title=N_("BVOR: the 15th and the 16th"),
        story=N_(
            "One adult comes to Toronto under BVOR: the government pays six months. The flight "
            "is booked for January 15; then it is moved to the 16th."
        ),
        question=N_("What must the sponsor pay in February if it lands on the 16th?"),
        choices=(N_("Nothing: the government has begun"), N_("Half of the month"), N_("The whole month")),
        right=2,
        surprise=N_("{answer} instead of {before}, for one day. The year costs the same."),
        lesson=N_(
            "Up to the 15th the government begins on the 1st of the next month, from the 16th a "
            "month later. It always pays six whole months, so that the sponsor's year is the "
            "same; only the cash is needed earlier. While papers are missing, the sponsor pays "
            "on."
        ),
        rules=("R39", "R39a", "N22"),
        told=(
            Step(N_("Lands on the 15th"), N_("The government pays from February 1.")),
            Step(
                N_("Lands on the 16th"), N_("The government pays from March 1."), {"arrives_on": "2022-01-16"}
            ),
        ),
        rows=(
            Row(N_("Sponsor in February"), "household.months[2].sponsor"),
            Row(N_("Sponsor, whole period"), "totals.sponsor_minimum"),
            Row(N_("Government, whole period"), "totals.government"),
        ),
        peer=N_("The RSTP calculator knows only private sponsorship: it cannot show who pays which month."),
        peer_differs=True,
        sliders=(Slider(N_("Day of arrival"), ("arrives_on",), days("2022-01-{:02d}", range(1, 32)), "day"),),
    ),
    Scene(
        name="jas-24-months",
        title=N_("JAS: 24 months"),
        story=N_(
            "A couple with two children settle in Vancouver. If they were privately sponsored, "
            "the year would cost {before}. They come as a joint assistance case."
        ),
        question=N_("What is the sponsor's minimum over 24 months?"),
        choices=(N_("Twice as much"), N_("Half: it is joint"), N_("Nothing")),
        right=2,
        surprise=N_("{answer} in money. What is asked for is time."),
        lesson=N_(
            "In a joint assistance case the government pays start-up and support for 24 months, "
            "here {government}. The group gives care, company and practical help, and may add "
            "what it likes. The figures are a forecast for the family."
        ),
        rules=("R40", "R41", "R23"),
        told=(
            Step(N_("Privately sponsored"), N_("Twelve months, all by the sponsor.")),
            Step(N_("Joint assistance"), N_("Twenty-four months, all by the government."), {"stream": "JAS"}),
        ),
        rows=(
            Row(N_("Minimum for the sponsor"), "totals.sponsor_minimum"),
            Row(N_("Paid by the government"), "totals.government"),
            Row(N_("Months of support"), "units[family].months.count"),
        ),
        peer=N_("The RSTP calculator has no joint assistance cases."),
        peer_differs=True,
        sliders=(Slider(N_("Community"), ("community",), PLACES, "place"),),
        values={"government": "totals.government"},
    ),
    Scene(
        name="gar-to-jas",
        title=N_("From GAR to JAS in month six"),
        story=N_(
            "A mother and a child of 9 are government-assisted in Ottawa since {arrives}. A form "
            "in March says that they need more help; a sponsor is found on June 1, and joint "
            "assistance is approved on {approved}."
        ),
        question=N_("How many months of support do they have in all?"),
        choices=(N_("12, as before"), N_("24 from the arrival"), N_("30: 24 from the approval")),
        right=1,
        surprise=N_("{answer} months, counted from the arrival: until {end}."),
        lesson=N_(
            "When a government-assisted family becomes a joint assistance case in Canada, the "
            "end moves to 24 months after the arrival. The form is due within eight months of "
            "arrival, and a sponsor within four months of the posting."
        ),
        rules=("R43", "R40"),
        told=(
            Step(N_("Stays government-assisted"), N_("Support ends after twelve months.")),
            Step(
                N_("Joint assistance from {approved}"),
                N_("The government pays on, to month 24."),
                {
                    "events": [
                        {
                            "kind": "conversion",
                            "on": "2022-06-10",
                            "form_on": "2022-03-15",
                            "posted_on": "2022-04-01",
                            "sponsor_found_on": "2022-06-01",
                        }
                    ]
                },
            ),
        ),
        rows=(
            Row(N_("Months of support"), "units[family].months.count"),
            Row(N_("Paid by the government"), "totals.government"),
            Row(N_("Minimum for the sponsor"), "totals.sponsor_minimum"),
            Row(N_("Last day of support"), "plan.ends_on"),
        ),
        peer=N_("The RSTP calculator has no government months."),
        peer_differs=True,
        sliders=(
            Slider(N_("Day of approval"), ("events[0].on",), days("2022-{:02d}-10", range(6, 13)), "day"),
        ),
        values={"arrives": "typed:arrives_on", "approved": "typed:events[0].on", "end": "plan.ends_on"},
    ),
    Scene(
        name="moving-to-calgary",
        title=N_("From Halifax to Calgary"),
        story=N_(
            "One adult arrives in Halifax on {arrives}, and moves to Calgary on {moved}. The "
            "sponsor finds a local co-sponsor, and support goes on."
        ),
        question=N_("What does the move change?"),
        choices=(
            N_("New rates from the day of the move, and a second start-up"),
            N_("New rates from July 1, no second start-up"),
            N_("Nothing: the rates of the arrival hold"),
        ),
        right=1,
        surprise=N_("The year costs {answer} instead of {before}."),
        lesson=N_(
            "The rates of the new place count from the 1st of the next month: {june} in June, "
            "{july} in July. Start-up is paid once. A sponsor is bound only in its community: "
            "tell IRCC early, for most breakdowns come from moves."
        ),
        rules=("R50", "R5", "N21"),
        told=(
            Step(N_("Stays in Halifax"), N_("The rates of Nova Scotia all year.")),
            Step(
                N_("Moves on {moved}"),
                N_("The rates of Alberta from the next month on."),
                {"events": [{"kind": "move", "on": "2022-06-12", "community": "Calgary"}]},
            ),
        ),
        rows=(
            Row(N_("Minimum for the year"), "totals.sponsor_minimum"),
            Row(N_("Support in June"), "household.months[6].sponsor"),
            Row(N_("Support in July"), "household.months[7].sponsor"),
            Row(N_("Start-up costs"), "totals.start_up"),
        ),
        peer=N_(
            "The RSTP calculator has one place for the whole year: after a move everything is typed again."
        ),
        peer_differs=True,
        sliders=(
            Slider(N_("Day of the move"), ("events[0].on",), days("2022-{:02d}-12", range(1, 13)), "day"),
        ),
        values={
            "arrives": "typed:arrives_on",
            "moved": "typed:events[0].on",
            "june": "household.months[6].sponsor",
            "july": "household.months[7].sponsor",
        },
    ),
    Scene(
        name="rates-go-up",
        title=N_("Rates go up in month five"),
        story=N_(
            "One adult arrives in Winnipeg on {arrives}. The support was planned with the rates "
            "of that day. In month five, January 2022, new rates come into force."
        ),
        question=N_("Do the new rates count for somebody who is already here?"),
        choices=(N_("No: the plan was approved"), N_("Yes, from January on"), N_("Only for later arrivals")),
        right=1,
        surprise=N_("{answer} in month five instead of {before}."),
        lesson=N_(
            "Support follows the rates of each month, for people already here too; only the "
            "start-up keeps the rates of the arrival. The plan of the application is only a "
            "plan: keep a reserve and look for new sheets."
        ),
        rules=("R5", "N33"),
        told=(
            Step(N_("The same arrival a year earlier"), N_("No new sheet in these twelve months.")),
            Step(
                N_("Arrival on {arrives}"),
                N_("The sheet of January 2022 begins in month five."),
                {"arrives_on": "2021-09-01"},
            ),
        ),
        rows=(
            Row(N_("Support in month five"), "household.months[5].sponsor"),
            Row(N_("Support in month one"), "household.months[1].sponsor"),
            Row(N_("Minimum for the year"), "totals.sponsor_minimum"),
        ),
        peer=N_(
            "The RSTP calculator has one set of rates without a date: it shows one amount for "
            "all twelve months, {its} for the year."
        ),
        peer_differs=True,
        sliders=(Slider(N_("Day of arrival"), ("arrives_on",), days("2021-{:02d}-01", range(2, 13)), "day"),),
        values={"arrives": "typed:arrives_on", "its": "peer:family.minimum"},
    ),
    Scene(
        name="application-and-reality",
        title=N_("The application table and reality"),
        story=N_(
            "A Group of Five applies for a couple with two children. The cost table asks for "
            "{table}, anywhere in the country. The family settles in Vancouver."
        ),
        question=N_("Is the amount of the table enough?"),
        choices=(N_("Yes: it was approved"), N_("Nearly"), N_("No: the rates of the place decide")),
        right=2,
        surprise=N_(
            "In Vancouver at least {answer} is owed; the table said {table}. In Halifax it would be {before}."
        ),
        lesson=N_(
            "The cost table is a yardstick for the application: one amount for each family size. "
            "After the arrival only the rates of the community count, and they are a floor too. "
            "Cost the plan with both before you sign."
        ),
        rules=("R51", "N29", "R1"),
        told=(
            Step(N_("In Halifax"), N_("The rates ask for less than the table.")),
            Step(
                N_("In Vancouver"),
                N_("The rates ask for more than the table."),
                {"community": "BC/vancouver"},
            ),
        ),
        rows=(
            Row(N_("Minimum for the year"), "totals.sponsor_minimum"),
            Row(N_("Cost table at application"), "application.required"),
            Row(N_("Missing in the table"), "application.below_rap"),
        ),
        peer=N_("The RSTP calculator begins after the arrival: it has no cost table and no pledges."),
        peer_differs=True,
        sliders=(Slider(N_("Community"), ("community",), PLACES, "place"),),
        values={"table": "application.required"},
        chart="figure",
        line=1,
    ),
    Scene(
        name="month-thirteen",
        title=N_("Month 13"),
        story=N_(
            "One adult arrives in Toronto on {arrives}. The support for January is only a part of the month."
        ),
        question=N_("What is owed in January of the next year?"),
        choices=(
            N_("A thirteenth month"),
            N_("Nothing: twelve payments are made"),
            N_("The rest of the first month"),
        ),
        right=2,
        surprise=N_(
            "{answer}: the days that were missing in the first month. Twelve months in all, over "
            "thirteen pages of the calendar."
        ),
        lesson=N_(
            "Support runs to the day before the anniversary, {end}, and costs twelve months "
            "whatever the day of arrival. Then it ends: review the needs in month nine, and help "
            "apply for social assistance so that nothing is missing after."
        ),
        rules=("R46", "R3", "N35"),
        told=(
            Step(N_("Arrival on the 1st"), N_("Twelve whole months.")),
            Step(
                N_("Arrival on {arrives}"),
                N_("A part month, eleven whole months, and the rest of the first one."),
                {"arrives_on": "2022-01-20"},
            ),
        ),
        rows=(
            Row(N_("Support in January of the next year"), "household.months[13].sponsor"),
            Row(N_("Support in the first month"), "household.months[1].sponsor"),
            Row(N_("Monthly support, whole period"), "totals.income_support"),
            Row(N_("Last day of support"), "plan.ends_on"),
        ),
        peer=N_(
            "The RSTP calculator shows the same thirteen columns, without the start-up, the "
            "dates and who pays."
        ),
        peer_differs=False,
        sliders=(Slider(N_("Day of arrival"), ("arrives_on",), days("2022-01-{:02d}", range(1, 32)), "day"),),
        values={"arrives": "typed:arrives_on", "end": "plan.ends_on"},
    ),
)
