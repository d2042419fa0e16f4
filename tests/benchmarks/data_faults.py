"""Every kind of slip in one cell or row of the rates folder, and whether ``rates check`` sees it. Run by hand:

    python tests/benchmarks/data_faults.py [--rows 4] [--share 0.2] [--seed 1] [--list]

Of each file so many rows (seeded), each column, each kind of slip. CAUGHT: the check refuses the folder. NOTHING: it
does not, and no row, item or place says anything else (spaces). WORDS: only a locator, note, certainty or label
changes, no amount. MISSED: an amount, date, family or source is another now and nobody is told. A few of these are
tested in tests/test_rates.py.
"""

from __future__ import annotations

import argparse
import csv
import io
import random
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from calculator.problems import Problem  # noqa: E402
from calculator.rates.load import Contents, read_folder  # noqa: E402

Table = list[list[str]]
CELLS = {
    "missing": lambda text, _: "",
    "a letter": lambda text, _: text + "x",
    "negative": lambda text, _: "-" + text if text[:1].isdigit() else None,
    "decimal comma": lambda text, _: (
        text.replace(".", ",") if "." in text else text + ",50" if text.isdigit() else None
    ),
    "thousands": lambda text, _: text[:-3] + " " + text[-3:] if text.isdigit() and len(text) > 3 else None,
    "ten times": lambda text, _: text + "0" if text.isdigit() else None,
    "a tenth": lambda text, _: text[:-1] if text.isdigit() and len(text) > 1 else None,
    "digits swapped": lambda text, _: (
        text[1] + text[0] + text[2:] if len(text) > 1 and text[:2].isdigit() and text[0] != text[1] else None
    ),
    "one more": lambda text, _: str(int(text) + 1) if text.isdigit() else None,
    "date of a spreadsheet": lambda text, _: "1-Jan" if text[:1].isdigit() else None,
    "number of a day": lambda text, _: "44562" if text.count("-") == 2 else None,
    "day before month": lambda text, _: "-".join(reversed(text.split("-"))) if text.count("-") == 2 else None,
    "another year": lambda text, _: (
        f"{int(text[:4]) + 1}{text[4:]}" if text.count("-") == 2 and text[:4].isdigit() else None
    ),
    "dollar sign": lambda text, _: "$" + text if text[:1].isdigit() else None,
    "unknown": lambda text, _: "ZZZ" if text and not text[:1].isdigit() else None,
    "letter O": lambda text, _: text.replace("0", "O") if "0" in text else None,
    "as the row below": lambda text, other: other if other != text else None,
    "spaces": lambda text, _: f"  {text} " if text else None,
}


def slips(table: Table, chosen: list[int]) -> Iterator[tuple[str, str, Table]]:
    """Kind, column and the table with one slip."""
    heading = table[0]
    for row in chosen:
        other = row + 1 if row + 1 < len(table) else row - 1

        def put(*changes: tuple[int, int, str], row: int = row) -> Table:
            new = list(table)
            for at, column, text in changes:
                new[at] = [*new[at][:column], text, *new[at][column + 1 :]]
            return new

        for n, column in enumerate(heading):
            text = table[row][n]
            for kind, change in CELLS.items():
                new = change(text, table[other][n])
                if new is not None and new != text:
                    yield kind, column, put((row, n, new))
            if text != table[other][n]:
                yield "swapped with the row below", column, put((row, n, table[other][n]), (other, n, text))
            beside = (n + 1) % len(heading)
            if text != table[row][beside]:
                yield "swapped with the column beside", column, put((row, n, table[row][beside]), (row, beside, text))
        yield "row missing", "", table[:row] + table[row + 1 :]
        yield "row twice", "", table[: row + 1] + table[row:]


def said(contents: Contents, words: bool) -> tuple[Any, ...]:
    """What the folder says: amounts with their families, days and sources; with ``words`` everything."""
    rows = sorted(
        (r.item, r.place, str(r.composition), str(r.effective_from), r.amount, r.text if not r.amount else "",
         r.is_ended, r.source, str(r.checked_on), r.flag, *((r.locator, r.certainty, r.note) if words else ()))
        for r in contents.rows
    )  # fmt: skip
    items = sorted(
        (i.item, i.unit, i.used_for, str(sorted(i.key_columns)),
         *((i.label_en, i.label_fr, i.usual_month, i.rules, i.at_least, i.at_most, i.choices) if words else ()))
        for i in contents.items.values()
    )  # fmt: skip
    places = sorted(
        (p.id, p.kind, p.province, p.places, p.passes_also, p.has_transit,
         *((p.name_en, p.name_fr, p.aliases, p.note) if words else ()))
        for p in contents.places.all.values()
    )  # fmt: skip
    sources = sorted(map(str, contents.sources.values())) if words else []
    return rows, items, places, sources


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=4)
    parser.add_argument("--share", type=float, default=1, help="of the slips, drawn at random")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--list", action="store_true", help="print every slip that was missed")
    options = parser.parse_args(arguments)
    rng = random.Random(options.seed)
    folder = Path(shutil.copytree(ROOT / "rates", Path(tempfile.mkdtemp()) / "rates"))
    sound = read_folder(folder, [])
    assert sound is not None
    figures, everything = said(sound, False), said(sound, True)
    counts: Counter[tuple[str, str]] = Counter()
    for path in sorted(folder.glob("*.csv")):
        content = path.read_bytes()
        table = list(csv.reader(io.StringIO(content.decode(), newline="")))
        chosen = sorted(rng.sample(range(1, len(table)), min(options.rows, len(table) - 1)))
        for kind, column, broken in slips(table, chosen):
            if rng.random() >= options.share:
                continue
            text = io.StringIO()
            csv.writer(text, lineterminator="\n").writerows(broken)
            path.write_text(text.getvalue(), encoding="utf-8", newline="")
            problems: list[Problem] = []
            contents = read_folder(folder, problems)
            if problems or contents is None:
                outcome = "CAUGHT"
            elif said(contents, True) == everything:
                outcome = "NOTHING"
            else:
                outcome = "WORDS" if said(contents, False) == figures else "MISSED"
            counts[outcome, f"{kind}: {column}" if column else kind] += 1
            if options.list and outcome == "MISSED":
                new = next((",".join(b) for a, b in zip(table, broken, strict=False) if a != b), "")
                print(f"MISSED {path.name} {kind}: {column}: {new[:110]}", flush=True)
        path.write_bytes(content)
    shutil.rmtree(folder.parent, ignore_errors=True)
    total = Counter[str]()
    for (outcome, _kind), count in counts.items():
        total[outcome] += count
    number = sum(total.values())
    print(
        ", ".join(f"{outcome} {count} ({count / number:.1%})" for outcome, count in total.most_common()), f"of {number}"
    )
    harmful = total["CAUGHT"] + total["MISSED"]
    print(f"of slips that change more than words: {total['CAUGHT'] / harmful:.2%} caught")
    for (outcome, kind), count in sorted(counts.items(), key=lambda pair: -pair[1]):
        if outcome == "MISSED":
            print(f"  missed {count:4}  {kind}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
