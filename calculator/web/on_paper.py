"""What a printed page says besides what the screen shows: whose budget it is, and of which day."""

from __future__ import annotations

from datetime import date

import streamlit as st

from calculator import __version__
from calculator.plan import plan_fingerprint
from calculator.web.words import SPONSORS, STREAMS, _, day, in_text


def about() -> None:
    """Community, arrival, stream and sponsor; day of printing, version, plan."""
    report, plan = st.session_state.result.report, st.session_state.result.plan
    st.markdown(
        _(
            "{community}, arrival {day}. {stream}, {sponsor}. Printed {today}, version {version}, plan {plan}.",
            community=in_text(report["plan"]["community_name"]),
            day=day(report["plan"]["arrives_on"]),
            stream=_(STREAMS[plan.stream]),
            sponsor=_(SPONSORS[plan.sponsor]),
            today=day(date.today()),
            version=__version__,
            plan=plan_fingerprint(plan),
        )
    )


def about_on_paper() -> None:
    """The same, seen only where the page is printed."""
    with st.container(key="printonly"):
        about()
