"""Coverage-guided fuzzing of what reads files from strangers: plans, rate files, workbooks, links. Run by hand.

    pip install atheris
    python tests/fuzz/readers.py plan FOLDER -max_total_time=3600

The first word is the target, FOLDER keeps what was found and is best outside the checkout; seeds are the ready plans,
the small sound rates and ``kept.tar.xz``, a share of what earlier runs found, which ``tests/test_hostile.py`` reads
too. A fault is anything but a message: another error, more than two seconds of processor time, or 500 MB. It is written
beside the folder (``FOLDER.faults``) and the run goes on. ``FOLDER.stats`` counts inputs and processor time. Every
fault becomes a test.
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import io
import json
import os
import random
import resource
import shutil
import sys
import tarfile
import tempfile
import time
import traceback
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

try:
    import atheris
except ImportError:  # what is kept can be read without it
    atheris = None

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

ROOMS = ["plan", "problems", "rates", "money", "periods", "workbook", "web.sharing"]
watched = atheris.instrument_imports(include=[f"calculator.{room}" for room in ROOMS]) if atheris else None
with watched or contextlib.nullcontext():
    from calculator.budget import make_budget
    from calculator.examples import LINES, example_plans, example_text
    from calculator.plan import plan_fingerprint, read_plan
    from calculator.problems import PlanError, RatesError
    from calculator.rates import Rates
    from calculator.web.sharing import parameter_of, text_of
    from calculator.workbook import read_workbooks, write_workbook

SECONDS, MEGABYTES = 2.0, 500
SOUND = ROOT / "tests" / "broken_rates" / "sound"
ODD = [
    None, True, False, 0, -1, 1, 36, 37, 120, 121, 10**19, 1e400, float("nan"), 1.5, "", " ",
    "NaN", "1e400", "-0.01", "0.00", "0.005", "1,5", "99999999.99", "1e5",
    "0001-01-01", "9999-12-31", "2026-02-29", "2026-13-01", "2027-03-15", "2019-10-31",
    "\u202e", "\0", "\ud800", "=1+1", "é", "family", "principal", "spouse", "dependant", "PSR", "BVOR", "JAS", "GAR",
    "Toronto", "Whitehorse", "Quebec", [], {}, [[]], "ended", "6+", "١٢", "²", "1_000", "x" * 3000,
]  # fmt: skip


# --- inputs that are nearly right: bytes alone seldom get past the first bracket


def changed_tree(data: Any, rng: random.Random, mutate: Callable[[bytes], bytes]) -> Any:
    """Fields with one of them replaced, removed, doubled, moved, or changed letter by letter."""
    places: list[tuple[Any, Any]] = []
    stack = [data]
    while stack:
        one = stack.pop()
        inner = one.items() if isinstance(one, dict) else enumerate(one) if isinstance(one, list) else ()
        for key, value in inner:
            places.append((one, key))
            stack.append(value)
    if not places:
        return rng.choice(ODD)
    parent, key = rng.choice(places)
    what = rng.randrange(6)
    if what == 0:
        parent[key] = rng.choice(ODD)
    elif what == 1:
        del parent[key]
    elif what == 2:
        other, at = rng.choice(places)
        if at in other if isinstance(other, dict) else at < len(other):
            parent[key] = json.loads(json.dumps(other[at]))
    elif what == 3 and isinstance(parent, list):
        parent.append(json.loads(json.dumps(parent[key])))
    elif what == 4 and isinstance(parent, dict):
        parent[rng.choice(NAMES)] = rng.choice([parent[key], *ODD])
    else:
        parent[key] = mutate(str(parent[key]).encode("utf-8", "surrogatepass")).decode(errors="replace")
    return data


def names_of_the_format() -> list[str]:
    from calculator.plan import plan_schema

    found: set[str] = set()
    stack: list[Any] = [plan_schema()]
    while stack:
        one = stack.pop()
        if isinstance(one, dict):
            found.update(one.get("properties", ()))
            found.update(v for v in one.get("enum", ()) if isinstance(v, str))
            stack += one.values()
        elif isinstance(one, list):
            stack += one
    return sorted(found)


NAMES = names_of_the_format()
ODD += NAMES


def json_mutator(data: bytes, size: int, seed: int) -> bytes:
    rng = random.Random(seed)
    if rng.random() < 0.8:
        try:
            tree = json.loads(data)
            for _ in range(rng.choice([1, 1, 2, 3])):
                tree = changed_tree(tree, rng, lambda b: atheris.Mutate(b, 2 * len(b) + 4))
            return json.dumps(tree).encode()[:size]
        except (ValueError, RecursionError):
            pass
    return atheris.Mutate(data, size)


def link_mutator(data: bytes, size: int, seed: int) -> bytes:
    rng = random.Random(seed)
    if rng.random() < 0.7:
        try:
            text = zlib.decompress(base64.urlsafe_b64decode(data + b"==="))
            return base64.urlsafe_b64encode(zlib.compress(json_mutator(text, size, seed)))[:size]
        except (ValueError, zlib.error):
            pass
    return atheris.Mutate(data, size)


RATE_FILES = sorted(path.name for path in SOUND.glob("*.csv"))


def rates_mutator(data: bytes, size: int, seed: int) -> bytes:
    """The first byte says which file; cells are changed, moved, doubled."""
    rng = random.Random(seed)
    if rng.random() < 0.7 and data:
        lines = data[1:].decode(errors="replace").split("\n")
        at = rng.randrange(len(lines))
        cells = lines[at].split(",")
        cell = rng.randrange(len(cells))
        what = rng.randrange(5)
        if what == 0:
            cells[cell] = str(rng.choice(ODD))
        elif what == 1:
            other = rng.choice(lines).split(",")
            cells[cell] = other[cell % len(other)]
        elif what == 2:
            cells[cell] = atheris.Mutate(cells[cell].encode(), 40).decode(errors="replace")
        elif what == 3:
            del cells[cell]
        lines[at] = ",".join(cells)
        if what == 4:
            lines.insert(at, rng.choice(lines))
        return data[:1] + "\n".join(lines).encode(errors="replace")[: size - 1]
    return atheris.Mutate(data, size)


def small_workbook() -> dict[str, bytes]:
    """The parts of a workbook of ours with few sheets, so that an input takes milliseconds."""
    import openpyxl
    from workbooks import TODAY

    stream = io.BytesIO()
    write_workbook(example_plans()["single-toronto"], Rates.load(), stream, "en", TODAY)
    book = openpyxl.load_workbook(stream)
    kept = {"Inputs", "Plan file"}
    for sheet in [s for s in book.sheetnames if s not in kept]:
        book.remove(book[sheet])
    page = book["Plan file"]
    pieces = [row for row in range(4, page.max_row + 1) if page.cell(row, 1).value == "cells"]
    listed = [c for c in json.loads("".join(page.cell(row, 2).value[1:] for row in pieces)) if c[0] in kept]
    for row in pieces:
        page.cell(row, 1).value = page.cell(row, 2).value = None
    page.cell(pieces[0], 1).value, page.cell(pieces[0], 2).value = "cells", "'" + json.dumps(listed)
    stream = io.BytesIO()
    book.save(stream)
    read_workbooks(stream.getvalue())
    archive = zipfile.ZipFile(stream)
    return {name: archive.read(name) for name in archive.namelist() if "theme" not in name}


PARTS: dict[str, bytes] = {}


def zip_of(parts: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def workbook_mutator(data: bytes, size: int, seed: int) -> bytes:
    """The first byte says which part the rest stands for (255: the whole file)."""
    rng = random.Random(seed)
    if rng.random() < 0.6 and len(data) > 1:
        body = data[1:]
        marks = [i for i, byte in enumerate(body) if byte in b'<>"']
        if len(marks) > 2:
            at = rng.randrange(len(marks) - 1)
            start, end = marks[at] + 1, marks[at + 1]
            what = rng.randrange(5)
            if what == 0:
                new = str(rng.choice(ODD)).encode(errors="replace")
            elif what == 1:
                new = atheris.Mutate(body[start:end], end - start + 20)
            elif what == 2:
                other = rng.randrange(len(marks) - 1)
                new = body[marks[other] + 1 : marks[other + 1]]
            elif what == 3:
                new = b""
            else:
                new = rng.choice(
                    [b"<v>", b"</v>", b'A1" t="s', b"99999999", b"A1:XFD1048576", b"-1", b"1e308", b"&#0;", b't="d"']
                )
            return (data[:1] + body[:start] + new + body[end:])[:size]
    return atheris.Mutate(data, size)


# --- the targets


def read_a_plan(data: bytes) -> None:
    plan = read_plan(data)
    make_budget([plan], RATES)
    plan_fingerprint(plan)


def read_a_link(data: bytes) -> None:
    plan = read_plan(text_of(data.decode("latin-1")))
    parameter_of(plan)


def read_a_workbook(data: bytes) -> None:
    names = sorted(PARTS)
    if data[:1] == b"\xff" or not data:
        read_workbooks(data[1:])
    else:
        read_workbooks(zip_of({**PARTS, names[data[0] % len(names)]: data[1:]}))


def read_rates(data: bytes) -> None:
    name = RATE_FILES[data[0] % len(RATE_FILES)] if data else RATE_FILES[0]
    path = FOLDER_OF_RATES / name
    try:
        path.write_bytes(data[1:])
        Rates.load(FOLDER_OF_RATES)
    finally:
        path.write_bytes((SOUND / name).read_bytes())


def kept(target: str) -> list[bytes]:
    """Inputs of a target that earlier runs found worth keeping."""
    with tarfile.open(Path(__file__).with_name("kept.tar.xz")) as archive:
        files = [archive.extractfile(one) for one in archive if one.name.startswith(f"{target}/")]
        return [file.read() for file in files if file]


def seeds(target: str) -> list[bytes]:
    if target == "plan":
        return [example_text(name).encode() for name in LINES]
    if target == "link":
        return [parameter_of(plan).encode() for plan in example_plans().values()]
    if target == "rates":
        return [bytes([i]) + (SOUND / name).read_bytes() for i, name in enumerate(RATE_FILES)]
    mattering = [i for i, name in enumerate(sorted(PARTS)) if not name.startswith("docProps")]
    return [bytes([i]) + PARTS[sorted(PARTS)[i]] for i in mattering] + [b"\xff" + zip_of(PARTS)]


TARGETS = {
    "plan": (read_a_plan, json_mutator), "link": (read_a_link, link_mutator), "rates": (read_rates, rates_mutator),
    "workbook": (read_a_workbook, workbook_mutator),
}  # fmt: skip


class Watched:
    """A target whose faults are kept and whose cost is counted."""

    def __init__(self, read: Callable[[bytes], None], folder: Path) -> None:
        self.read, self.stats = read, folder.with_suffix(".stats")
        self.faults = folder.with_suffix(".faults")
        self.faults.mkdir(exist_ok=True)
        self.count = self.accepted = self.faulty = 0
        self.slowest = 0.0
        self.written = 0.0
        self.base = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    def __call__(self, data: bytes) -> None:
        self.count += 1
        begun = time.process_time()
        try:
            self.read(data)
            self.accepted += 1
        except (PlanError, RatesError) as error:
            if not error.problems or any("Traceback" in str(problem) for problem in error.problems):
                self.keep(data, "a refusal without a message")
        except Exception as error:
            frame = traceback.extract_tb(error.__traceback__)[-1]
            self.keep(data, f"{type(error).__name__} {frame.filename}:{frame.lineno}\n{traceback.format_exc()}")
        spent = time.process_time() - begun
        self.slowest = max(self.slowest, spent)
        if spent > SECONDS:
            self.keep(data, f"slow {int(spent)}\n{spent}")
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        if most - self.base > MEGABYTES * 1024:
            self.keep(data, f"large\n{most - self.base} kB over the start")
            self.base = most
        if begun - self.written > 10:
            self.written = begun
            text = {"inputs": self.count, "accepted": self.accepted, "faults": self.faulty,
                    "processor_seconds": round(time.process_time()), "slowest_seconds": round(self.slowest, 2),
                    "peak_mb": most // 1024}  # fmt: skip
            self.stats.write_text(json.dumps(text) + "\n")

    def keep(self, data: bytes, why: str) -> None:
        self.faulty += 1
        name = hashlib.sha256(why.partition("\n")[0].encode()).hexdigest()[:12]
        path = self.faults / name
        if not path.exists() or path.stat().st_size > len(data):
            path.write_bytes(data)
            path.with_suffix(".txt").write_text(why, errors="backslashreplace")


def prepare(target: str, room: Path) -> None:
    """What a target reads with: the rates, the parts of a workbook, or a copy of the small rates in ``room``."""
    global RATES, FOLDER_OF_RATES
    if target == "rates":
        FOLDER_OF_RATES = Path(shutil.copytree(SOUND, room / "rates"))
        return
    RATES = Rates.load()
    if target == "workbook":
        PARTS.update(small_workbook())


if __name__ == "__main__":
    target, place = sys.argv[1], Path(sys.argv[2])
    prepare(target, Path(tempfile.mkdtemp(dir="/dev/shm" if os.path.isdir("/dev/shm") else None)))
    place.mkdir(parents=True, exist_ok=True)
    first = seeds(target) + kept(target)
    for n, seed in enumerate(first):
        (place / f"seed{n}").write_bytes(seed)
    read, mutator = TARGETS[target]
    options = [f"-max_len={max(2 * max(map(len, seeds(target))), 20_000)}", "-timeout=100000", "-rss_limit_mb=0"]
    options.append("-print_final_stats=1")
    atheris.Setup([sys.argv[0], *options, *sys.argv[3:], str(place)], Watched(read, place), custom_mutator=mutator)
    atheris.Fuzz()
