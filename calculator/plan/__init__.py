"""What a person tells us: the plan file, typed, checked and versioned.

``plan.model`` has the sections, ``plan.events`` the dated events, ``plan.record`` the treasurer's entries,
``plan.fields`` the field types, ``plan.reading`` reads a plan and says all that is wrong with it (``plan.checks``
and ``plan.messages``), ``plan.saving`` saves it and publishes the format.
"""

from calculator.plan.entries import accepted, refused_entries
from calculator.plan.model import FORMAT_VERSION, Plan
from calculator.plan.reading import plan_from, read_plan

__all__ = ["FORMAT_VERSION", "Plan", "accepted", "plan_from", "read_plan", "refused_entries"]
