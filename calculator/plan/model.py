"""The plan: everything a person tells the calculator about one sponsorship, in one file.

What belongs here: the sections, their fields, their defaults. Not here: family units (``household``), what is
owed (``rules``), messages (``plan.messages``), the record of the trust fund (``plan.record``). The names of
the fields are the names in the file. Money is text in the file and whole cents in memory (attributes end in
``_cents``).
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from calculator.plan.events import Event
from calculator.plan.fields import Day, Id, MoneyText, Section, Share, Text
from calculator.plan.record import Record

FORMAT_VERSION = 1

Stream = Literal["PSR", "BVOR", "RAINBOW", "JAS", "GAR"]
Sponsor = Literal["SAH", "CG", "G5", "CS"]
Payer = Literal["sponsor", "government", "fund", "other"]
Role = Literal["principal", "spouse", "child", "dependant", "de_facto"]
StartUpLine = Literal[
    "staples", "clothing", "winter", "household", "furniture", "linens", "utility", "school"
]


class Person(Section):
    """One member of the family; age by birth date or, if unknown, age on arrival."""

    id: Id
    role: Role
    born_on: Day | None = None
    age_at_arrival: Annotated[int, Field(ge=0, le=120, strict=True)] | None = None
    unit: Id | None = None
    """Own choice of family unit; without it the unit follows from role and age (R10, R11)."""
    family: Id = "family"
    """The application the person belongs to; linked applications are costed apart (R10)."""
    is_disabled: bool = False
    in_secondary_school: bool | None = None
    """Full-time secondary school with proof (R23, R34); None: yes from 4 to 17, no from 18."""
    is_unemployable: bool = False
    """Saskatchewan singles before 2022 only (N48)."""
    is_accompanying: bool = True
    """False: on the undertaking but not travelling (R14)."""
    arrives_on: Day | None = None
    """Own later arrival under the One-Year Window (R15)."""


class Housing(Section):
    """Housing from a date on. Rent given: actual cost; free: in kind; neither: planning (R26)."""

    unit: Id | None = None
    """One unit's own dwelling or typed share; None: everybody who has no entry of their own."""
    rent_cents: MoneyText | None = Field(default=None, alias="rent")
    utilities_cents: MoneyText = Field(default=0, alias="utilities")
    """Monthly utilities paid on top of the rent."""
    utilities_included: bool = True
    free: bool = False
    is_complete: bool = True
    """Free housing counts only if suitable and complete (R28)."""
    given_by: Literal["signer", "non_signer", "refugee"] = "non_signer"
    """"refugee": somebody inside a sponsorship period, who may not give housing (R28)."""
    heat_in_rent: bool | None = None
    fuel_cents: MoneyText | None = Field(default=None, alias="fuel")
    """Newfoundland island: heating cost that is not in the rent, up to the sheet's maximum (R25.4)."""
    starts_on: Day | None = Field(default=None, alias="from")


class InKind(Section):
    """A gift in kind: dated item with an estimated value (R29, N3)."""

    unit: Id | None = None
    line: Literal["staples", "clothing", "winter", "household", "furniture", "linens", "utility", "school",
                  "basic", "transport"]
    value_cents: MoneyText | None = Field(default=None, alias="value")
    item: Text = ""
    kind: Literal["", "mattress", "opened_food", "undergarments", "footwear"] = ""
    """Things that may not be donated (R24)."""
    is_new: bool = False
    given_by: Literal["signer", "non_signer"] = "signer"
    is_planned: bool = True
    """A non-signer's support counts only if planned at submission or at arrival, and regular (N4)."""
    is_kept: bool = True
    """Furniture counts only if the family keeps it (R24)."""
    lives_with_signer: bool = False
    """Basic needs in kind count only while the family lives with a signer (R28)."""
    starts_on: Day | None = Field(default=None, alias="from")
    ends_on: Day | None = Field(default=None, alias="to")
    reason: Text = ""


class Purchase(Section):
    """Goods bought new for or with the family, receipt kept (N1, N2)."""

    unit: Id | None = None
    line: StartUpLine
    amount_cents: MoneyText = Field(alias="amount")
    receipt: Text = ""
    bought_on: Day | None = None


