"""Notices about what changes in the period: W20, W21, W32."""

from __future__ import annotations

from datetime import date
from typing import Any

from calculator.locale import N_, listing
from calculator.notices.case import AMBER, NOTE, Birthday, Case
from calculator.periods import to_day
from calculator.rules.conditions import NEAR_THE_DUE_DATE

BEFORE_AND_AFTER = N_("The household's monthly total is {before} in month {a} and {after} in month {b}.")
NO_DIFFERENCE = N_("The household's monthly total stays at {after}.")


def change_notices(case: Case) -> None:
    """Everything about birthdays, births, moves and people who leave."""
    birthdays_that_matter(case)
    births(case)
    expected_children(case)
    moves(case)
    legal_age(case)
    people_who_leave(case)


def difference(case: Case, day: date, *, is_move: bool = False) -> tuple[str, dict[str, Any], int | None]:
    """Monthly total before and after a day, in words: msgid, values and the month from which it counts."""
    pair = case.change_at(day, is_move=is_move)
    if pair is None:
        return "", {}, None
    a, b = pair
    before, after = case.total_in(a), case.total_in(b)
    numbers = {
        "a": case.cells[a][0],
        "b": case.cells[b][0],
        "before": case.money(before),
        "after": case.money(after),
    }
    return (BEFORE_AND_AFTER if before != after else NO_DIFFERENCE), numbers, case.cells[b][0]


def child_bands(case: Case) -> set[int]:
    """Ages at which a child enters another band of basic needs where the family lives (N48)."""
    return {
        row.amount
        for place in case.communities
        for p in place.places
        for row in case.rates.history("child_band_from", p)
        if row.amount > 0
    }


def has_senior_amounts(case: Case) -> bool:
    """Whether a place of the case has amounts of its own for seniors (R25.1, R25.3, R25.4)."""
    for place in case.communities:
        for p in place.places:
            if any(row.column("seniors") is not None for row in case.rates.history("basic", p)):
                return True
            if case.rates.history("senior_addon", p):
                return True
        for p in (*place.places, *place.passes_also):
            if any(row.column("case") == "senior" for row in case.rates.history("transit_pass", p)):
                return True
    return False


def important_birthdays(case: Case) -> list[Birthday]:
    """Birthdays that can change something: person, age, day, msgid (R17); looked for once a case."""
    if case.important_birthdays is None:
        case.important_birthdays = _important_birthdays(case)
    return case.important_birthdays


def _important_birthdays(case: Case) -> list[Birthday]:
    p = case.b.parameters
    found: list[Birthday] = []
    school_days = [date.fromisoformat(x["due_on"]) for _, x in case.all_items() if x["line"] == "school"]
    pupil_from = p.ages.pupil_from
    for person, day in case.birthdays(pupil_from):
        if any(day <= on for on in school_days):
            found.append(
                (
                    person,
                    pupil_from,
                    day,
                    N_("“{person}” turns {age} on {day} and is a pupil at the next school instalment."),
                )
            )
    for age in sorted(child_bands(case)):
        for person, day in case.birthdays(age):
            if not person["is_head"]:
                found.append(
                    (
                        person,
                        age,
                        day,
                        N_("“{person}” turns {age} on {day}: the next age band of basic needs applies."),
                    )
                )
    for age in sorted({p.ages.adult, p.ages.adult_before}):
        for person, day in case.birthdays(age):
            place = case.place
            majority = p.majority(place, to_day(day))
            if person["is_head"] or (age != p.ages.adult and age != majority):
                continue
            msgid = N_("“{person}” turns {age} on {day}: the family's amounts change.")
            if age == majority and person["is_automatic"]:
                msgid = N_("“{person}” turns {age} on {day} and becomes a family unit of their own.")
            found.append((person, age, day, msgid))
    if has_senior_amounts(case):
        for person, day in case.birthdays(p.ages.senior):
            found.append(
                (
                    person,
                    p.ages.senior,
                    day,
                    N_("“{person}” turns {age} on {day}: the amounts for seniors apply."),
                )
            )
    return sorted(found, key=lambda row: (row[2], str(row[0]["id"])))


def birthdays_that_matter(case: Case) -> None:
    """W20: birthdays that change an amount, with the total before and after (R17)."""
    for person, age, day, msgid in important_birthdays(case):
        to_do, numbers, month = difference(case, day)
        case.say(
            "W20",
            NOTE,
            case.where_born(person),
            msgid,
            to_do,
            rule="R17",
            month=month,
            person=person["id"],
            age=age,
            day=case.day(day),
            **numbers,
        )


def births(case: Case) -> None:
    """W20: children born while the family is supported (R16)."""
    by_day: dict[date, list[dict[str, Any]]] = {}
    for person in case.people:
        if person["is_birth"] and person["born"] > case.arrives:
            by_day.setdefault(person["born"], []).append(person)
    for day, children in sorted(by_day.items()):
        to_do, numbers, month = difference(case, day)
        what = N_("A child is born on {day} and joins the family's budget.")
        if len(children) > 1:
            what = N_("{count} children are born on {day} and join the family's budget.")
        case.say(
            "W20",
            NOTE,
            case.where_born(children[0]),
            what,
            to_do,
            rule="R16",
            month=month,
            day=case.day(day),
            count=len(children),
            **numbers,
        )


