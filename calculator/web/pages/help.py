"""The page "Help": words, what this is not, privacy, accessibility and its known limits."""

from __future__ import annotations

import streamlit as st

import calculator
from calculator.explain import coverage_statement
from calculator.web.words import _, in_text, lang


def show() -> None:
    st.title(_("Help"), anchor=False)
    st.header(_("In three minutes"), anchor=False)
    st.markdown(
        "\n".join(
            f"1. {in_text(text)}"
            for text in (
                _("On the page “Plan”, choose the community and the arrival date; a guess will do."),
                _("Add the members of the family with their ages. No names are needed."),
                _("Say whether the home is known. The total to raise is now at the top of the page."),
                _("Pick any underlined figure to see why it is that much."),
                _("Save the plan as a file, or print it for your committee on the page “Print”."),
            )
        )
    )
    st.header(_("What this is not"), anchor=False)
    st.markdown(
        "\n".join(
            f"- {in_text(text)}"
            for text in (
                _(
                    "Not legal advice and not a decision of IRCC: an estimate from published rates of the "
                    "dates shown."
                ),
                _("Not for Quebec, which has a programme of its own."),
                _(
                    "Not a benefits calculator: government benefits count only where they change what a "
                    "sponsor owes."
                ),
                _("Not a promise: a month after the last check of a rate is marked as assumed unchanged."),
            )
        )
    )
    st.header(_("Privacy"), anchor=False)
    st.write(
        _(
            "Nothing you type leaves this computer, unless the app was opened from another computer's "
            "address: then it "
            "is worked out there and not stored. Your browser keeps the plan so that a refresh does not "
            "lose it. On a "
            "shared computer, switch that off or start from nothing when you are done."
        )
    )
    st.toggle(_("Keep the plan in this browser"), key="is_kept", value=True, persist_state="session")
    st.write(_("A link to a plan holds ages and dates, never labels, notes or the record of the funds."))
    st.header(_("Words"), anchor=False)
    for short, long in words():
        st.markdown(f"**{short}**: {in_text(long)}")
    st.header(_("Accessibility"), anchor=False)
    st.write(
        _(
            "Everything works with the keyboard and on a phone, and every chart has a table of the same "
            "figures. "
            "Automatic checks find no serious fault. Known limits: some words of the menus and the file "
            "button stay in "
            "English; the calendar of date fields is easier to use by typing the date."
        )
    )
    with st.expander(_("The rules, by number: what is covered and what is not")):
        st.write(_("Each figure names its rule: R and a number. The sources are named beside each rate."))
        st.markdown(in_text(coverage_statement(lang())))
    st.caption(_("Version {version}", version=calculator.__version__))


def words() -> list[tuple[str, str]]:
    return [
        ("RAP", _("Resettlement Assistance Program. Its rates are the yardstick for sponsors.")),
        ("SAH", _("Sponsorship agreement holder: an organization with an agreement with IRCC.")),
        ("CG", _("Constituent group, which sponsors under the agreement of a SAH.")),
        ("G5", _("Group of Five: five or more people who sponsor together.")),
        ("CS", _("Community sponsor: an organization that sponsors without an agreement.")),
        ("PSR", _("Privately sponsored refugee.")),
        ("BVOR", _("Blended visa office-referred: the government and the sponsor share the year.")),
        ("JAS", _("Joint assistance sponsorship: the government pays, the sponsor helps.")),
        ("GAR", _("Government-assisted refugee.")),
        ("OYW", _("One-Year Window: declared family members who follow within a year.")),
        ("CCB", _("Canada Child Benefit; it never lowers what a sponsor owes.")),
        (_("In kind"), _("Goods or free housing given instead of money; counted up to a limit.")),
        (
            _("Start-up costs"),
            _("What a family needs at once: clothes, furniture, household goods, food, school."),
        ),
        (
            _("Minimum"),
            _("The least the sponsor must give: start-up and monthly support, less what may be deducted."),
        ),
        (_("Family unit"), _("People budgeted together. An adult child is a unit of one.")),
        (_("Assumed unchanged"), _("Nobody has checked whether the rate is still in force for that month.")),
    ]


show()
