"""What a person tells us: the plan file, typed, checked and versioned.

``plan.model`` has the sections, ``plan.events`` the dated events, ``plan.record`` the treasurer's entries,
``plan.fields`` the field types. ``plan.reading`` reads a plan and says all that is wrong with it, with
``plan.text`` (the form), ``plan.checks`` and ``plan.entries`` (contradictions) and ``plan.messages``
(words); ``plan.saving`` saves it, ``plan.schema`` publishes the format. What it costs is no matter of this
package.
"""

from calculator.plan.entries import accepted, refused_entries
from calculator.plan.model import FORMAT_VERSION, Plan
from calculator.plan.reading import plan_from, read_plan
from calculator.plan.saving import canonical_json, plan_fingerprint, save_plan
from calculator.plan.schema import plan_schema

__all__ = [
    "FORMAT_VERSION", "Plan", "accepted", "canonical_json", "plan_fingerprint", "plan_from", "plan_schema",
    "read_plan", "refused_entries", "save_plan",
]  # fmt: skip
