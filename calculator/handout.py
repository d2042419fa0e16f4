"""Handouts of the workshop: a page for each scene to print, or all of them for a trainer, as one HTML file.

One page holds the story, the question, the answer with its figures, the rule and the sources. The file needs
nothing else: no network, no fonts, no scripts. Figures and sentences come from ``scenarios``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from calculator.locale import catalogue
from calculator.rates import Rates
from calculator.scenarios import Reveal, reveal, scenario, scenario_names

STYLE = """
@page { size: letter; margin: 11mm 15mm; }
* { box-sizing: border-box; }
body { font: 10.5pt/1.32 system-ui, "Segoe UI", Arial, sans-serif; color: #14191f; background: #fff;
  max-width: 190mm; margin: 0 auto; padding: 6mm; }
article, section { break-after: page; margin-bottom: 14mm; }
article:last-of-type { break-after: auto; margin-bottom: 0; }
h1 { font-size: 20pt; margin: 0 0 3mm; }
h2 { font-size: 12pt; margin: 3.5mm 0 0.8mm; color: #0b5a8a; break-after: avoid; }
p { margin: 0 0 2mm; }
.question { font-size: 13.5pt; font-weight: 600; }
.choices { list-style: none; padding: 0; margin: 0; }
.choices li { padding: 0.6mm 0; }
.choices li::before { content: ""; display: inline-block; width: 4mm; height: 4mm; margin-right: 3mm;
  border: 1.2px solid #14191f; vertical-align: -0.5mm; }
.big { font-size: 24pt; font-weight: 700; line-height: 1.2; margin: 1mm 0; }
table { border-collapse: collapse; width: 100%; margin: 2mm 0 3mm; break-inside: avoid; }
th, td { border-bottom: 1px solid #8a949e; padding: 1mm 2mm; text-align: right; vertical-align: bottom; }
th:first-child, td:first-child { text-align: left; }
td { white-space: nowrap; font-variant-numeric: tabular-nums; }
tbody th { font-weight: 400; }
.small { font-size: 8pt; line-height: 1.22; color: #3a444e; overflow-wrap: anywhere; }
ul.small { margin: 0 0 2mm; padding-left: 5mm; }
@media print { body { padding: 0; max-width: none; } a { color: inherit; text-decoration: none; } }
"""

PAGE = """<!DOCTYPE html>
<html lang="{lang}-CA">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
<main>
{body}
</main>
</body>
</html>
"""


def handout(name: str, rates: Rates, lang: str = "en") -> str:
    """The page of one scene."""
    told = reveal(scenario(name), rates, lang)
    return _document(told.title, [_scene(told, lang)], lang)


def trainers_set(rates: Rates, lang: str = "en", names: Sequence[str] | None = None) -> str:
    """All scenes, a page each, after a list with every answer; ``names`` chooses some, in that order."""
    _ = catalogue(lang).gettext
    told = [reveal(scenario(name), rates, lang) for name in names or scenario_names()]
    pages = [_list(told, lang), *(_scene(one, lang) for one in told)]
    return _document(_("Workshop: the trainer's set"), pages, lang)


def _document(title: str, pages: Sequence[str], lang: str) -> str:
    return PAGE.format(lang=lang, title=escape(title), style=STYLE, body="\n".join(pages))


def _element(tag: str, text: str, **attributes: str) -> str:
    """An element that holds plain text."""
    return _around(tag, escape(text), **attributes)


def _around(tag: str, inside: str, **attributes: str) -> str:
    """An element around what is HTML already; ``class_`` stands for ``class``."""
    written = "".join(f' {name.rstrip("_")}="{escape(value)}"' for name, value in attributes.items())
    return f"<{tag}{written}>{inside}</{tag}>"


def _link(text: str, address: str) -> str:
    return _element("a", text, href=address)


def _table(head: Sequence[str], rows: Iterable[tuple[str, Sequence[str]]]) -> str:
    """Plain words in the head, HTML in the first column, plain text in the others."""
    top = "".join(_element("th", word, scope="col") if word else "<td></td>" for word in head)
    body = "".join(
        _around("tr", _around("th", first, scope="row") + "".join(_element("td", value) for value in values))
        for first, values in rows
    )
    return _around("table", _around("thead", _around("tr", top)) + _around("tbody", body))


def _list(told: Sequence[Reveal], lang: str) -> str:
    _ = catalogue(lang).gettext
    rows = [(_link(one.title, f"#{one.name}"), (one.answer_said, ", ".join(one.rules))) for one in told]
    parts = [
        _element("h1", _("Workshop: the trainer's set")),
        _element("p", _("The families are made up. Let the room vote before you show the answer.")),
        _table([_("Scene"), _("Answer"), _("Rules")], rows),
        _note(lang),
    ]
    return _around("section", "\n".join(parts))


def _scene(told: Reveal, lang: str) -> str:
    _ = catalogue(lang).gettext
    choices = "".join(_element("li", choice) for choice in told.choices)
    sources = "".join(
        _around("li", f"{escape(one.title)} {_link(one.address, one.address)}") for one in told.sources
    )
    rows = [(escape(row.label), row.values) for row in told.rows]
    parts = [
        _element("h1", told.title),
        _element("p", told.story),
        _element("h2", _("Question")),
        _element("p", told.question, class_="question"),
        _around("ul", choices, class_="choices"),
        _element("h2", _("Answer")),
        _around("p", _element("strong", told.choices[told.right])),
        _element("p", told.answer_said, class_="big"),
        _element("p", told.surprise),
        _table(["", *(step.title for step in told.steps)], rows),
        _element("h2", _("The rule")),
        _element("p", told.lesson),
        _element("p", _("Rules: {list}").format(list=", ".join(told.rules))),
        _element("h2", _("What the RSTP calculator would say")),
        _element("p", told.peer),
        _element("h2", _("Sources of the figures")),
        _around("ul", sources, class_="small"),
        _note(lang),
    ]
    return _around("article", "\n".join(parts), id=told.name)


def _note(lang: str) -> str:
    _ = catalogue(lang).gettext
    return _element(
        "p",
        _(
            "An estimate of a minimum from published rates, not legal advice. The scenes take place when the "
            "newest sheets with published amounts began; newer rates may be higher."
        ),
        class_="small",
    )