class Sharing(Section):
    """An amount taken off a line because people share a home; with a reason (R18)."""

    unit: Id | None = None
    line: Literal["staples", "clothing", "winter", "household", "furniture", "linens", "utility", "school",
                  "basic", "transport", "communication", "shelter"]
    amount_cents: MoneyText = Field(alias="amount")
    reason: Text = ""


IncomeKind = Literal[
    "employment", "self_employment", "employment_insurance", "workers_compensation", "training",
    "student_living", "emergency_benefit",
    "canada_child_benefit", "tax_credit",
    "student_loan", "child_support", "lodger_rent", "refund", "other",
]


class Income(Section):
    """Net monthly income of a person in every calendar month from ``from`` to ``to`` (R34, R35)."""

    person: Id
    kind: IncomeKind = "employment"
    net_cents: MoneyText = Field(alias="net")
    starts_on: Day | None = Field(default=None, alias="from")
    ends_on: Day | None = Field(default=None, alias="to")
    spread_over: Annotated[int, Field(ge=1, le=6)] | None = None
    """Months over which a reduction is spread in hardship (R35)."""
    is_counted: bool = False
    """Of a kind in no list: counted all the same, as somebody was asked and answered (R34)."""


class Asset(Section):
    """Money brought, reachable or received later (R30)."""

    unit: Id | None = None
    amount_cents: MoneyText = Field(alias="amount")
    received_on: Day | None = None
    to_loan_cents: MoneyText = Field(default=0, alias="to_loan")


class SpecialDiet(Section):
    """A diet with a doctor's or nurse practitioner's note: one per unit (R27)."""

    kind: Literal["special_diet"]
    unit: Id | None = None
    person: Id | None = None
    note_on: Day
    ends_on: Day | None = None


class Pregnancy(Section):
    """A pregnancy with a note: food, clothing, newborn items (R27)."""

    kind: Literal["pregnancy"]
    person: Id
    note_on: Day
    due_on: Day
    children: Annotated[int, Field(ge=1, le=6)] = 1


Condition = Annotated[SpecialDiet | Pregnancy, Field(discriminator="kind")]


class Extra(Section):
    """Something planned on top of the minimum: extras, top-ups, deposits (R25.5, N39)."""

    label: Text
    amount_cents: MoneyText = Field(alias="amount")
    cadence: Literal["monthly", "once"] = "monthly"
    kind: Literal["extra", "top_up", "deposit", "prepaid_rent"] = "extra"
    unit: Id | None = None
    starts_on: Day | None = Field(default=None, alias="from")
    ends_on: Day | None = Field(default=None, alias="to")
    is_refundable: bool = False


class PayerChange(Section):
    """Who pays what, when it differs from the stream's default (N23)."""

    payer: Payer
    starts_on: Day | None = Field(default=None, alias="from")
    ends_on: Day | None = Field(default=None, alias="to")
    covers: Literal["monthly", "start_up"] = "monthly"
    unit: Id | None = None


class EnteredRate(Section):
    """A figure from a newer official sheet, typed by the person, with its source (N50)."""

    item: Id
    place: Id
    effective_from: Day
    value: Annotated[str, Field(max_length=20)]
    source: Annotated[str, Field(min_length=1, max_length=300)]
    checked_on: Day | None = None
    adults: Annotated[str, Field(max_length=5)] = ""
    others: Annotated[str, Field(max_length=5)] = ""
    size: Annotated[str, Field(max_length=5)] = ""
    seniors: Annotated[str, Field(max_length=5)] = ""
    disabled: Annotated[str, Field(max_length=5)] = ""
    ages_0_6: Annotated[str, Field(max_length=5)] = ""
    ages_7_11: Annotated[str, Field(max_length=5)] = ""
    ages_12_17: Annotated[str, Field(max_length=5)] = ""
    ages_0_11: Annotated[str, Field(max_length=5)] = ""
    case: Annotated[str, Field(max_length=60)] = ""
    note: Text = ""


