"""The application stage: what a group must show it can raise, before anybody has arrived (R51, R29b, R29c,
R52).

Cost table, gifts that may be deducted from it, pledges, the gap to the funds on hand, and beside it what RAP
rates will ask for on arrival. The budget of the time after arrival is not worked out here (it comes in as a
report), nor is money in trust, whose dated savings plan is in ``trust``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from calculator.locale import N_, catalogue, long_date, money, number
from calculator.money import equal_parts
from calculator.periods import add_months, age_on
from calculator.plan.model import Application, ApplicationGift, Person, Plan, Pledge
from calculator.rates import Rates
from calculator.rules.cost_tables import NATION, CostTables

GROUPS = ("G5", "CS")
"""Who must show the table; others see it on request (R51)."""
GIFT_KINDS = ("shelter", "clothing", "furniture", "household", "linens", "staples", "school")

_COUNTED = N_("Counted in full.")
_CAPPED = N_("Counted up to the in-kind table.")
_NOT_SIGNED = N_("Not deducted: the host does not sign the undertaking.")
_NO_PUPIL = N_("Not deducted: nobody is of school age.")
_NO_TABLE = N_("Not deducted: the in-kind table of that day does not reach this family size.")
_SHARED_OUT = N_("Nothing left: an earlier gift of the same kind already reaches the in-kind table.")


def shows_table(plan: Plan) -> bool:
    """Whether the cost table is the yardstick of this application, or was asked for (R51)."""
    return plan.sponsor in GROUPS or plan.options.show_cost_table


def has_application(plan: Plan) -> bool:
    """Whether there is anything to say about the application stage."""
    return shows_table(plan) or plan.application != Application()


def families_of(plan: Plan) -> dict[str, list[Person]]:
    """Everyone on each undertaking, also those who stay behind (R10, R14).

    A de facto dependant has an application of their own (N25); a child born after the arrival is on none.
    """
    families: dict[str, list[Person]] = {}
    for person in plan.people:
        if person.born_on is not None and person.born_on > plan.arrives_on:
            continue
        label = person.family
        if person.role == "de_facto":
            label = person.id
        families.setdefault(label, []).append(person)
    return families


def application_of(
    plan: Plan,
    rates: Rates,
    report: Mapping[str, Any] | None = None,
    as_of: date | None = None,
    lang: str = "en",
) -> dict[str, Any]:
    """The application stage of one plan as plain values (R51, R29c, R52, N28, N29, R9, R54).

    ``report`` is the budget after arrival, for the comparison of N29; ``as_of`` is "today" for the age of
    proofs and the pause. Raises MissingRate when the chosen day lies before the oldest cost table.

    Not covered: which bank papers prove the funds (they are listed as texts), trust money (``trust``).
    """
    return _Stage(plan, rates, report, as_of, lang).result()


class _Stage:
    """One application stage while it is worked out."""

    def __init__(
        self, plan: Plan, rates: Rates, report: Mapping[str, Any] | None, as_of: date | None, lang: str
    ) -> None:
        self.plan, self.report, self.as_of, self.lang = plan, report, as_of, lang
        self.tables = CostTables(rates, plan.application.table_on or date.max)
        self.gettext: Callable[[str], str] = catalogue(lang).gettext
        self.notices: list[dict[str, Any]] = []
        self.unsigned: set[int] = set()

    def text(self, msgid: str, **values: object) -> str:
        return self.gettext(msgid).format(**values)

    def money(self, cents: int) -> str:
        return money(cents, self.lang)

    def say(
        self, code: str, level: str, where: str, what: str, to_do: str, rule: str, **values: object
    ) -> None:
        self.notices.append(
            {"id": code, "level": level, "where": where, "what": self.text(what, **values),
             "what_to_do": self.text(to_do, **values), "rule": rule}
        )  # fmt: skip

    def result(self) -> dict[str, Any]:
        application = self.plan.application
        families = self.families() if shows_table(self.plan) else []
        required = sum(x["required_cents"] for x in families)
        gap = max(0, required - application.funds_cents)
        pledges = self.pledges()
        pledged = self.pledged(pledges, gap)
        missing = max(0, gap - pledged)
        if families and (application.funds_cents or application.pledges) and missing:
            self.say(
                "W29", "amber", "application.funds",
                N_("Funds and counted pledges come to {shown}, the cost table asks for {required}: {gap} is "
                   "missing."),
                N_("Raise the rest, find another member who pledges, or describe gifts that the in-kind "
                   "table allows."),
                "R51", shown=self.money(application.funds_cents + pledged), required=self.money(required),
                gap=self.money(missing),
            )  # fmt: skip
        fee, fee_cap = self.sah_fee(len(families_of(self.plan)))
        self.pause()
        return {
            "is_table_shown": bool(families),
            "table_on": application.table_on.isoformat() if application.table_on else "",
            "families": families,
            "table_cents": sum(x["table_cents"]["total"] for x in families),
            "in_kind_counted_cents": sum(x["in_kind_counted_cents"] for x in families),
            "required_cents": required,
            "rap_minimum_cents": sum(x["rap_minimum_cents"] or 0 for x in families) if self.report else None,
            "below_rap_cents": sum(x["below_rap_cents"] or 0 for x in families) if self.report else None,
            "funds_cents": application.funds_cents,
            "gap_cents": gap,
            "pledges": pledges,
            "pledged_cents": pledged,
            "missing_cents": missing,
            "savings": self.savings(gap),
            "sah_fee_cents": fee,
            "sah_fee_cap_cents": fee_cap,
            "notices": self.notices,
            "texts": self.texts(families, required),
            "rates": self.rates_used(),
        }

    # -- what is asked for ----------------------------------------------------------------------------------

    def families(self) -> list[dict[str, Any]]:
        """Each application apart: table, gifts, required funds, and the RAP figure beside it (R10, N29)."""
        result = []
        for n, (label, members) in enumerate(families_of(self.plan).items()):
            size = len(members)
            table = {
                column: self.tables.cost(f"cost_table_{item}", size)
                for column, item in (
                    ("income_support", "income_support"),
                    ("start_up", "startup"),
                    ("total", "total"),
                )
            }
            gifts = self.gifts(label, members, is_first=n == 0)
            counted = min(sum(gift["counted_cents"] for gift in gifts), table["total"])
            owed, gross = self.after_arrival(label)
            below = None if gross is None else max(0, gross - table["total"])
            if below:
                self.say(
                    "W29", "amber", "application",
                    N_("The cost table asks for {table} for “{family}”; by RAP rates support will come to "
                       "{gross}: {gap} more.") if label != "family" else
                    N_("The cost table asks for {table} for the family; by RAP rates support will come to "
                       "{gross}: {gap} more."),
                    N_("Plan for the higher amount: the table is an estimate, RAP rates are what you will "
                       "owe."),
                    "N29", family=label, table=self.money(table["total"]), gross=self.money(gross or 0),
                    gap=self.money(below),
                )  # fmt: skip
            result.append(
                {
                    "family": label,
                    "people": [person.id for person in members],
                    "size": size,
                    "table_cents": table,
                    "in_kind": gifts,
                    "in_kind_counted_cents": counted,
                    "required_cents": table["total"] - counted,
                    "rap_minimum_cents": owed,
                    "rap_support_cents": gross,
                    "below_rap_cents": below,
                }
            )
        return result

    def after_arrival(self, label: str) -> tuple[int | None, int | None]:
        """What the sponsor will owe for a family by the budget, and the same before gifts and earnings (N29).

        The table is compared with the second: it too stands before gifts.
        """
        if self.report is None:
            return None, None
        family_of = {
            person.id: name for name, members in families_of(self.plan).items() for person in members
        }
        owed = gross = 0
        for unit in self.report["units"]:
            names = [family_of[person] for person in unit["people"] if person in family_of]
            if not names or names[0] != label:
                continue
            t = unit["totals"]
            owed += t["sponsor_minimum_cents"]
            gross += t["start_up_cents"] + t["one_time_cents"] + t["income_support_cents"]
            gross -= t["shared_cents"] + t["government_cents"]
        return owed, gross

    def gifts(self, label: str, members: Sequence[Person], *, is_first: bool) -> list[dict[str, Any]]:
        """Gifts described in the application and what of them may be deducted (R29b, R29c).

        Gifts of one kind share the cap of the table. Free housing may be deducted in every application that
        uses it (R10); another gift without a family belongs to the first.
        """
        left = {kind: self.cap(kind, members) for kind in GIFT_KINDS}
        result = []
        for n, gift in enumerate(self.plan.application.in_kind):
            is_ours = gift.family == label if gift.family is not None else is_first or gift.kind == "shelter"
            if not is_ours:
                continue
            cap = self.cap(gift.kind, members)
            rest = left[gift.kind]
            signs = self.signs(gift)
            counted = min(gift.value_cents, rest) if signs and rest else 0
            if rest is not None:
                left[gift.kind] = rest - counted
            if not signs and n not in self.unsigned:
                self.unsigned.add(n)
                self.not_signed(n, gift)
            result.append(
                {
                    "where": f"application.in_kind[{n}]",
                    "kind": gift.kind,
                    "value_cents": gift.value_cents,
                    "cap_cents": cap or 0,
                    "counted_cents": counted,
                    "is_counted": counted > 0,
                    "reason": self.text(self.reason(gift, signs, cap, rest, counted)),
                    "rule": "R29b" if gift.kind == "shelter" else "R29c",
                }
            )
        return result

    @staticmethod
    def reason(gift: ApplicationGift, signs: bool, cap: int | None, rest: int | None, counted: int) -> str:
        if not signs:
            return _NOT_SIGNED
        if cap is None:
            return _NO_TABLE
        if not cap and gift.kind == "school":
            return _NO_PUPIL
        if not rest:
            return _SHARED_OUT
        return _COUNTED if counted == gift.value_cents else _CAPPED

    def cap(self, kind: str, members: Sequence[Person]) -> int | None:
        """The most that may be deducted for a kind of gift; None where the table has no row (R29c)."""
        if kind == "school":
            each = self.tables.rates.find("inkind_table_school", NATION, self.tables.on)
            pupils = sum(map(self.is_of_school_age, members))
            return None if each is None else pupils * (self.tables._kept(each) if pupils else 0)
        return self.tables.by_size(f"inkind_table_{kind}", len(members))

    def is_of_school_age(self, person: Person) -> bool:
        """A child of the ages the in-kind table names, on the day of arrival [ours] (R29c)."""
        if person.role in ("principal", "spouse"):
            return False
        age = person.age_at_arrival
        if person.born_on is not None:
            age = age_on(person.born_on, person.arrives_on or self.plan.arrives_on)
        least, most = self.tables.figure("school_age_from"), self.tables.figure("school_age_secondary_to")
        return age is not None and least <= age <= most

    def signs(self, gift: ApplicationGift) -> bool:
        """Free housing counts only if the giver signs the undertaking, since the day of that rule (R29b)."""
        if gift.kind != "shelter" or gift.giver_signs or self.plan.options.host_signed:
            return True
        submitted = self.plan.submitted_on
        return submitted is not None and submitted < self.tables.day("host_must_sign_from")

    def not_signed(self, n: int, gift: ApplicationGift) -> None:
        self.say(
            "W28", "red", f"application.in_kind[{n}].giver_signs",
            N_("Free housing of {value} cannot be deducted at application: whoever gives it does not sign "
               "the undertaking."),
            N_("Have the host sign, or show the money for rent "
               "instead."), "R29b", value=self.money(gift.value_cents),
        )  # fmt: skip

    # -- what is shown --------------------------------------------------------------------------------------

    def pledges(self) -> list[dict[str, Any]]:
        """What each member can pledge from income: less the table for the own family, less earlier pledges
        (N28)."""
        result = []
        for n, pledge in enumerate(self.plan.application.pledges):
            table = self.tables.cost("cost_table_total", pledge.family_size)
            capacity = pledge.income_cents - table - pledge.prior_cents
            is_fresh = self.is_fresh(n, pledge)
            result.append(
                {
                    "where": f"application.pledges[{n}]",
                    "income_cents": pledge.income_cents,
                    "family_size": pledge.family_size,
                    "table_cents": table,
                    "prior_cents": pledge.prior_cents,
                    "capacity_cents": capacity,
                    "proof_on": pledge.proof_on.isoformat() if pledge.proof_on else "",
                    "is_proof_fresh": is_fresh,
                    "is_counted": capacity > 0 and is_fresh,
                    "rule": "N28",
                }
            )
        return result

    def is_fresh(self, n: int, pledge: Pledge) -> bool:
        """Whether the proof of income is recent enough on the day of submission, or today (N28)."""
        submitted = self.plan.submitted_on or self.as_of
        months = self.tables.figure("pledge_proof_months")
        if pledge.proof_on is None or submitted is None or add_months(pledge.proof_on, months) > submitted:
            return True
        self.say(
            "W29", "amber", f"application.pledges[{n}].proof_on",
            N_("The proof of income of {day} is not under {months} months old; the pledge is not counted."),
            N_("Ask the member for a newer proof."), "N28", day=long_date(pledge.proof_on, self.lang),
            months=months,
        )  # fmt: skip
        return False

    def pledged(self, pledges: Sequence[Mapping[str, Any]], gap: int) -> int:
        """What the pledges that count come to; nothing if too few members pledge and money is missing
        (R52)."""
        counted = [pledge for pledge in pledges if pledge["is_counted"]]
        least = self.tables.figure("pledgers_least")
        if pledges and len(counted) < least and gap:
            self.say(
                "W29", "amber", "application.pledges",
                N_("{count} of the members can pledge; at least {least} must, unless all the money is on "
                   "deposit. "
                   "The pledges are not counted."),
                N_("Find more members who pledge, or deposit the whole "
                   "amount."), "R52", count=len(counted), least=least,
            )  # fmt: skip
            return 0
        return sum(pledge["capacity_cents"] for pledge in counted)

    def savings(self, gap: int) -> dict[str, int] | None:
        """What is still missing, in equal parts over the average processing time (N34)."""
        months = self.plan.application.processing_months
        if not months:
            return None
        return {"months": months, "total_cents": gap, "per_month_cents": equal_parts(gap, months)[0]}

    def sah_fee(self, applications: int) -> tuple[int, int]:
        """The fee of the agreement holder, apart from everything else, and the most it may be (R9)."""
        each = self.tables.figure("sah_fee_cap")
        most = each * applications
        fee = self.plan.application.sah_fee_cents
        if fee <= most:
            return fee, most
        self.say(
            "W04", "refuse", "application.sah_fee",
            N_("A fee of {fee} is more than the {each} that may be asked once for each application."),
            N_("Correct the fee. It is paid by the group, never by refugees, and stays out of the trust "
               "money."), "R9",
            fee=self.money(fee), each=self.money(each),
        )  # fmt: skip
        return 0, most

    # -- dates and texts ------------------------------------------------------------------------------------

    def pause(self) -> None:
        """The dated banner for streams that take no new applications (R54)."""
        if self.plan.sponsor not in GROUPS or self.plan.stream != "PSR":
            return
        since, until = self.tables.day("stream_pause_from"), self.tables.day("stream_pause_until")
        new_on = self.plan.submitted_on or self.as_of or until
        if not since <= new_on <= until or self.plan.arrives_on < since:
            return
        self.say(
            "W27", "note", "sponsor",
            N_("IRCC takes no new applications of groups of five and community sponsors from {since} to "
               "{until}; they come "
               "back unprocessed."),
            N_("An application submitted before goes on: enter its day. Agreement holders and family "
               "members who follow "
               "are not affected."),
            "R54", since=long_date(since, self.lang), until=long_date(until, self.lang),
        )  # fmt: skip

    def texts(self, families: Sequence[Mapping[str, Any]], required: int) -> list[dict[str, str]]:
        """What to know beside the figures; each with its rule."""
        figure = self.tables.figure
        rows = []
        if families and self.report is not None:
            owed = sum(x["rap_minimum_cents"] for x in families)
            rows.append(("N29", self.text(
                N_("The table is an estimate ({required}); what you will owe on arrival follows the RAP "
                   "rates: "
                   "{owed} as planned now."), required=self.money(required),
                owed=self.money(owed))))  # fmt: skip
        if families:
            rows.append(("R52", self.text(
                N_("Bank letters may be at most {months} months old at submission, signatures {days} days. "
                   "The account needs "
                   "two holders and stays untouched until the travel notice."),
                months=figure("bank_letter_months"), days=figure("signature_days"))))  # fmt: skip
        rows.append(("R53", self.text(
            N_("IRCC may ask for proof of funds again before arrival. You then have {days} days; meanwhile "
               "the case waits."),
            days=number(figure("proof_of_funds_days"), self.lang))))  # fmt: skip
        return [{"rule": rule, "text": text} for rule, text in rows]

    def rates_used(self) -> list[dict[str, Any]]:
        """The rows behind the figures, each one hop from the cell of its table."""
        sources = self.tables.rates.sources
        return [
            {
                "key": row.key,
                "item": row.item,
                "label": self.tables.rates.items[row.item].label(self.lang),
                "unit": self.tables.rates.items[row.item].unit,
                "place": row.place,
                "effective_from": row.effective_from.isoformat(),
                "value": row.text,
                "source": row.source,
                "title": sources[row.source].title if row.source in sources else row.source,
                "address": sources[row.source].address if row.source in sources else "",
                "archived_address": sources[row.source].archived_address if row.source in sources else "",
                "locator": row.locator,
                "checked_on": row.checked_on.isoformat() if row.checked_on < date.max else "",
                "certainty": row.certainty,
                "is_assumed": self.as_of is not None and self.as_of > row.checked_on,
                "is_entered": row.is_entered,
            }
            for row in sorted(self.tables.rows.values(), key=lambda row: row.key)
        ]
