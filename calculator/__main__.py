"""``python -m calculator``: turns away Pythons that are too old, then hands over to ``calculator.command``.

The commands themselves are not here. Any Python since 2.7 must be able to parse this file, or people with an
old one would see a syntax error instead of the message: no annotations, no f-strings, ASCII only.
"""

import os
import sys

OLDEST = (3, 11)

# fmt: off
TOO_OLD = {
    "en": u"Python {have}: this program needs Python {need} or newer. Install it from"
          u" https://www.python.org/downloads/ and run the same command with it, for example:"
          u" python{need} -m calculator",
    "fr": u"Python {have}\u00a0: ce programme demande Python {need} ou plus r\u00e9cent. Installez-le depuis"
          u" https://www.python.org/downloads/ et relancez la m\u00eame commande avec lui, par exemple\u00a0:"
          u" python{need} -m calculator",
}
# fmt: on


def too_old():
    """The message for this Python in the user's language, or None when it is new enough."""
    if sys.version_info[:2] >= OLDEST:
        return None
    names = [os.environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG")]
    language = "fr" if "".join(names)[:2] == "fr" else "en"
    return TOO_OLD[language].format(have="%d.%d" % sys.version_info[:2], need="%d.%d" % OLDEST)


def main():
    """Run the command line and return its exit code."""
    message = too_old()
    if message:
        getattr(sys.stderr, "buffer", sys.stderr).write(message.encode("utf-8") + b"\n")
        return 3
    from calculator.command import main as run

    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
