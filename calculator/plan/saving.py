"""Saves a plan so that nothing is lost: not by a crash, not by two people saving at once. And its
fingerprint.

The text of a plan is canonical: fields in the order of the model, defaults left out, two spaces, UTF-8. The
same plan is always the same bytes. Reading is in ``plan.reading``, the published format in ``plan.schema``.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from calculator.locale import N_, catalogue
from calculator.plan.model import FORMAT_VERSION, Plan
from calculator.plan.reading import read_plan
from calculator.problems import PlanError, Problem, as_typed, found

_EXISTS = (
    N_("there is already a file of this name. Nothing was saved."),
    N_("Open it first, or choose another name."),
)
_CHANGED = (
    N_("somebody saved this plan after you opened it. Nothing was saved, and their version is untouched."),
    N_("Save yours under another name, then open theirs and enter what is missing."),
)
_DAMAGED = (
    N_("the file can no longer be read as a plan. It was left as it is."),
    N_("Save under another name, then look at the damaged file."),
)
_GONE = (
    N_("the file is no longer there. Nothing was saved."),
    N_("Save under a new name, or find out who moved it."),
)
_NO_FOLDER = (N_("there is no folder “{folder}”."), N_("Choose another folder."))
_FULL = (
    N_("the disk is full. Nothing was saved; the old file is untouched."),
    N_("Free some space, or save elsewhere."),
)
_REFUSED = (
    N_("the file cannot be written. Nothing was saved; the old file is untouched."),
    N_("Check that you may write in the folder and that no other program has the file open."),
)


def canonical_json(plan: Plan) -> str:
    """The one text of a plan."""
    fields = plan.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    return json.dumps({"version": FORMAT_VERSION, **fields}, ensure_ascii=False, indent=2) + "\n"


def plan_fingerprint(plan: Plan) -> str:
    """Twelve hexadecimal digits that change with anything in the plan."""
    return hashlib.sha256(canonical_json(plan).encode()).hexdigest()[:12]


def save_plan(
    plan: Plan, path: os.PathLike[str] | str, *, fingerprint: str | None = None, lang: str = "en"
) -> str:
    """Save ``plan`` and return its fingerprint.

    ``fingerprint`` is that of the plan as it was read from ``path``; None for a new file. Raises
    :class:`PlanError`, and leaves the file as it is, if a new file exists already, if the file was changed,
    damaged or moved since it was read, or if it cannot be written.

    The text goes into a new file in the same folder, is flushed to the disk, and takes the place of the old
    one in one step: a crash at any moment leaves either the old plan or the new one. Savers of one folder
    wait for one another, so that of two who opened the same plan the second is told.
    """
    target = Path(os.path.realpath(path))
    try:
        with _one_at_a_time(target):
            problem = _objection(target, fingerprint)
            if problem is None:
                _replace(target, canonical_json(plan).encode())
    except OSError as error:
        problem = _os_problem(error, target)
    if problem is not None:
        raise PlanError(problem.said(catalogue(lang).gettext)) from None
    return plan_fingerprint(plan)


def _objection(target: Path, fingerprint: str | None) -> Problem | None:
    """Why the file on the disk may not be replaced, if so."""
    name = as_typed(target.name)
    if fingerprint is None:
        return found(name, *_EXISTS) if target.exists() else None
    if not target.exists():
        return found(name, *_GONE)
    try:
        on_disk = plan_fingerprint(read_plan(target))
    except PlanError:
        return found(name, *_DAMAGED)
    return None if on_disk == fingerprint else found(name, *_CHANGED)


def _replace(target: Path, content: bytes) -> None:
    for left_over in target.parent.glob(f".{_escaped(target.name)}.*.part"):
        with suppress(OSError):  # of a save that was killed; we are alone here
            left_over.unlink()
    part = target.with_name(f".{target.name}.{secrets.token_hex(4)}.part")
    # By hand and not by tempfile, so that a new file gets the permissions every new file of this person gets.
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if target.exists():
            with suppress(OSError):
                os.chmod(part, target.stat().st_mode & 0o777)
        os.replace(part, target)
    except BaseException:
        with suppress(OSError):
            part.unlink()
        raise
    if os.name == "posix":
        with suppress(OSError):  # some network disks cannot do this
            folder = os.open(target.parent, os.O_RDONLY)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)


def _escaped(name: str) -> str:
    return "".join(f"[{c}]" if c in "*?[" else c for c in name)


@contextmanager
def _one_at_a_time(target: Path) -> Iterator[None]:
    """Waits until nobody else saves here. The lock is the system's: it goes with the program that holds
    it."""
    if os.name == "posix":
        import fcntl

        descriptor = os.open(target.parent, os.O_RDONLY)
        try:
            with suppress(OSError):  # a disk without locks: then the last check is only nearly certain
                fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)
    else:
        with _windows_lock(target):
            yield


@contextmanager
def _windows_lock(target: Path) -> Iterator[None]:
    """A folder cannot be locked there: a small hidden file beside the plan is."""
    import importlib
    import time

    msvcrt: Any = importlib.import_module("msvcrt")  # by name: other systems do not have it
    with target.with_name(f".{target.name}.lock").open("ab") as file:
        for attempt in range(100):
            try:
                file.seek(0)
                msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
                break
            except OSError:
                if attempt == 99:
                    raise
                time.sleep(0.05)
        try:
            yield
        finally:
            file.seek(0)
            msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, 1)


def _os_problem(error: OSError, target: Path) -> Problem:
    name = as_typed(target.name)
    if error.errno == errno.ENOSPC:
        return found(name, *_FULL)
    if isinstance(error, FileNotFoundError) and not target.parent.is_dir():
        return found(name, *_NO_FOLDER, folder=as_typed(target.parent.name))
    return found(name, *_REFUSED)
