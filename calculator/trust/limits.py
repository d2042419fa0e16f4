"""The figures the trust pages need, read from the rate files: no figure is typed in this package."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from calculator.rates import Rates


@dataclass(frozen=True)
class Limits:
    """What the rule book allows or asks for, in its own units."""

    advance_months: int
    """Longest advance, in months (N6)."""
    sah_fee_cents: int
    """Most a sponsorship agreement holder may recover per application (R9)."""
    contingency_bp: int
    """Least contingency suggested, as a share of the minimum (N33)."""
    keep_years: int
    """Years to keep the file after the sponsorship if receipts were issued (N32)."""
    fee_years: int
    """Years to keep the record of the agreement holder's fee (R9)."""
    holders: int
    """Least number of account holders (R55)."""
    first_share_bp: int
    """Agreement holders' habits: share of the funds before the forms (R59),"""
    deposit_months: int
    """months of support to deposit,"""
    release_lead_months: int
    """months ahead to ask for a release,"""
    emergency_cents: int
    """and the emergency fund."""

    @classmethod
    def of(cls, rates: Rates, on: date) -> Limits:
        """The figures in force on a day; raises ``MissingRate`` naming the item."""

        def number(item: str) -> int:
            return rates.amount(item, ("CA",), on).number

        return cls(
            advance_months=number("advance_limit_months"),
            sah_fee_cents=rates.amount("sah_fee_cap", ("CA",), on).cents,
            contingency_bp=rates.amount("contingency_share", ("CA",), on).bp,
            keep_years=number("keep_years"),
            fee_years=number("fee_record_years"),
            holders=number("account_holders_least"),
            first_share_bp=rates.amount("sah_first_share", ("CA",), on).bp,
            deposit_months=number("sah_deposit_months"),
            release_lead_months=number("sah_release_lead_months"),
            emergency_cents=rates.amount("sah_emergency_fund", ("CA",), on).cents,
        )
