"""The treasurer's record inside a plan: entries that are added and never rewritten (N47).

Only the shape of the entries. What they add up to is in ``trust``.
"""

from __future__ import annotations

from calculator.plan.fields import Section


class Record(Section):
    """Contributions, payments and evidence."""