def expected_children(case: Case) -> None:
    """W20: a due date in the period without a birth near it: the child is not in the monthly amounts yet (R16)."""
    born = [person["born"] for person in case.people if person["is_birth"]]
    for i, condition in enumerate(case.plan.conditions):
        if condition.kind != "pregnancy" or not case.arrives <= condition.due_on <= case.ends:
            continue
        if not any(abs((day - condition.due_on).days) <= NEAR_THE_DUE_DATE for day in born):
            case.say(
                "W20",
                NOTE,
                f"conditions[{i}].due_on",
                N_(
                    "A child is expected on {day} and no birth is entered: monthly support does not count "
                    "the child yet."
                ),
                N_("Add a birth on the expected day to see what the family is owed from then on."),
                rule="R16",
                day=case.day(condition.due_on),
            )


def moves(case: Case) -> None:
    """W20: a move, and the total with the rates of the old and the new place (R50)."""
    for where, event in case.events("move"):
        day = case.plan.options.move_switch_on or event.on
        to_do, numbers, month = difference(case, day, is_move=True)
        case.say(
            "W20",
            NOTE,
            where,
            N_("The family moves to {place} on {day}. There is no second start-up."),
            to_do,
            rule="R50",
            month=month,
            place=event.community,
            day=case.day(event.on),
            **numbers,
        )


def legal_age(case: Case) -> None:
    """W21: provinces where people come of age later than RAP says (R12)."""
    for place in case.communities:
        row = case.rates.find("legal_age", place.places, date.max)
        used = case.figure("age_of_majority")
        if row is not None and row.amount > used:
            case.say(
                "W21",
                NOTE,
                "community",
                N_(
                    "The legal age in {province} is {legal}. RAP uses {used}: from {used} on a dependant "
                    "is a family unit of their own."
                ),
                N_("Someone of {used} may still need an adult's signature, for a lease for example."),
                rule="R12",
                province=case.rates.place(place.province).name(case.lang),
                legal=row.amount,
                used=used,
            )


def people_who_leave(case: Case) -> None:
    """W32: moving away, separation, an adult child leaving, absence, death, breakdown (R50, N16-N18, N20)."""
    for where, e in case.events("move"):
        case.say(
            "W32",
            AMBER,
            where,
            N_("The family moves away on {day}. A private sponsor is bound only while they live in its community."),
            N_(
                "Call IRCC. Look for sponsors or representatives in the new place. Your duty lasts "
                "until IRCC gives notice, so keep paying."
            ),
            rule="R50",
            day=case.day(e.on),
        )
    for where, e in case.events("separation"):
        case.say(
            "W32",
            AMBER,
            where,
            N_("The family separates on {day}. There is no duty to support two households."),
            N_(
                "Call IRCC. Keep the larger household, or choose if they are equal; the duty for the "
                "other lasts until IRCC gives notice."
            ),
            rule="N17",
            day=case.day(e.on),
        )
    for where, e in case.events("adult_child_leaves"):
        case.say(
            "W32",
            AMBER,
            where,
            N_("An adult child leaves the parents on {day}: {people}."),
            N_("Support both households, or ask IRCC about a breakdown. Until it is declared the duty goes on."),
            rule="N16",
            day=case.day(e.on),
            people=listing(e.people, case.lang),
        )
    for where, e in case.events("absence"):
        to_do = N_(
            "Call IRCC and note the dates. Nothing is taken off here by itself. A suggestion: "
            "after the first full calendar month away, count basic needs and transport for those "
            "who stay, and keep shelter and supplement."
        )
        if not e.is_counted:
            to_do = N_(
                "Call IRCC and keep proof of the dates. The budget leaves them out from that day, as "
                "you entered. Your duty lasts until IRCC gives notice."
            )
        case.say(
            "W32",
            AMBER,
            where,
            N_("Away from {day}: {people}."),
            to_do,
            rule="N18",
            day=case.day(e.on),
            people=listing(e.people, case.lang),
        )
    for where, e in case.events("death"):
        case.say(
            "W32",
            AMBER,
            where,
            N_("“{person}” dies on {day}."),
            N_("Tell IRCC. Funeral costs are paid at provincial rates, case by case: enter them as an extra."),
            rule="N20",
            day=case.day(e.on),
            person=e.person,
        )
    for where, e in case.events("breakdown"):
        case.say(
            "W32",
            AMBER,
            where,
            N_("A breakdown ends the duty on {day}."),
            N_("The duty ends only with IRCC's notice: enter that day. A breakdown cannot be undone."),
            rule="R39e",
            day=case.day(e.on),
        )
