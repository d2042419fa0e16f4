"""The treasurer's record inside a plan: entries that are added and never rewritten (N47).

Only the shape of the entries. What they add up to, and which of them are refused, is in ``trust``. A mistake
is put right by another entry, a correction, that names the entry it corrects; nothing is edited or taken out.
Nothing sensitive belongs here: no names are needed, and of an account only the last four digits (N9).
"""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field
from pydantic_core import PydanticCustomError

from calculator.plan.fields import Day, Id, MoneyText, Section, Share, Text

_DAY = re.compile(r"\b\d{4}-\d\d-\d\d\b")
_LONG_NUMBER = re.compile(r"\d{7}|\d{3}[ -]\d{3}[ -]\d{3}|\d{4}([ -]\d{4}){2}|\d{5}[ -]\d{3}[ -]\d{4}")
"""A run as long as an account number, or groups shaped like a social insurance, card or bank number."""


def _without_account_number(text: str) -> str:
    if _LONG_NUMBER.search(_DAY.sub("", text)):
        # The text itself is not repeated in the message: that is what must not be kept (N9).
        raise PydanticCustomError("account_number", "account_number")
    return text


def _last4(value: Any) -> str:
    if isinstance(value, str) and (value == "" or re.fullmatch(r"[0-9]{4}", value)):
        return value
    raise PydanticCustomError("account_last4", "account_last4")


Note = Annotated[Text, AfterValidator(_without_account_number)]
"""Text without long numbers: a bank's reference keeps its letters and at most six digits in a row (N9)."""

Label = Annotated[Id, AfterValidator(_without_account_number)]

Last4 = Annotated[str, BeforeValidator(_last4), Field(max_length=4)]
"""The last four digits of an account, or nothing (N9)."""

Method = Literal["e_transfer", "cheque", "direct_deposit", "card", "cash", "other"]

Purpose = Literal[
    "support", "start_up", "one_time", "purchase", "extra", "top_up", "gift", "deposit", "prepaid_rent",
    "loan_help", "bank_charge",
]
"""What a payment is for. Only support, start_up and one_time meet the minimum; loan_help is help with the
immigration loan, which never does (R8)."""

Fund = Literal["case", "general"]
"""Money held for one case, or for the group's programme as a whole (N47, R57)."""

MonthNumber = Annotated[int, Field(ge=1, le=40, strict=True)]

Arrival = Annotated[int, Field(ge=1, le=20, strict=True)]
"""1 for the first arrival; 2 and on: the months of members who came later count from theirs (R15)."""


class Holder(Section):
    """Somebody who may sign for the account (R55)."""

    id: Label
    label: Note = ""


class Account(Section):
    """The account that holds the money (R55, N30)."""

    kind: Literal["in_trust", "formal_trust", "central"] = "in_trust"
    """in_trust: an ordinary account so marked; central: a sponsorship agreement holder's own (N30)."""
    has_in_trust_note: bool = True
    has_agreement: bool = False
    """Central account: there is a written agreement on who pays, release and return (N30)."""
    last4: Last4 = ""
    holders: tuple[Holder, ...] = ()


class Contributor(Section):
    """Whoever puts money in: never a sponsored person (R7, R55). A label needs no name."""

    id: Label
    kind: Literal["individual", "group", "organization", "sponsored_person"] = "individual"
    """A sponsored person can be named here only so that the entry can be refused with its reason."""
    label: Note = ""


class Promise(Section):
    """Money a contributor means to give: used for the cash flow, never counted as received."""

    contributor: Label
    amount_cents: MoneyText = Field(alias="amount")
    cadence: Literal["monthly", "once"] = "monthly"
    starts_on: Day = Field(alias="from")
    ends_on: Day | None = Field(default=None, alias="to")
    """Monthly: the last day; None: until the end of support."""


class LoanHelp(Section):
    """Help with the immigration loan that the group means to give, outside the minimum (R8, N40)."""

    amount_cents: MoneyText = Field(alias="amount")
    cadence: Literal["monthly", "once"] = "monthly"
    starts_on: Day = Field(alias="from")
    ends_on: Day | None = Field(default=None, alias="to")


