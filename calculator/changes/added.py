"""Members added between application and arrival: old and new costs side by side, and what must be filed by
whom.

What the family costs is worked out by the engine; events after the arrival are in the room's ``__init__``.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from calculator.changes.versions import Report, reports, total, without_people
from calculator.locale import N_, catalogue
from calculator.plan.events import FamilyAdded
from calculator.plan.model import Person, Plan
from calculator.rates import Rates
from calculator.rules.application import application_of, shows_table

_ALL = N_("Everyone, travelling or not, must be on the application before the family leaves; who was not "
          "declared "
          "cannot follow within the One-Year Window.")  # fmt: skip
_LATE = N_("If a paper or signature is missing, there are usually 30 days to send it; after that the "
           "request is refused "
           "and the whole family has to be sponsored anew.")  # fmt: skip
_FILING = {
    "newborn": (
        N_("A biological child born after the application was received is covered by the undertaking you "
           "signed: no new "
           "undertaking and no request to add family members."),
        N_("Either you tell the operations centre in Ottawa, best by e-mail, or the principal applicant "
           "tells the visa "
           "office, at the interview or by e-mail."),
        N_("To send: an updated application form (IMM 0008) with the whole family, signed by the principal "
           "applicant, and "
           "the birth certificate or the new UNHCR family paper."),
        N_("No place of an agreement holder's yearly allocation is used."),
        _LATE, _ALL,
    ),
    "spouse_or_adopted": (
        N_("A spouse or an adopted child must be added to the undertaking: request to add family members "
           "(IMM 5618)."),
        N_("Only the sponsors tell the operations centre in Ottawa, best by e-mail; word from the family to "
           "the office "
           "abroad delays the case."),
        N_("Everyone who signed the undertaking signs the form. It asks whether you agree to sponsor the "
           "new members: with a "
           "no, the sponsorship and the application are both refused."),
        N_("IRCC then looks at whether the sponsorship still holds, so show that you can carry the new "
           "cost."),
        N_("Places of an agreement holder's yearly allocation are used, and not given back if the case is "
           "refused."),
        _LATE, _ALL,
    ),
    "de_facto": (
        N_("A de facto family member cannot be added. They need a sponsorship application of their own; "
           "name it as linked "
           "on the undertaking form, and the two are processed together where possible."),
    ),
}  # fmt: skip
SIDE_BY_SIDE = ("start_up_cents", "one_time_cents", "income_support_cents", "in_kind_cents",
                "sponsor_minimum_cents",
                "government_cents", "planned_cents")  # fmt: skip


def added_before_arrival(
    plan: Plan, rates: Rates, lang: str = "en", as_of: date | None = None
) -> list[dict[str, Any]]:
    """Members added between application and arrival: costs without and with each, and what must be filed by
    whom (Appendix B of the sponsors' guide)."""
    added = sorted((e for e in plan.events if isinstance(e, FamilyAdded)), key=lambda event: event.on)
    people = {person.id: person for person in plan.people}
    added = [event for event in added if event.person in people]
    if not added:
        return []
    # Each version has those added so far, so that the versions follow each other.
    names = [event.person for event in added]
    versions = [without_people(plan, set(names[n:])) for n in range(len(names) + 1)]
    costed = reports(versions, rates, as_of)
    said = catalogue(lang).gettext
    result = []
    for n, event in enumerate(added):
        old, new = costed[n], costed[n + 1]
        case = filing_case(people[event.person], plan)
        result.append(
            {
                "on": event.on.isoformat(),
                "person": event.person,
                "case": case,
                "rule": "R16 R14" if case == "newborn" else "R14",
                "totals": [
                    {"name": name, "old_cents": total(old, name), "new_cents": total(new, name),
                     "difference_cents": total(new, name) - total(old, name)}
                    for name in SIDE_BY_SIDE
                ],
                "lines": _by_line(old, new),
                "application": _table(versions[n], versions[n + 1], rates),
                "difference_cents": total(new, "sponsor_minimum_cents") - total(old, "sponsor_minimum_cents"),
                "filing": [said(text) for text in _FILING[case]],
            }
        )  # fmt: skip
    return result


def filing_case(person: Person, plan: Plan) -> str:
    """Which of the three ways holds: a child born since the application was received, a spouse or adopted
    child, a de facto member."""
    if person.role == "de_facto":
        return "de_facto"
    is_since = person.born_on is not None and (
        plan.submitted_on is None or person.born_on >= plan.submitted_on
    )
    is_baby = person.born_on is None and person.age_at_arrival == 0
    return "newborn" if person.role == "child" and (is_since or is_baby) else "spouse_or_adopted"


def _by_line(old: Report, new: Report) -> list[dict[str, Any]]:
    sides: list[dict[str, int]] = []
    for report in (old, new):
        sums: dict[str, int] = {}
        for unit in report["units"]:
            items = [*unit["start_up"]["lines"], *unit["one_time"]["lines"]]
            for line in [*items, *(x for month in unit["months"] for x in month["lines"])]:
                sums[line["line"]] = sums.get(line["line"], 0) + line["entitlement_cents"]
        sides.append(sums)
    return [
        {"line": name, "old_cents": sides[0].get(name, 0), "new_cents": sides[1].get(name, 0),
         "difference_cents": sides[1].get(name, 0) - sides[0].get(name, 0)}
        for name in dict.fromkeys([*sides[1], *sides[0]])
    ]  # fmt: skip


def _table(old: Plan, new: Plan, rates: Rates) -> dict[str, int] | None:
    if not shows_table(new):
        return None
    before, after = (application_of(one, rates)["required_cents"] for one in (old, new))
    return {"old_cents": before, "new_cents": after, "difference_cents": after - before}
