"""Messages of the plan file in the words of the form: what says “take the field out” in a file says “empty the
answer” beside a field. Only wording; the findings are those of ``plan``, and what has no words here is said as
it is.
"""

from __future__ import annotations

import re

from calculator.locale import N_, catalogue
from calculator.problems import Problem
from calculator.web.words import _, lang

IN_A_FORM = {
    "Fill it in, or take the field out.": N_("Fill it in."),
    "Write it between double quotes.": N_("Type it as words."),
    "Write 1, or take the field out.": N_("Save the plan again with this version of the calculator."),
    "Write {longest}, or take the field out.": N_("Choose {longest} in “How long, and who pays”."),
    "Correct the number, or take the field out for the usual length.": N_(
        "Choose another number in “How long, and who pays”."
    ),
    "Write SAH or CG, or correct the stream.": N_("Choose another programme, or who sponsors."),
    "Give every person an id of their own.": N_("Give every person a label of their own."),
    "“{value}” is also the id of {other}.": N_("“{value}” is also the label of another person."),
    "Choose another id: an adult dependant is budgeted under their own id.": N_(
        "Choose another label: an adult dependant is budgeted under their own."
    ),
    "the family “{family}” already has a principal applicant ({other}).": N_(
        "the application already has a principal applicant."
    ),
    "the family “{family}” already has a spouse ({other}).": N_("the application already has a spouse."),
    "Choose another role, or give linked applications a “family” of their own.": N_(
        "Choose another role, or open “Separate budgets and linked applications” for a second application."
    ),
    "a spouse needs a principal applicant in the family “{family}”.": N_(
        "a spouse needs a principal applicant in the same application."
    ),
    "the family “{family}” has no principal applicant.": N_("this application has no principal applicant."),
    "Give one adult of the family the role “principal”.": N_("Choose “Principal applicant” as the role of one adult."),
    "Take the field out, or choose another principal applicant.": N_("Choose another principal applicant."),
    "Add born_on, or age_at_arrival in whole years.": N_("Type an age in whole years, or the birth date."),
    "Keep born_on and take age_at_arrival out, or the other way round.": N_("Keep one of the two."),
    "The plan's arrives_on is the first arrival; later ones come after it.": N_(
        "The arrival date in step 1 is the first arrival; later ones come after it."
    ),
    "Put the principal applicant's arrival into arrives_on of the plan.": N_(
        "Put the principal applicant's arrival into step 1."
    ),
    "Correct the birth date or the arrival; only a child can be born later.": N_(
        "Correct the birth date or the arrival; only a child can be born later."
    ),
    "nobody has the id “{value}”.": N_("nobody has the label “{value}”."),
    "Write one of: {expected}.": N_("Choose one of: {expected}."),
    "{end} is before “{first}” ({start}).": N_("{end} is before the beginning ({start})."),
    "Check the year, or take the entry out.": N_("Check the year, or remove the entry."),
    "Check the date, or take the entry out.": N_("Check the date, or remove the entry."),
    "Somebody who follows later has an arrives_on of their own; a newborn is a birth.": N_(
        "For somebody who follows later tick “arrives later”; a newborn is the change “Birth”."
    ),
    "{other} is about the same unit from the same day.": N_("another home is for the same people from the same day."),
    "If the family pays anything, take “free” out and write what they pay as rent.": N_(
        "If the family pays anything, choose “The family pays rent” and type what they pay."
    ),
    'Add the rent; "0.00" if the family pays only utilities.': N_(
        "Type the rent; 0 if the family pays only utilities."
    ),
    "Take one of the two out.": N_("Empty one of the two."),
    "{other} is about the same pregnancy.": N_("another entry is about the same pregnancy."),
    'Keep one of the two; twins are "children": 2.': N_("Keep one of the two; for twins choose 2 children."),
    "a case can become JAS only once ({other}).": N_("a case can become JAS only once."),
    "Only GAR and BVOR cases can: correct the stream, or take the event out.": N_(
        "Only GAR and BVOR cases can: choose another programme, or remove the change."
    ),
    "Correct the months; without the field the first three are taken.": N_("Choose three different months."),
    'Write dollars and cents between double quotes, with a point, such as "1225.00".': N_(
        "Type dollars and cents, such as 1225.50."
    ),
    'Write the year, month and day like "2026-05-10".': N_("Choose the date, or type year, month and day."),
    'Write month and day, such as "08-01".': N_("Type month and day, such as 08-01."),
    "Compare it with the format that “python -m calculator schema” prints.": N_("Choose or type another value."),
    "this field is missing.": N_("this answer is missing."),
    "Add it.": N_("Fill it in."),
}
"""Sentences about a file, and what they are beside a field. The values are the same."""

PLACES = {
    "people": N_("The family"),
    "housing": N_("The home"),
    "in_kind": N_("Gifts in kind"),
    "purchases": N_("Things bought, with receipts"),
    "sharing": N_("Less, because the home is shared"),
    "income": N_("Earnings and other income"),
    "assets": N_("Money the family brings"),
    "conditions": N_("Special diet or pregnancy"),
    "events": N_("Changes during the period"),
    "extras": N_("Extras, deposits and top-ups"),
    "payers": N_("How long, and who pays"),
    "months": N_("How long, and who pays"),
    "options": N_("Choices the rules leave open"),
    "application": N_("Application"),
    "record": N_("Funds in trust"),
    "rates": N_("Rates"),
    "community": N_("Community where the family will live"),
    "arrives_on": N_("Arrival date (a guess will do)"),
    "stream": N_("Programme"),
    "sponsor": N_("Who sponsors"),
}


def told(problem: Problem) -> str:
    """A finding as it is said beside its field, in the language of the screen."""
    gettext = catalogue(lang()).gettext

    def said(msgid: str, otherwise: str) -> str:
        text = gettext(IN_A_FORM[msgid]).format(**problem.values) if msgid in IN_A_FORM else otherwise
        return sentence(text)

    return f"{said(problem.what_msgid, problem.what)} {said(problem.to_do_msgid, problem.what_to_do)}".strip()


def sentence(text: str) -> str:
    """With a capital at the beginning."""
    return f"{text[:1].upper()}{text[1:]}"


def place(where: str) -> str:
    """Where in the form a message belongs: “Gifts in kind 2” for ``in_kind[1].value``."""
    found = re.match(r"([a-z_]+)(?:\[(\d+)\])?", where)
    if not found or found[1] not in PLACES:
        return where
    name = _(PLACES[found[1]])
    return f"{name} {len(range(-1, int(found[2])))}" if found[2] else name
