"""Warnings and assumptions of a case, in words (RULES section 14): what to look at before a result is final."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from calculator.budget import Budget


def warnings_of(b: Budget, case: int, report: dict[str, Any], lang: str) -> list[dict[str, Any]]:
    return []


def assumptions_of(b: Budget, case: int, report: dict[str, Any], lang: str) -> list[dict[str, Any]]:
    return []


def dates_of(b: Budget, case: int, report: dict[str, Any], lang: str) -> list[dict[str, Any]]:
    return []
