"""The 24 known faults of RSTP's calculator (August 2023) and what ours does instead, as a volunteer would say it.

Words only, in the order of RULES section 16; which of them make a difference in a plan is worked out in ``steps``.
"""

from __future__ import annotations

from typing import NamedTuple

from calculator.locale import N_


class Fault(NamedTuple):
    """What it does, and what is done here."""

    theirs: str
    ours: str


FAULTS = (
    Fault(
        N_("Every export is written over one file that anybody can read."),
        N_("An export stays on your computer, one file for each plan; nothing is sent anywhere."),
    ),
    Fault(
        N_(
            "One dollar of housing in kind takes the whole supplement away, and it stays away when the dollar "
            "is taken out."
        ),
        N_("Housing counts by what is really free or paid; taking an entry out brings everything back."),
    ),
    Fault(
        N_("“Lives with the applicant” takes the family's shelter off the adult child."),
        N_("Each family unit has its own shelter and supplement."),
    ),
    Fault(
        N_("Every adult child gets school start-up."),
        N_("School start-up is for pupils only."),
    ),
    Fault(
        N_("Twins get one newborn item, and any child of age 0 brings one."),
        N_("A newborn item for each child who is expected or born."),
    ),
    Fault(
        N_("A pregnancy adds food for twelve months, and the child never counts."),
        N_("Food from the note to the month of the birth; then the family is larger."),
    ),
    Fault(
        N_("The limit for school supplies in kind is wrong where a child is under four."),
        N_("The limit is half of what this unit's own pupils get."),
    ),
    Fault(
        N_("After a change, gifts keep their old amounts and are not limited again."),
        N_("Every change works all limits out again."),
    ),
    Fault(
        N_("An empty page before a filled one: totals are joined like text."),
        N_("Totals are sums, in whatever order the units are."),
    ),
    Fault(
        N_("Totals are grouped the Indian way, as in 1,00,000."),
        N_("Amounts are written as in Canada, in English or in French."),
    ),
    Fault(
        N_("31 February is accepted, and the first month is then below zero."),
        N_("A date that does not exist is refused."),
    ),
    Fault(
        N_("With high earnings the deduction is larger than the support."),
        N_("The deduction stops at the support, and the lines add up."),
    ),
    Fault(
        N_("“6 months” is read as 6 years; half a year or an empty age takes a wrong row in silence."),
        N_("Birth dates, or whole years; anything else is asked again."),
    ),
    Fault(
        N_("A child typed as 18 or older disappears without a word."),
        N_("An adult child gets an own budget, and you are told."),
    ),
    Fault(
        N_("The supplement of New Brunswick is still that of before 2022."),
        N_("The amounts follow the sheet of each month."),
    ),
    Fault(
        N_("Heating in Newfoundland is always added."),
        N_("Only if heat is not in the rent, up to the sheet's maximum."),
    ),
    Fault(
        N_("Half of basic needs may be given in kind by anybody."),
        N_("Only while the family lives with somebody who signed."),
    ),
    Fault(
        N_("Earnings of all full-time students are left out."),
        N_("Only those of full-time secondary pupils are."),
    ),
    Fault(
        N_("Without an arrival date school is paid twice, and a year of the past is printed."),
        N_("A guessed date is marked as a guess, and both numbers of school items are shown."),
    ),
    Fault(
        N_("Birthdays at 4, 12, 18 and 65 are ignored."),
        N_("Each birthday counts from its month."),
    ),
    Fault(
        N_("A page that was taken out in the middle cannot be opened again."),
        N_("People and units are added and taken out freely."),
    ),
    Fault(
        N_("The export has unrounded numbers mixed with text."),
        N_("Amounts with two decimals, in cells that a spreadsheet can add."),
    ),
    Fault(
        N_("The question about disability has no effect in British Columbia."),
        N_("No question without an effect is asked."),
    ),
    Fault(
        N_("A second look-up may put a wrong row in place of the right one in families with children under four."),
        N_("The row of every mix of ages is tested."),
    ),
)
"""Fault 1 comes first."""
