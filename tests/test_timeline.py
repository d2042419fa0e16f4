"""The calendar file is read back by a parser of its own, written here from RFC 5545."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculator.budget import make_budget
from calculator.command import build_parser
from calculator.plan import Plan
from calculator.rates import Rates
from calculator.timeline import calendar_file, folded, timeline_text

AS_OF = date(2026, 11, 1)


def report_with(*dates: tuple[str, str, str]) -> dict[str, Any]:
    return {
        "plan": {"label": "Test", "stream": "PSR"},
        "units": [{"people": ["b", "a"]}],
        "dates": [{"on": on, "kind": kind, "text": text} for on, kind, text in dates],
    }


def read_back(text: str) -> list[dict[str, str]]:
    """Events of a calendar file: unfold, split, unescape."""
    assert text.endswith("\r\n")
    assert "\n" not in text.replace("\r\n", "")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    lines = text.replace("\r\n ", "").split("\r\n")[:-1]
    assert (lines[0], lines[-1]) == ("BEGIN:VCALENDAR", "END:VCALENDAR")
    events: list[dict[str, str]] = []
    for line in lines[1:-1]:
        name, _, value = line.partition(":")
        if line == "BEGIN:VEVENT":
            events.append({})
        elif line != "END:VEVENT" and events:
            undone = re.sub(r"\\([\\;,nN])", lambda m: "\n" if m[1] in "nN" else m[1], value)
            assert name not in events[-1]
            events[-1][name] = undone
    return events


def test_an_event_lasts_one_whole_day() -> None:
    (event,) = read_back(calendar_file(report_with(("2026-12-31", "end", "The last day.")), AS_OF, "en"))
    assert (event["DTSTART;VALUE=DATE"], event["DTEND;VALUE=DATE"]) == ("20261231", "20270101")
    assert event["DTSTAMP"] == "20261101T000000Z"
    assert event["SUMMARY;LANGUAGE=en"] == "The last day."


def test_separators_quotes_and_line_breaks_survive() -> None:
    text = "Pay 1,200.50; see C:\\notes\r\n“second” line: done"
    (event,) = read_back(calendar_file(report_with(("2026-05-10", "payment", text)), AS_OF, "en"))
    assert event["SUMMARY;LANGUAGE=en"] == "Pay 1,200.50; see C:\\notes\n“second” line: done"


def test_no_line_of_a_person_can_end_an_event() -> None:
    text = "x\r\nEND:VEVENT\r\nBEGIN:VEVENT\x00"
    (event,) = read_back(calendar_file(report_with(("2026-05-10", "event", text)), AS_OF, "en"))
    assert event["SUMMARY;LANGUAGE=en"] == "x\nEND:VEVENT\nBEGIN:VEVENT"


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=400))
def test_folding_loses_nothing_and_tears_no_character(text: str) -> None:
    parts = folded(text)
    assert all(len(part.encode()) <= 75 for part in parts)
    assert parts[0] + "".join(part[1:] for part in parts[1:]) == text
    assert all(part.startswith(" ") for part in parts[1:])


def test_identifiers_last_when_a_day_or_the_language_changes() -> None:
    first = report_with(
        ("2026-05-10", "arrival", "a"), ("2026-06-01", "payment", "b"), ("2026-07-01", "payment", "c")
    )
    later = report_with(
        ("2026-08-10", "arrival", "x"), ("2026-09-01", "payment", "y"), ("2026-10-01", "payment", "z")
    )
    one = [event["UID"] for event in read_back(calendar_file(first, AS_OF, "en"))]
    two = [event["UID"] for event in read_back(calendar_file(later, AS_OF + timedelta(30), "fr"))]
    assert one == two
    assert len(set(one)) == 3
    other = first | {"plan": {"label": "Another case", "stream": "PSR"}}
    assert not set(one) & {event["UID"] for event in read_back(calendar_file(other, AS_OF, "en"))}


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_every_date_of_a_real_case_is_there(rates: Rates, lang: str) -> None:
    plan = Plan.model_validate(
        {
            "stream": "GAR", "community": "ON/ottawa", "arrives_on": "2025-07-22",
            "people": [{"id": "a", "role": "principal", "born_on": "1990-01-31"}],
            "events": [{"kind": "conversion", "on": "2026-03-01", "form_on": "2026-01-10",
                        "posted_on": "2026-01-20",
                        "sponsor_found_on": "2026-02-20"}],
        }
    )  # fmt: skip
    report = make_budget([plan], rates, as_of=AS_OF).report(0, lang)
    events = read_back(calendar_file(report, AS_OF, lang))
    assert [(e["DTSTART;VALUE=DATE"], e[f"SUMMARY;LANGUAGE={lang}"]) for e in events] == [
        (entry["on"].replace("-", ""), entry["text"]) for entry in report["dates"]
    ]
    assert len({e["UID"] for e in events}) == len(events)
    assert len(timeline_text(report, lang).splitlines()) == max(len(events), 1)


def test_the_command_writes_one_new_file_and_nothing_else(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plan = tmp_path / "plan.json"
    plan.write_text(
        '{"version": 1, "community": "ON/toronto", "arrives_on": "2026-05-10",'
        ' "people": [{"id": "a", "role": "principal", "age_at_arrival": 30}]}',
        encoding="utf-8",
    )
    target = tmp_path / "dates.ics"

    def run(*arguments: str) -> int:
        options = build_parser().parse_args(["timeline", str(plan), "--as-of", "2026-11-01", *arguments])
        return int(options.run(options))

    assert run() == 0
    assert capsys.readouterr().out
    assert sorted(p.name for p in tmp_path.iterdir()) == ["plan.json"]
    assert run("--ics", str(target)) == 0
    written = target.read_bytes()
    read_back(written.decode())
    assert run("--ics", str(target)) == 1, "an existing file is not overwritten"
    assert target.read_bytes() == written