class Entry(Section):
    """What every entry has."""

    id: Label
    on: Day
    entered_by: Note = ""


class Contribution(Entry):
    """Money received into the account."""

    kind: Literal["contribution"]
    contributor: Label
    amount_cents: MoneyText = Field(alias="amount")
    is_receipted: bool = False
    """A charity's receipt was or will be issued (R57)."""
    receipt: Note = ""
    is_refundable: bool = True
    fund: Fund = "case"


class Interest(Entry):
    """Interest the bank paid into the account."""

    kind: Literal["interest"]
    amount_cents: MoneyText = Field(alias="amount")
    fund: Fund | None = None
    """The fund that earned it; None: both, in proportion to what was contributed to each by then (R56)."""


class Payment(Entry):
    """Money that left the account, and what it was for."""

    kind: Literal["payment"]
    amount_cents: MoneyText = Field(alias="amount")
    purpose: Purpose = "support"
    unit: Label | None = None
    """The unit it was paid to (R10); None: the only one, or the oldest amount due of any."""
    month: MonthNumber | None = None
    """The first month it pays for; None: the oldest month still due."""
    arrival: Arrival = 1
    months: Annotated[int, Field(ge=1, le=40, strict=True)] = 1
    """How many months it covers from ``month`` on: more than one is an advance (N6)."""
    line: Label | None = None
    """One line only, such as rent paid to a landlord; it still counts for the month as a whole."""
    payee: Note = ""
    paid_to: Label | None = None
    """The person of the plan whose account received it (R11)."""
    method: Method = "e_transfer"
    reference: Note = ""
    account_last4: Last4 = ""
    receipt: Note = ""
    note: Note = ""
    fund: Fund = "case"
    """The fund it was paid from; what comes back goes there too."""


class Returned(Entry):
    """Money of an earlier payment that came back: a declined transfer, a deposit returned."""

    kind: Literal["returned"]
    payment: Label
    amount_cents: MoneyText = Field(alias="amount")
    note: Note = ""


class Refund(Entry):
    """Money given back to a contributor (R56)."""

    kind: Literal["refund"]
    contributor: Label
    amount_cents: MoneyText = Field(alias="amount")
    method: Method = "e_transfer"
    reference: Note = ""
    account_last4: Last4 = ""
    note: Note = ""
    fund: Fund = "case"


class Loan(Entry):
    """A loan to the family out of the account: written terms, no interest (N13)."""

    kind: Literal["loan"]
    amount_cents: MoneyText = Field(alias="amount")
    unit: Label | None = None
    interest_cents: MoneyText = Field(default=0, alias="interest")
    """Anything above zero is refused (N13)."""
    terms: Note = ""
    """Where the written terms are kept."""
    method: Method = "e_transfer"
    reference: Note = ""
    fund: Fund = "case"


class LoanDeduction(Entry):
    """A part of a loan taken off a month's payment as agreed; support stays gross in the evidence (N13)."""

    kind: Literal["loan_deduction"]
    loan: Label
    amount_cents: MoneyText = Field(alias="amount")
    unit: Label | None = None
    month: MonthNumber
    arrival: Arrival = 1


class SahFee(Entry):
    """The agreement holder's one-time fee: recorded, kept out of the money held in trust (R9)."""

    kind: Literal["sah_fee"]
    amount_cents: MoneyText = Field(alias="amount")
    paid_by: Label
    """A party or contributor, never a sponsored person."""


class Explanation(Entry):
    """Who explained what to the family: the breakdown of a payment (N36) or why less was paid (N11)."""

    kind: Literal["explanation"]
    about: Literal[
        "breakdown", "earned_income", "assets", "in_kind", "shared_living", "loan", "advance"
    ] = "breakdown"
    unit: Label | None = None
    month: MonthNumber | None = None
    """None: start-up, or every month."""
    arrival: Arrival = 1
    explained_by: Note = ""
    reason: Note = ""