class Options(Section):
    """Every parameter a person may choose, with the rule book's default."""

    prorate: Literal["rstp13", "equal", "rap365"] = "rstp13"
    event_rule: Literal["up_now_down_next", "next_month"] = "up_now_down_next"
    true_up: bool = False
    day_cost_cents: MoneyText | None = Field(default=None, alias="day_cost")
    topup_at_18: Literal["personal", "full", "none"] = "personal"
    clothing_pool: Literal["pooled", "separate"] = "pooled"
    basic_inkind_pct: Annotated[int, Field(ge=0, le=50)] = 0
    apply_income_reduction: bool = True
    reduction_share_bp: Share = Field(default=10_000, alias="reduction_share")
    lag: Annotated[int, Field(ge=0, le=2)] = 1
    stagger_n: Annotated[int, Field(ge=1, le=6)] = 1
    income_entry: Literal["by_month", "typical"] = "by_month"
    bvor_topup_in_base: bool = True
    assets_apply: bool = False
    asset_order: Literal["last_first", "start_up_first", "equal"] = "last_first"
    no_need_months: Annotated[int, Field(ge=1, le=6)] = 2
    gtha_senior_pass: Literal["156", "128.15"] = "156"
    rainbow_months: tuple[int, int, int] = (1, 2, 3)
    jas_clothing: Literal["once", "every_12_months"] = "once"
    school_second_on: Annotated[str, Field(pattern=r"^\d\d-\d\d$")] | None = None
    """Month and day of the later school instalments; None: the rate file's (R23)."""
    startup_set_confirmed: bool = False
    """Use the 2017-10 start-up set for an earlier arrival (N50)."""
    rates_source: Literal["tables", "manual"] = "tables"
    sk_group: Literal["Saskatoon/Regina", "Moose Jaw", "Prince Albert"] | None = None
    contingency_pct: Annotated[int, Field(ge=0, le=50)] | None = None
    """None: the rate file's (N33)."""
    ongoing_self_support: bool = False
    """The person confirmed that nil support will go on (R38)."""
    host_signed: bool = False
    pay_dates: Literal["first", "week_before"] = "first"
    advance_months: Annotated[int, Field(ge=1, le=3)] = 1
    utility_proof: bool = False
    bvor_jas_switch_on: Day | None = None
    move_switch_on: Day | None = None
    refund_interest: Literal["pro_rata", "deed"] = "pro_rata"
    show_cost_table: bool = False
    peer_mode: bool = False


class Pledge(Section):
    """A Group of Five member's income pledged at application (N28)."""

    income_cents: MoneyText = Field(alias="income")
    family_size: Annotated[int, Field(ge=1, le=20)] = 1
    prior_cents: MoneyText = Field(default=0, alias="prior")
    proof_on: Day | None = None


class ApplicationGift(Section):
    """In-kind support described at application (R29b, R29c)."""

    kind: Literal["shelter", "clothing", "furniture", "household", "linens", "staples", "school"]
    value_cents: MoneyText = Field(alias="value")
    giver_signs: bool = False
    family: Id | None = None
    """Which of several linked applications; None: the first, free housing every one (R10)."""


class Application(Section):
    """The application stage: cost table, pledges, funds (R51, R52)."""

    table_on: Day | None = None
    """Use the cost table in force on this day; None: the newest."""
    funds_cents: MoneyText = Field(default=0, alias="funds")
    sah_fee_cents: MoneyText = Field(default=0, alias="sah_fee")
    in_kind: tuple[ApplicationGift, ...] = ()
    pledges: tuple[Pledge, ...] = ()
    processing_months: Annotated[int, Field(ge=1, le=120)] | None = None


class Plan(Section):
    """One sponsorship: one principal applicant per family, one community, one period."""

    version: Literal[1] = 1
    label: Text = ""
    """Whatever the group calls this plan; no name is needed."""
    stream: Stream = "PSR"
    sponsor: Sponsor = "SAH"
    submitted_on: Day | None = None
    community: Annotated[str, Field(min_length=1, max_length=100)]
    arrives_on: Day
    arrival_is_estimate: bool = False
    months: Annotated[int, Field(ge=1, le=36)] | None = None
    """None: the stream's own length (R2)."""
    people: Annotated[tuple[Person, ...], Field(min_length=1, max_length=60)]
    housing: tuple[Housing, ...] = ()
    in_kind: tuple[InKind, ...] = ()
    purchases: tuple[Purchase, ...] = ()
    sharing: tuple[Sharing, ...] = ()
    income: tuple[Income, ...] = ()
    assets: tuple[Asset, ...] = ()
    conditions: tuple[Condition, ...] = ()
    events: tuple[Event, ...] = ()
    extras: tuple[Extra, ...] = ()
    payers: tuple[PayerChange, ...] = ()
    rates: tuple[EnteredRate, ...] = ()
    options: Options = Options()
    application: Application = Application()
    record: Record = Record()
