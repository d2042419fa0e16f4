"""The programs that only the tests need: find them, install them where that is allowed, or say how.

A browser, LibreOffice and poppler are not Python packages, so pip cannot bring them. Using the
calculator needs none of this. Standard library only, like the rest of a first run.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterable
from pathlib import Path

from calculator.first_run import complain, run_watched, say

_CHROMIUM = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
)
_LIBREOFFICE = (
    "soffice",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.exe",
)
PROGRAMS = {
    "chromium": _CHROMIUM,
    "libreoffice-calc-nogui": _LIBREOFFICE,
    "poppler-utils": ("pdftotext",),
}
"""Debian package -> names and places its program may have."""


def program(package: str) -> str | None:
    """Path of the program of a Debian package, wherever this system keeps it, or None.

    The variable CHROMIUM names another browser of the same family.
    """
    if package == "chromium" and os.environ.get("CHROMIUM"):
        return shutil.which(os.environ["CHROMIUM"])
    return next(filter(None, map(shutil.which, PROGRAMS[package])), None)


def install_line(packages: Iterable[str]) -> str:
    """The command that installs the programs of these Debian packages here."""
    if sys.platform == "darwin":
        names = {"libreoffice-calc-nogui": "libreoffice", "poppler-utils": "poppler"}
        return "brew install " + " ".join(names.get(package, package) for package in packages)
    if sys.platform == "win32":
        ids = {"chromium": "Google.Chrome", "libreoffice-calc-nogui": "TheDocumentFoundation.LibreOffice"}
        return "winget install " + " ".join(ids.get(name, "oschwartz10612.Poppler") for name in packages)
    return "sudo apt-get install --no-install-recommends " + " ".join(packages)


def install_missing() -> None:
    """Install what the browser and workbook tests need, where that is allowed; else say how."""
    missing = [package for package in PROGRAMS if program(package) is None]
    if not missing:
        return
    may = hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get")
    if may and Path("/etc/debian_version").exists():
        say("installing_programs", packages=" ".join(missing))
        said: list[str] = []
        install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *missing]
        for command in (["apt-get", "update", "-qq"], install):
            code = run_watched(command, said.append, {"DEBIAN_FRONTEND": "noninteractive"})
        if code:
            complain("".join(said[-5:]))
        missing = [package for package in PROGRAMS if program(package) is None]
    if missing:
        say("programs_missing", packages=", ".join(missing), line=install_line(missing))
