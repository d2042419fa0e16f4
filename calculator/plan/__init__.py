"""What a person tells us: the plan file, typed, checked and versioned.

``plan.model`` has the sections, ``plan.events`` the dated events, ``plan.record`` the treasurer's entries,
``plan.fields`` the field types, ``plan.reading`` reads and saves files and turns findings into messages.
"""

from calculator.plan.model import FORMAT_VERSION, Plan

__all__ = ["FORMAT_VERSION", "Plan"]