class Evidence(Entry):
    """A document kept on file, its kind and its date; the document itself stays where it is (N8, N9)."""

    kind: Literal["evidence"]
    type: Literal[
        "bank_statement", "transfer_confirmation", "cleared_cheque", "withdrawal_slip", "monthly_email",
        "donated_items_list", "purchase_receipt", "rent_receipt", "lease", "temporary_lodging",
        "utility_connection", "phone_connection", "pay_stub", "t4", "asset_statement", "ccb_application",
        "correspondence", "settlement_plan", "living_with_sponsor_account", "loan_agreement", "travel_notice",
        "other",
    ]
    unit: Label | None = None
    month: MonthNumber | None = None
    arrival: Arrival = 1
    entry: Label | None = None
    """The entry it proves."""
    note: Note = ""
    """Where it is kept."""


Correctable = Annotated[
    Contribution | Interest | Payment | Returned | Refund | Loan | LoanDeduction | SahFee | Explanation
    | Evidence,
    Field(discriminator="kind"),
]


class Correction(Entry):
    """Puts an earlier entry right: ``instead`` is the entry as it should have been, None cancels it."""

    kind: Literal["correction"]
    corrects: Label
    """The id of an earlier entry, or of an earlier correction of it."""
    reason: Annotated[Note, Field(min_length=1)]
    instead: Correctable | None = None
    """Has the id and the kind of the entry it stands for."""


AnyEntry = Annotated[
    Contribution | Interest | Payment | Returned | Refund | Loan | LoanDeduction | SahFee | Explanation
    | Evidence | Correction,
    Field(discriminator="kind"),
]


class Party(Section):
    """A party to the sponsorship that provides money or help."""

    id: Label
    kind: Literal["SAH", "CG", "co_sponsor", "G5", "CS", "other"]
    label: Note = ""


class PartyShare(Section):
    """One party's share of a line or task."""

    party: Label
    share_bp: Share = Field(default=10_000, alias="share")


Target = Literal[
    "staples", "clothing", "winter", "household", "furniture", "linens", "utility", "school",
    "newborn", "maternity_clothing", "topup_at_18", "clothing_again", "winter_again",
    "basic", "senior_addition", "disability_addition", "shelter", "supplement", "transport",
    "transport_senior", "communication", "nb_supplement", "nl_fuel", "majority_topup", "special_diet",
    "maternity_food", "extras", "deposits", "contingency",
    "reception", "temporary_housing", "permanent_housing", "local_travel", "interpretation", "orientation",
    "identity_papers", "health_coverage", "health_screening", "family_doctor", "counselling",
    "school_enrolment", "language_training", "child_care", "banking", "child_benefit", "employment",
    "community", "emotional_support", "later_arrivals",
]
"""A line of the budget, or a task of the settlement plan's checklist (IMM 5440, section B)."""


class Assignment(Section):
    """Who provides a line or does a task; the shares of a line add up to one."""

    target: Target
    shares: Annotated[tuple[PartyShare, ...], Field(min_length=1, max_length=20)]
    note: Note = ""


class Habits(Section):
    """Payment habits of some agreement holders, each switched on by itself: no rules of IRCC (R59)."""

    budget_stages: bool = False
    """A draft budget before submission, an update at arrival, the final one on file."""
    share_before_forms: bool = False
    """A share of the funds before the forms are sent, all of it before arrival."""
    deposit: Literal["none", "full", "two_months", "instalments"] = "none"
    """What the group leaves with the agreement holder: everything, the first months, or equal monthly amounts."""
    releases: bool = False
    """One twelfth of a year's support is released at a time, on request, a month ahead."""
    emergency_fund: bool = False
    """An emergency fund is kept beside the contingency."""
    refund_all: bool = False
    """If nobody arrives everything goes back, given for good or not; receipted money apart (R57)."""


class Record(Section):
    """Account, people who give, entries, and who provides what."""

    account: Account = Account()
    habits: Habits = Habits()
    contributors: tuple[Contributor, ...] = ()
    promises: tuple[Promise, ...] = ()
    loan_help: tuple[LoanHelp, ...] = ()
    entries: tuple[AnyEntry, ...] = ()
    parties: tuple[Party, ...] = ()
    assignments: tuple[Assignment, ...] = ()
    pays_by: Method = "e_transfer"
    """How the family is usually paid; used in the letter to them (N36)."""
    paid_by: Note = ""
    """What the family calls whoever pays."""
    contact: Note = ""
