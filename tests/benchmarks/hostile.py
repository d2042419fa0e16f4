"""How long a hostile file of 5 MB keeps each reader busy, and how much room it takes. Run by hand:

    python tests/benchmarks/hostile.py [plan|link|rates|workbook ...]

Every input is read in a process of its own: processor seconds, the highest resident memory above what the program had
before it opened the file, and what the reader said. The aim is 2 s and 500 MB; a line beyond it ends with "TOO MUCH",
one that is neither read nor refused with a message with "FAULT", and the script then ends with 1. That each is refused
is tested in tests/test_hostile.py, with smaller files.
"""

from __future__ import annotations

import base64
import contextlib
import csv
import io
import json
import os
import resource
import shutil
import sys
import tempfile
import time
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

SECONDS, MEGABYTES, LARGEST = 2.0, 500, 5_000_000
LONGEST = 20  # seconds after which a reading is ended
SOUND = ROOT / "tests" / "broken_rates" / "sound"

PERSON = {"id": "a", "role": "principal", "age_at_arrival": 30}
PLAN = {"community": "Toronto", "arrives_on": "2027-03-15", "people": [PERSON]}


def plan_with(**fields: Any) -> bytes:
    return json.dumps({**PLAN, **fields}).encode()


def full(entry: Callable[[int], Any], name: str) -> bytes:
    """A plan filled up to 5 MB with entries of one section."""
    size = len(json.dumps(entry(10_000))) + 2
    return plan_with(**{name: [*PLAN.get(name, ()), *(entry(i) for i in range((LARGEST - 500) // size))]})


def plans() -> Iterator[tuple[str, bytes]]:
    yield "lists in lists", b"[" * LARGEST
    yield "fields in fields", (b'{"a":' * (LARGEST // 5))[:LARGEST]
    yield "closed lists in lists", b"[" * (LARGEST // 2) + b"]" * (LARGEST // 2)
    yield "lists in a plan", b'{"people":' + b"[" * 2_000_000 + b"]" * 2_000_000 + b"}"
    yield "a hundred lists deep, wide", b'{"people":[' + b",".join([b"[" * 100 + b"]" * 100] * 24_000) + b"]}"
    yield "a number of 5 million digits", b'{"months":' + b"9" * (LARGEST - 20) + b"}"
    yield "a fraction of 5 million digits", b'{"months":0.' + b"9" * (LARGEST - 20) + b"}"
    yield "NaN", b'{"months": NaN}'
    yield "1e400", b'{"months": 1e400}'
    yield "a million infinities", b'{"people":[' + b",".join([b"Infinity"] * 500_000) + b"]}"
    yield "a million numbers", b'{"people":[' + b",".join([b"1"] * 2_400_000) + b"]}"
    yield "a text of 5 MB", plan_with(label="x" * (LARGEST - 200))
    yield "bidi and null", plan_with(label="\u202egro.elpmaxe\u2066\0")
    yield "5 MB of nulls as text", plan_with(label="\0" * ((LARGEST - 200) // 6))
    yield "5 MB of bidi", json.dumps({**PLAN, "label": "\u202e" * ((LARGEST - 200) // 3)}, ensure_ascii=False).encode()
    yield "5 MB of nulls", b"\0" * LARGEST
    yield "5 MB of spaces", b" " * LARGEST
    yield "half a surrogate", b'{"label": "\\ud800"}'
    yield "one field 400,000 times", b"{" + b",".join([b'"months":12'] * 400_000) + b"}"
    yield "400,000 unknown fields", b"{" + b",".join(b'"a%d":1' % i for i in range(400_000)) + b"}"
    yield "250,000 invisible names", b"{" + b",".join(b'"\\u0000%d":1' % i for i in range(250_000)) + b"}"
    yield "people", full(lambda i: {"id": f"p{i}", "role": "child", "age_at_arrival": 3}, "people")
    yield "one person 70,000 times", full(lambda i: PERSON, "people")
    yield "people of age 10**18", full(lambda i: {"id": f"p{i}", "role": "child", "age_at_arrival": 10**18}, "people")
    yield "empty people", full(lambda i: {}, "people")
    yield "dependants", full(lambda i: {"id": f"p{i}", "role": "dependant", "age_at_arrival": 30}, "people")
    yield (
        "families",
        full(lambda i: {"id": f"p{i}", "role": "principal", "age_at_arrival": 30, "family": f"f{i}"}, "people"),
    )
    yield "incomes", full(lambda i: {"person": "a", "net": "1.00", "from": "2027-05-01"}, "income")
    yield "incomes of nobody", full(lambda i: {"person": f"x{i % 90000}", "net": "1.00"}, "income")
    yield "gifts", full(lambda i: {"line": "furniture", "value": "1.00"}, "in_kind")
    yield "rents", full(lambda i: {"rent": "1.00", "from": "2027-05-01"}, "housing")
    yield "births", full(lambda i: {"kind": "birth", "on": "2027-07-06"}, "events")
    yield "moves", full(lambda i: {"kind": "move", "on": "2027-07-06", "community": "Halifax"}, "events")
    yield "extras", full(lambda i: {"label": "x", "amount": "1.00"}, "extras")
    yield (
        "rates of one's own",
        full(
            lambda i: {"item": "basic", "place": "ON", "effective_from": "2026-01-01", "value": "1.00", "source": "me"},
            "rates",
        ),
    )
    yield "conditions", full(lambda i: {"kind": "special_diet", "note_on": "2027-05-20"}, "conditions")
    yield (
        "record",
        plan_with(
            record={
                "entries": [
                    {"kind": "interest", "id": f"i{i}", "on": "2027-03-01", "amount": "1"} for i in range(60_000)
                ]
            }
        ),
    )
    yield (
        "record within the limit",
        plan_with(
            record={
                "entries": [
                    {"kind": "interest", "id": f"i{i}", "on": "2027-03-01", "amount": "1"} for i in range(9_900)
                ]
            }
        ),
    )
    for name, entry in (
        ("unknown fields within the limit", [{f"a{i}": 1 for i in range(48_000)}]),
        ("empty people within the limit", [{} for i in range(24_900)]),
        ("numbers within the limit", [1] * 49_900),
        ("infinities within the limit", [1e400] * 49_900),
        ("invisible names within the limit", [{f"\0{i}": 1 for i in range(49_000)}]),
        (
            "persons of 10**18 within the limit",
            [{"id": f"p{i}", "role": "x", "age_at_arrival": 10**18} for i in range(12_400)],
        ),
    ):
        yield name, plan_with(people=entry)
    for name, one in (
        ("income", {"person": "a", "net": "1.00", "from": "2027-05-01"}),
        ("in_kind", {"line": "furniture", "value": "1.00"}),
        ("housing", {"rent": "1.00", "from": "2027-05-01"}),
        ("events", {"kind": "birth", "on": "2027-07-06"}),
        ("extras", {"label": "x", "amount": "1.00"}),
        ("conditions", {"kind": "special_diet", "note_on": "2027-05-20"}),
        ("rates", {"item": "basic", "place": "ON", "effective_from": "2026-01-01", "value": "1.00", "source": "me"}),
    ):
        yield f"{name} within the limit", plan_with(**{name: [one] * (49_000 // (len(one) + 1))})
    yield "arrival in year 1", plan_with(arrives_on="0001-01-01")
    yield "arrival in 9999", plan_with(arrives_on="9999-12-31")
    yield "born in year 1", plan_with(people=[{"id": "a", "role": "principal", "born_on": "0001-01-01"}])
    yield "born in 9999", plan_with(people=[{"id": "a", "role": "principal", "born_on": "9999-12-31"}])
    yield "event in 9999", plan_with(events=[{"kind": "birth", "on": "9999-12-31"}])
    yield (
        "income until 9999",
        plan_with(income=[{"person": "a", "net": "1.00", "from": "0001-01-01", "to": "9999-12-31"}]),
    )
    yield "a billion months", plan_with(months=10**9)
    yield "an amount of 10**18", plan_with(housing=[{"rent": "999999999999999999.00"}])
    yield "latin-1", '{"label": "Québec"}'.encode("latin-1")
    yield "utf-16", json.dumps(PLAN).encode("utf-16")
    yield "5 MB of utf-16", json.dumps({**PLAN, "label": "x" * 2_400_000}).encode("utf-16")
    yield "utf-32", json.dumps(PLAN).encode("utf-32")
    yield "utf-7", b"+AHs-"
    yield "noise", zlib.compress(os.urandom(LARGEST // 2))
    yield "backslashes", b'"' + b"\\" * (LARGEST - 2)
    yield "commas", b"," * LARGEST


def links() -> Iterator[tuple[str, bytes]]:
    def link(text: bytes) -> bytes:
        return base64.urlsafe_b64encode(zlib.compress(text, 9))

    yield "a bomb of 1 GB", link(b" " * 1_000_000_000)
    yield "a bomb in a bomb", link(zlib.compress(b" " * 1_000_000_000, 9))
    yield "lists in lists", link(b"[" * 199_000)
    yield "200 kB of people", link(json.dumps({**PLAN, "people": [{}] * 40_000}).encode()[:199_000])
    yield "5 MB of letters", b"A" * LARGEST
    yield "5 MB of noise", base64.urlsafe_b64encode(os.urandom(LARGEST * 3 // 4))
    yield "5 MB of spaces", b" " * LARGEST
    yield "cut", link(json.dumps(PLAN).encode())[:-9]
    yield "no letters of the alphabet", "٣".encode() * 1000
    yield "latin-1", link('{"label": "Québec"}'.encode("latin-1"))
    yield "utf-16", link(json.dumps(PLAN).encode("utf-16"))
    yield "nothing", b""
    yield "NaN", link(b'{"months": NaN}')
    yield "null", link(plan_with(label="\0"))


HEADING = (SOUND / "on.csv").read_bytes().split(b"\n")[0].strip()


def rate_files() -> Iterator[tuple[str, bytes]]:
    """Contents of on.csv."""

    def rows(line: Callable[[int], bytes]) -> bytes:
        return b"\n".join([HEADING, *(line(i) for i in range((LARGEST - 500) // (len(line(10_000)) + 1)))])

    with (SOUND / "on.csv").open(encoding="utf-8", newline="") as lines:
        first = next(csv.DictReader(lines))

    def like(_i: int, **changed: bytes) -> bytes:
        return b",".join(changed.get(name, cell.encode().replace(b",", b" ")) for name, cell in first.items())

    good = like(0)

    yield "one row over and over", rows(lambda i: good)
    yield (
        "a date of its own each",
        rows(lambda i: like(i, effective_from=b"%04d-%02d-%02d" % (i % 8000 + 1, i % 12 + 1, i % 28 + 1))),
    )
    yield (
        "a size of its own each",
        rows(lambda i: like(i, others=b"%d" % (i % 100), effective_from=b"%04d-01-01" % (2017 + i // 100 % 80))),
    )
    yield (
        "a gap in each",
        rows(
            lambda i: like(
                i,
                others=b"%d" % (i * 2 % 100),
                effective_from=b"%04d-%02d-%02d" % (2000 + i % 97, i % 12 + 1, i % 28 + 1),
            )
        ),
    )
    yield "a case of its own each", rows(lambda i: like(i, case=b"c%d" % i))
    yield "nothing right", rows(lambda i: b"x,x,x,x,x,x,x,x,x,x,x,x,x,x,x,x,x,x,x,x")
    yield "NaN", rows(lambda i: like(i, value=b"NaN"))
    yield "1e400", rows(lambda i: like(i, value=b"1e400"))
    for called, line in (
        ("one row", lambda i: good),
        (
            "dates",
            lambda i: like(i, effective_from=b"%04d-%02d-%02d" % (i % 90 + 2000, i // 90 % 12 + 1, i // 1080 % 28 + 1)),
        ),
        (
            "gaps",
            lambda i: like(
                i,
                others=b"%d" % (i % 50 * 2),
                effective_from=b"%04d-%02d-01" % (i // 50 % 90 + 2000, i // 4500 % 12 + 1),
            ),
        ),
        ("cases", lambda i: like(i, case=b"c%d" % i)),
        ("nothing right", lambda i: b"x," * 19 + b"x"),
    ):
        yield f"{called} within the limit", b"\n".join([HEADING, *(line(i) for i in range(9_900))])
    yield "a value of 5 million digits", HEADING + b"\n" + like(0, value=b"9" * (LARGEST - 500))
    yield "a value of 100,000 digits", HEADING + b"\n" + like(0, value=b"9" * 100_000)
    yield "bidi and null", HEADING + b"\n" + like(0, note="\u202e\0".encode())
    yield "bidi", rows(lambda i: like(i, note="\u202e\u2066".encode()))
    yield "year 1", HEADING + b"\n" + like(0, effective_from=b"0001-01-01")
    yield "year 9999", HEADING + b"\n" + like(0, effective_from=b"9999-12-31", checked_on=b"9999-12-31")
    yield "an open quotation mark", HEADING + b'\n"' + b"x" * (LARGEST - 500)
    yield "quotation marks", HEADING + b"\n" + b'"' * (LARGEST - 500)
    yield "short open quotations", HEADING + b"\n" + b'"x\n' * ((LARGEST - 500) // 3)
    yield "commas", HEADING + b"\n" + b"," * (LARGEST - 500)
    yield "line ends", HEADING + b"\n" * (LARGEST - 500)
    yield "a heading of 2 million columns", b"a," * 2_400_000
    yield "a heading of names of its own", b",".join(b"a%d" % i for i in range(600_000))
    yield "too many cells each", rows(lambda i: b"a," * 30)
    yield "nulls", b"\0" * LARGEST
    yield "utf-16", (SOUND / "on.csv").read_text().encode("utf-16")
    yield "utf-32", (SOUND / "on.csv").read_text().encode("utf-32-be")
    yield "latin-1", HEADING + "\né".encode("latin-1")
    yield "noise", os.urandom(LARGEST)
    yield "a workbook", zip_of({"xl/workbook.xml": b"<workbook/>"})


def zip_of(parts: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


MAIN = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def workbooks() -> Iterator[tuple[str, bytes]]:
    from test_workbook_reading import hostile
    from workbooks import TODAY

    from calculator.examples import example_plans
    from calculator.rates import Rates
    from calculator.workbook import write_workbook

    stream = io.BytesIO()
    write_workbook(example_plans()["single-toronto"], Rates.load(), stream, "en", TODAY)
    good = stream.getvalue()
    yield "our own", good
    yield from hostile(good).items()
    archive = zipfile.ZipFile(io.BytesIO(good))
    parts = {name: archive.read(name) for name in archive.namelist()}
    inside = "xl/worksheets/sheet2.xml"  # Inputs, which is read

    def sheet(rows: bytes) -> dict[str, bytes]:
        page = b"<worksheet " + MAIN + b'><dimension ref="A1:C9"/><sheetData>' + rows + b"</sheetData></worksheet>"
        return {**parts, inside: page}

    yield "399,000 elements in a sheet", zip_of(sheet(b'<row r="1">' + b"<c/>" * 398_000 + b"</row>"))
    yield "130,000 numbers", zip_of(sheet(b"".join(b"<row><c><v>%d</v></c></row>" % i for i in range(65_000))))
    yield (
        "a billion rows claimed",
        zip_of(
            {**parts, inside: b"<worksheet " + MAIN + b'><dimension ref="A1:XFD1000000000"/><sheetData/></worksheet>'}
        ),
    )
    yield "a row number of a billion", zip_of(sheet(b'<row r="1000000000"><c r="A1000000000"><v>1</v></c></row>'))
    yield "a column of letters", zip_of(sheet(b'<row r="1"><c r="' + b"Z" * 1000 + b'1"><v>1</v></c></row>'))
    yield "rows that go back", zip_of(sheet(b'<row r="5000"/><row r="1"/>' * 90_000))
    yield (
        "wide gaps",
        zip_of(sheet(b"".join(b'<row r="%d"><c r="GR%d"><v>1</v></c></row>' % (i, i) for i in range(1, 5001)))),
    )
    yield (
        "a cell of 10 MB",
        zip_of(sheet(b'<row r="1"><c r="A1" t="inlineStr"><is><t>' + b"x" * 10_000_000 + b"</t></is></c></row>")),
    )
    yield "a formula of 10 MB", zip_of(sheet(b'<row r="1"><c r="A1"><f>' + b"1+" * 5_000_000 + b"1</f></c></row>"))
    yield "numbers that are none", zip_of(sheet(b'<row r="1"><c r="A1"><v>NaN</v></c><c r="B1"><v>1e400</v></c></row>'))
    yield (
        "dates of every kind",
        zip_of(sheet(b'<row r="1"><c r="A1" t="d"><v>0001-01-01</v></c><c r="B1" t="d"><v>x</v></c></row>')),
    )
    yield "a shared string that is none", zip_of(sheet(b'<row r="1"><c r="A1" t="s"><v>999999999</v></c></row>'))
    yield "attributes", zip_of(sheet(b"<row " + b" ".join(b'a%d="1"' % i for i in range(400_000)) + b"/>"))
    yield "a long attribute", zip_of(sheet(b'<row a="' + b"x" * 10_000_000 + b'"/>'))
    yield "deep, few", zip_of(sheet(b"<row>" * 190_000 + b"</row>" * 190_000))
    strings = b"<sst " + MAIN + b">" + b"<si><t>x</t></si>" * 95_000 + b"</sst>"
    yield "95,000 shared strings", zip_of({**parts, "xl/sharedStrings.xml": strings})
    rich = b"<sst " + MAIN + b"><si>" + b"<r><rPr><b/></rPr><t>x</t></r>" * 44_000 + b"</si></sst>"
    yield "one string of many runs", zip_of({**parts, "xl/sharedStrings.xml": rich})
    styles = (
        b"<styleSheet " + MAIN + b"><cellXfs>" + b'<xf numFmtId="0" fontId="0"/>' * 130_000 + b"</cellXfs></styleSheet>"
    )
    yield "130,000 styles", zip_of({**parts, "xl/styles.xml": styles})
    formats = (
        b"<styleSheet "
        + MAIN
        + b"><numFmts>"
        + b"".join(b'<numFmt numFmtId="%d" formatCode="0"/>' % i for i in range(90_000))
    )
    yield "90,000 number formats", zip_of({**parts, "xl/styles.xml": formats + b"</numFmts></styleSheet>"})
    book = parts["xl/workbook.xml"]
    named = (
        b"<definedNames>"
        + b"".join(b'<definedName name="n%d">1</definedName>' % i for i in range(70_000))
        + b"</definedNames>"
    )
    yield "70,000 names", zip_of({**parts, "xl/workbook.xml": book.replace(b"</sheets>", b"</sheets>" + named)})
    many = b"".join(b'<sheet name="s%d" sheetId="%d" r:id="rId1"/>' % (i, i + 99) for i in range(50_000))
    yield "50,000 sheets", zip_of({**parts, "xl/workbook.xml": book.replace(b"</sheets>", many + b"</sheets>")})
    rels = parts["xl/_rels/workbook.xml.rels"]
    links = b"".join(b'<Relationship Id="x%d" Type="http://x/y" Target="z"/>' % i for i in range(60_000))
    yield (
        "60,000 relations",
        zip_of({**parts, "xl/_rels/workbook.xml.rels": rels.replace(b"</Relationships>", links + b"</Relationships>")}),
    )
    types = b"".join(b'<Override PartName="/x%d" ContentType="y"/>' % i for i in range(70_000))
    yield (
        "70,000 types",
        zip_of(
            {**parts, "[Content_Types].xml": parts["[Content_Types].xml"].replace(b"</Types>", types + b"</Types>")}
        ),
    )
    yield "60,000 empty parts", zip_of({**parts, **{f"a{i}": b"" for i in range(40_000)}})
    yield "a part outside", zip_of({**parts, "../../x.xml": b"<x/>"})
    yield (
        "utf-16 throughout",
        zip_of({**parts, inside: parts[inside].decode().replace("UTF-8", "UTF-16").encode("utf-16")}),
    )
    yield "latin-1 told to be utf-8", zip_of({**parts, inside: parts[inside] + b"\xe9"})
    yield "bidi and null", zip_of(sheet('<row r="1"><c r="A1" t="str"><v>\u202e&#0;</v></c></row>'.encode()))
    yield "noise of 5 MB", b"PK\x03\x04" + os.urandom(LARGEST - 4)
    yield "the end of an archive", b"PK\x05\x06" + b"\xff" * 18


class Reading:
    """One reader, and how its inputs are handed over."""

    def __init__(self) -> None:
        from calculator.plan import read_plan
        from calculator.rates import Rates
        from calculator.web.sharing import text_of
        from calculator.workbook import read_workbooks

        self.folder = Path(tempfile.mkdtemp())
        rates = Path(shutil.copytree(SOUND, self.folder / "rates"))

        def rate_file(content: bytes) -> None:
            (rates / "on.csv").write_bytes(content)
            Rates.load(rates)

        # Everything a reader imports late is there before the clock starts.
        with contextlib.suppress(Exception):
            read_workbooks(next(workbooks())[1])
        read_plan(plan_with())
        self.readers: dict[str, tuple[Callable[[], Iterator[tuple[str, bytes]]], Callable[[bytes], Any]]] = {
            "plan": (plans, read_plan), "link": (links, lambda content: read_plan(text_of(content.decode()))),
            "rates": (rate_files, rate_file), "workbook": (workbooks, read_workbooks),
        }  # fmt: skip


def measured(read: Callable[[bytes], Any], content: bytes) -> tuple[float, int, str]:
    """Processor seconds, kB above the start, and what was said, of one reading in a process of its own."""
    out, into = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(out)
        resource.setrlimit(resource.RLIMIT_CPU, (LONGEST, LONGEST))
        before, begun = resident(), time.process_time()
        try:
            read(content)
            said = "read"
        except Exception as error:
            known = type(error).__name__ in ("PlanError", "RatesError")
            said = f"{len(error.problems)}: {error.problems[0]}" if known else f"FAULT {error!r}"  # type: ignore[attr-defined]
        spent = time.process_time() - begun
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        os.write(into, json.dumps([spent, peak - before, said[:300]]).encode())
        os._exit(0)
    os.close(into)
    with os.fdopen(out, "rb") as answer:
        text = answer.read()
    os.waitpid(child, 0)
    return (
        tuple(json.loads(text)) if text else (float(LONGEST), 0, f"FAULT the process ended, or took over {LONGEST} s")
    )


def resident() -> int:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() // 1024


def main(asked: list[str]) -> int:
    reading = Reading()
    bad = 0
    print(f"{'reader':9} {'input':34} {'MB':>5} {'s':>6} {'peak MB':>8}  said")
    for name, (inputs, read) in reading.readers.items():
        if asked and name not in asked:
            continue
        for called, content in inputs():
            seconds, kilobytes, said = measured(read, content)
            is_bad = seconds > SECONDS or kilobytes > MEGABYTES * 1024
            verdict = "  TOO MUCH" if is_bad else ""
            bad += is_bad or said.startswith("FAULT")
            size = len(content) / 1e6
            print(
                f"{name:9} {called:34} {size:5.2f} {seconds:6.2f} {kilobytes / 1024:8.1f}  {said[:90]}{verdict}",
                flush=True,
            )
    shutil.rmtree(reading.folder, ignore_errors=True)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
