"""The dates of a case as a list and as a calendar file (.ics, RFC 5545).

Layout only: which days matter and their words come with the report (``notices``). Nothing is in the file that
is not in the plan, and it is written on this computer only.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from calculator.locale import catalogue, long_date
from calculator.periods import ONE_DAY

LONGEST_LINE = 75
"""Octets of a content line without its line break (RFC 5545, 3.1)."""
PRODUCT = "-//sponsorship-budget//timeline//EN"
ADDRESS = "sponsorship-budget"
_ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})


def timeline_text(report: Mapping[str, Any], lang: str) -> str:
    """One line for each date of the case."""
    days = [long_date(date.fromisoformat(entry["on"]), lang) for entry in report["dates"]]
    width = max(map(len, days), default=0)
    if not days:
        return catalogue(lang).gettext("No dates.")
    return "\n".join(
        f"{day:>{width}}  {entry['text']}" for day, entry in zip(days, report["dates"], strict=True)
    )


def calendar_file(report: Mapping[str, Any], as_of: date, lang: str) -> str:
    """The dates of a case as all-day events; ``as_of`` stamps them.

    The identifiers depend on the case, the kind of date and its number within the kind, not on the day or the
    language: importing a newer file moves the entries of the older one.
    """
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUCT}", "CALSCALE:GREGORIAN", "METHOD:PUBLISH"]
    stamp = f"DTSTAMP:{as_of:%Y%m%d}T000000Z"
    for identifier, entry in zip(identifiers(report), report["dates"], strict=True):
        on = date.fromisoformat(entry["on"])
        lines += [
            "BEGIN:VEVENT",
            f"UID:{identifier}",
            stamp,
            f"DTSTART;VALUE=DATE:{on:%Y%m%d}",
            f"DTEND;VALUE=DATE:{on + ONE_DAY:%Y%m%d}",
            f"SUMMARY;LANGUAGE={lang}:{escaped(entry['text'])}",
            f"CATEGORIES:{escaped(entry['kind'])}",
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in folded(line))


def identifiers(report: Mapping[str, Any]) -> Iterator[str]:
    """A lasting identifier for each date, in the order of the report."""
    plan = report["plan"]
    people = sorted(person for unit in report["units"] for person in unit["people"])
    case = hashlib.sha256("\n".join([plan["label"], plan["stream"], *people]).encode()).hexdigest()[:16]
    count: Counter[str] = Counter()
    for entry in report["dates"]:
        count[entry["kind"]] += 1
        yield f"{entry['kind']}-{count[entry['kind']]}-{case}@{ADDRESS}"


def escaped(text: str) -> str:
    """A text value: separators escaped, line breaks as ``\\n``, other control characters left out."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(char for char in text if char == "\n" or (char >= " " and char != "\x7f")).translate(
        _ESCAPES
    )


def folded(line: str) -> Sequence[str]:
    """A content line in parts of at most 75 octets; no character is torn apart."""
    parts, part, size = [], "", 0
    for char in line:
        octets = len(char.encode())
        if size + octets > LONGEST_LINE:
            parts.append(part)
            part, size = " ", 1
        part += char
        size += octets
    return [*parts, part]
