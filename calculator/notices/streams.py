"""Notices that follow from the stream and the length of support: W24 to W26, W34.

Those of the application stage (W27 to W29) are said where it is worked out, in ``rules.application``.
"""

from __future__ import annotations

from datetime import date, timedelta

from calculator.locale import N_
from calculator.notices.case import AMBER, NOTE, Case
from calculator.periods import add_months
from calculator.problems import as_typed

PAPERS = N_(
    "confirmation of permanent residence, social insurance number, direct deposit form, "
    "proof of provincial health registration, proof of address and rent, signed RAP "
    "agreement, declaration of funds"
)


def stream_notices(case: Case) -> None:
    """Everything that follows from who sponsors and how."""
    bvor_papers(case)
    jas_forecast(case)
    jas_form(case)
    month_nine_and_end(case)


def bvor_papers(case: Case) -> None:
    """W24: what the RAP office needs before its first payment (N22, R39a)."""
    if case.plan.stream == "BVOR":
        case.say(
            "W24",
            NOTE,
            "stream",
            N_("Meet the RAP office in month 1. It needs: {papers}."),
            N_("If papers are late, RAP starts late and the sponsor goes on paying until then."),
            rule="N22",
            month=1,
            papers=case.gettext(PAPERS),
        )


def jas_forecast(case: Case) -> None:
    """W25: in a JAS case the government pays (R41)."""
    since = case.arrives if case.plan.stream == "JAS" else case.is_converted_on
    if since is not None:
        case.say(
            "W25",
            NOTE,
            "stream",
            N_("This is a JAS case from {since} on: the government pays, and nothing is required of the sponsor."),
            N_("Read the RAP amounts as a forecast. Plan what your group wants to add as extras."),
            rule="R41",
            since=case.day(since),
        )


def jas_form(case: Case) -> None:
    """W26: the form came late, or the conversion does not take place (R43)."""
    months = case.figure("jas_form_months")
    limit = add_months(case.arrives, months)
    for where, event in case.events("conversion"):
        if case.plan.stream == "GAR" and event.form_on is not None and event.form_on > limit:
            case.say(
                "W26",
                AMBER,
                f"{where}.form_on",
                N_("The JAS form came on {form}, more than {months} months after arrival ({limit})."),
                N_("A late form is accepted only in exceptional circumstances, or if a sponsor was already found."),
                rule="R43",
                form=case.day(event.form_on),
                months=months,
                limit=case.day(limit),
            )
        if case.is_converted_on is None:
            case.say(
                "W26",
                AMBER,
                where,
                N_("By the dates entered the case does not become a JAS case; the budget stays as it was."),
                N_("Check the dates of the form, the posting, the sponsor and the approval."),
                rule="R43",
            )
            _extras_after_the_end(case)


def _extras_after_the_end(case: Case) -> None:
    """Extras planned for the second year of a JAS case that the case does not become (R40, R43)."""
    for i, extra in enumerate(case.plan.extras):
        is_after = extra.starts_on is not None and extra.starts_on > case.ends
        if is_after or (extra.cadence == "monthly" and extra.ends_on is not None and extra.ends_on > case.ends):
            case.say(
                "W26",
                AMBER,
                f"extras[{i}]",
                N_("“{label}” is planned for after the last day of support ({end}): that part is not counted."),
                N_("Correct the dates of the extra, or those of the conversion."),
                rule="R40",
                label=as_typed(extra.label),
                end=case.day(case.ends),
            )


def month_nine_and_end(case: Case) -> None:
    """W34: when to look at the time after support, and the exact end (N35)."""
    review, apply_on, reminder = end_dates(case)
    if review > case.arrives:
        case.say(
            "W34",
            NOTE,
            "plan",
            N_("Review on {review} what the family will live on after support ends."),
            N_(
                "Tell them the exact end date early: {end}. If they may need it, help them apply for "
                "social assistance from {apply} on, so that nothing is missing in the month after."
            ),
            rule="N35",
            review=case.day(review),
            end=case.day(case.ends),
            apply=case.day(apply_on),
        )
    case.say(
        "W34",
        NOTE,
        "plan",
        N_("The last day of support is {end}."),
        N_("Remind the family {days} days before, on {reminder}. Gifts after the end may lower social assistance."),
        rule="N35",
        end=case.day(case.ends),
        days=case.figure("end_notice_days"),
        reminder=case.day(reminder),
    )


def end_dates(case: Case) -> tuple[date, date, date]:
    """Review of needs, application for social assistance, reminder before the end (N35)."""
    after = case.ends + timedelta(days=1)
    return (
        add_months(after, -case.figure("needs_review_lead_months")),
        add_months(after, -case.figure("social_assistance_lead_months")),
        case.ends - timedelta(days=case.figure("end_notice_days")),
    )
