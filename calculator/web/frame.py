"""What is on every page: language and projector switches, the style, the plan kept on this computer, print.

Pages draw their own headings and content. The script in the page keeps the plan in the browser's own
storage; nothing is sent anywhere.
"""

from __future__ import annotations

import json
from html import escape
from typing import Any

import streamlit as st

from calculator.web import parts, session, why
from calculator.web.words import _, lang

STYLE = """
.stMainBlockContainer { max-width: 76rem; padding-top: 3.5rem; }
:has(> .st-key-answer) { position: sticky; top: 3.2rem; z-index: 90; }
.st-key-answer { background: var(--shown-background, #fff); border-bottom: 2px solid #0b5a8a;
  padding: 0.25rem 0 0.5rem 0; }
.st-key-answer [data-testid=stMetric] { padding: 0; }
.st-key-answer [data-testid=stMetricLabel] p { font-size: 0.9rem; white-space: normal; }
.st-key-answer [data-testid=stMetricValue] { font-size: 1.35rem; }
.st-key-answer [data-testid=stMetricValue] > div { overflow: visible; text-overflow: clip; }
[data-testid=stTable] { overflow-x: auto; }
[data-testid=stCaptionContainer], [data-testid=stCaptionContainer] * { color: inherit !important;
  opacity: 1 !important; }
[data-testid=stTable] td, [data-testid=stTable] th { font-variant-numeric: tabular-nums; }
[data-testid=stTable] td:not(:first-child), [data-testid=stTable] th:not(:first-child)
  { text-align: right !important; }
[data-testid=stTable] td:first-child, [data-testid=stTable] th:first-child
  { position: sticky; left: 0; background: var(--shown-background, #fff); z-index: 1; }
[class*=st-key-words] [data-testid=stTable] td, [class*=st-key-words] [data-testid=stTable] th
  { text-align: left !important; }
a[href^="#why="] { color: inherit !important; text-decoration: underline dotted !important;
  text-decoration-thickness: 1px !important; text-underline-offset: 0.25em; }
a[href^="#why="]:hover, a[href^="#why="]:focus-visible { text-decoration: underline solid !important; }
[data-testid=stButtonGroup] :is([aria-checked=true], [aria-pressed=true], [data-selected=true]) p,
[data-testid=stSliderThumbValue] p
  { color: var(--shown-text, inherit) !important; font-weight: 600; }
.st-key-keeper { position: absolute; height: 0; overflow: hidden; }
@media (max-width: 640px) {
  .stMainBlockContainer { padding-left: 1rem; padding-right: 1rem; }
  .st-key-answer [data-testid=stElementContainer]:has([data-testid=stMetric]) { flex: 1 1 40%; }
  .st-key-answer [data-testid=stElementContainer]:has([data-testid=stMetric]):nth-child(n+3) { display:
    none; }
  .stApp h1 { font-size: 1.7rem; } .stApp h2 { font-size: 1.35rem; } .stApp h3 { font-size: 1.15rem; }
  .st-key-answer [data-testid=stMetricValue] { font-size: 1.05rem; }
  .st-key-answer [data-testid=stMetricLabel] p { font-size: 0.8rem; }
  [data-testid=stTable] td, [data-testid=stTable] th { padding: 0.25rem 0.35rem; font-size: 0.85rem; }
  table.stacked thead { display: none; }
  table.stacked, table.stacked tbody, table.stacked tr, table.stacked :is(td, th) { display: block; width: 100%; }
  table.stacked tr { padding: 0.35rem 0; border-bottom: 1px solid #74808c; }
  table.stacked tr :is(td, th) { display: flex; justify-content: space-between; gap: 1rem; border: 0 !important;
    text-align: right !important; position: static !important; }
  table.stacked tr :is(td, th)::before { content: attr(data-head); text-align: left; opacity: 0.85; }
  table.stacked tr :first-child:is(td, th) { font-weight: 600; text-align: left !important; }
  table.stacked tr :first-child:is(td, th)::before { content: none; }
  table.stacked tr .nothing { display: none; }
}
:has(> .st-key-printonly) { display: none; }
@page { size: letter; margin: 16mm 14mm; }
@media print {
  :has(> .st-key-printonly) { display: block !important; }
  a[href^="#why="] { text-decoration: none !important; }
  html, body { font-size: 10.5pt !important; }
  html, body, #root, .stApp, [data-testid=stAppViewContainer], [data-testid=stMain], section.main
    { position: static !important; overflow: visible !important; height: auto !important; display: block
      !important;
      background: #fff !important; color: #000 !important; }
  [data-testid=stSidebar], [data-testid=stHeader], [data-testid=stToolbar], [data-testid=stButton],
  [data-testid=stDownloadButton], [data-testid=stFileUploader], [data-testid=stTextInput],
  [data-testid=stSelectbox], [data-testid=stDateInput], [data-testid=stCheckbox], [data-testid=stPopover],
  [data-testid=stButtonGroup], [data-testid=stSidebarCollapsedControl], .stApp [class*=st-key-noprint],
  [data-testid=stExpander]:not(:has(details[open]))
    { display: none !important; }
  .stMainBlockContainer { max-width: none !important; padding: 0 !important; }
  :has(> .st-key-answer) { position: static !important; }
  [data-testid=stTable], [data-testid=stTable] * { overflow: visible !important; }
  [data-testid=stTable] table { display: table !important; width: calc(100% - 2px); }
  tr > :first-child { min-width: 8em; } .stApp [data-testid=stTable] :is(td, th) { padding: 0.2rem 0.3rem; }
  table { break-inside: auto; font-size: 9pt; } table.short { break-inside: avoid; }
  td, td * { overflow-wrap: anywhere; }
  tr { break-inside: avoid; } thead { display: table-header-group; }
  .stApp, .stApp * { color: #000 !important; }
  td, th, .st-key-answer, [data-testid=stAlertContainer] { background: #fff !important; }
  [data-testid=stAlertContainer] { border: 1px solid #74808c; }
  [data-testid=stVegaLiteChart] text { fill: #000 !important; }
  [data-testid=stVerticalBlock], [data-testid=stElementContainer], [data-testid=stLayoutWrapper]
    { display: block !important; overflow: visible !important; }
  [data-testid=stVerticalBlock] > * { margin-bottom: 0.6rem; }
  .stApp h1 { font-size: 20pt; } .stApp h2 { font-size: 14pt; padding: 0.4rem 0; } .stApp h3 { font-size: 12pt; }
  h1, h2, h3 { break-after: avoid; } :has(> h1), :has(> h2), :has(> h3), [data-testid=stHeading]
    { break-after: avoid; }
  [data-testid=stVegaLiteChart], [data-testid=stAlert] { break-inside: avoid; }
}
"""

PROJECTOR = """
html { font-size: 21px !important; }
.stApp, .stApp p, .stApp label, .stApp td, .stApp th, .stApp h1, .stApp h2, .stApp h3
  { color: light-dark(#000, #fff) !important; }
.stApp [data-testid^=stBaseButton-primary] p { color: inherit !important; }
[data-testid=stTable] td, [data-testid=stTable] th { border: 1px solid currentColor !important; }
[data-testid=stCaptionContainer] { opacity: 1 !important; }
"""

KEEPER = """
export default function(component) {
  const { data, setTriggerValue } = component;
  const root = document.documentElement;
  root.lang = data.lang;
  const app = document.querySelector('[data-testid=stApp]');
  if (app) {
    root.style.setProperty("--shown-background", getComputedStyle(app).backgroundColor);
    root.style.setProperty("--shown-text", getComputedStyle(app).color);
  }
  window.askWhy = reference => setTriggerValue('why', reference);
  if (!window.wideTables) {
    const figures = table => [...table.querySelectorAll('a[href^="#why="]')];
    const choose = link => {
      const table = link.closest('[data-testid=stTable] table');
      if (!table) return;
      table.chosen = link;
      figures(table).forEach(one => { one.tabIndex = one === link ? 0 : -1; });
    };
    const reach = () => document.querySelectorAll('[data-testid=stTable] table').forEach(table => {
      // A table wider than the screen scrolls sideways: it must be reached with the keyboard too.
      const box = table.parentElement, links = figures(table);
      if (box.scrollWidth > box.clientWidth && !links.length) box.tabIndex = 0; else box.removeAttribute('tabindex');
      // One stop of the Tab key for all figures of a table; the arrow keys go on from there.
      const at = links.indexOf(table.chosen);
      links.forEach((link, n) => { link.tabIndex = n === Math.max(at, 0) ? 0 : -1; });
      // On a phone the rows stand one under the other, each amount with the head of its column.
      const heads = [...table.querySelectorAll('thead th')].map(head => head.innerText.trim());
      table.classList.toggle('stacked', heads.length > 3);
      table.classList.toggle('short', table.rows.length < 18);
      table.querySelectorAll('tbody tr').forEach(row => [...row.children].forEach((cell, n) => {
        if (cell.dataset.head !== heads[n]) cell.dataset.head = heads[n] || '';
        cell.classList.toggle('nothing', n > 0 && cell.innerText.trim() === '–');
      }));
    });
    // After the answer the keyboard goes on from the figure that asked, also where its table was drawn again meanwhile.
    const sameFigures = href => [...document.querySelectorAll('a[href^="#why="]')].filter(
      link => link.getAttribute('href') === href && !link.closest('[role=dialog]'));
    let asked = null;
    const goBack = () => {
      const isOpen = !!document.querySelector('[role=dialog]');
      if (!asked || isOpen) { if (asked) asked.isAnswered = true; return; }
      if (!asked.isAnswered || document.activeElement !== document.body) return;
      const link = sameFigures(asked.href)[asked.nth];
      if (link) { choose(link); link.focus({ preventScroll: true }); }
    };
    const moveOn = event => {
      const inside = event.target.closest && event.target.closest('[role=dialog]');
      if (asked && asked.isAnswered && !inside && event.key !== 'Escape') asked = null;
    };
    document.addEventListener('keydown', moveOn, true);
    document.addEventListener('pointerdown', moveOn, true);
    window.wideTables = new MutationObserver(() => { reach(); goBack(); });
    window.wideTables.observe(document.body, { childList: true, subtree: true, characterData: true });
    reach(); // the tables may stand there already, and nothing more come
    window.addEventListener('resize', reach);
    // A figure that can answer "why?" is a link to nowhere: the question goes to the app.
    document.addEventListener('click', event => {
      const link = event.target.closest && event.target.closest('a[href^="#why="]');
      if (!link) return;
      event.preventDefault();
      event.stopPropagation();
      choose(link);
      const href = link.getAttribute('href'), reference = href.slice(5);
      if (!link.closest('[role=dialog]')) asked = { href, nth: Math.max(sameFigures(href).indexOf(link), 0) };
      window.askWhy((link.closest('[role=dialog]') ? '+' : '') + reference);
    }, true);
    const steps = { ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowDown: [1, 0], ArrowUp: [-1, 0] };
    document.addEventListener('keydown', event => {
      const link = document.activeElement, step = steps[event.key];
      const cell = step && link && link.matches('[data-testid=stTable] a[href^="#why="]') && link.closest('td, th');
      if (!cell) return;
      event.preventDefault();
      let row = cell.parentElement, column = [...row.children].indexOf(cell), found = null;
      while (row && !found) {
        row = step[0] > 0 ? row.nextElementSibling : step[0] < 0 ? row.previousElementSibling : row;
        column += step[1];
        const next = row && row.children[column];
        if (!next) break;
        found = next.querySelector('a[href^="#why="]');
      }
      if (!found) return;
      choose(found);
      found.focus();
    });
  }
  window.tellBack = () => setTriggerValue('back', String(Date.now()));
  if (!window.connectionWatch && app) {
    // Connected again, perhaps to a server that was started anew and knows nothing of this page: have it drawn.
    let wasAway = false;
    window.connectionWatch = new MutationObserver(() => {
      const isHere = app.dataset.testConnectionState === 'CONNECTED';
      if (isHere && wasAway) window.tellBack();
      wasAway = !isHere;
    });
    window.connectionWatch.observe(app, { attributes: true, attributeFilter: ['data-test-connection-state'] });
  }
  const place = 'sponsorship-budget:plan';
  let store = null;
  try { store = window.localStorage; } catch (error) { /* the browser keeps nothing: nothing is restored */ }
  if (data.ask) {
    // Read once a session, before anything of this session is kept; told until it is heard.
    if (window.askedBy !== data.session) window.foundPlan = (store && store.getItem(place)) || '-';
    window.askedBy = data.session;
    setTriggerValue('kept', window.foundPlan);
  }
  if (!window.planKeeper && store) {
    // In the very step that puts a change on the page: whoever reloads on seeing it has it kept.
    const keep = () => {
      const holder = document.querySelector('.plan-to-keep');
      const text = holder && holder.hasAttribute('data-plan') ? holder.getAttribute('data-plan') : null;
      if (text === null || text === window.planKept) return;
      window.planKept = text;
      try {
        if (text === '') store.removeItem(place); else store.setItem(place, text);
      } catch (error) { /* full or forbidden: the plan file is still there */ }
    };
    window.planKeeper = new MutationObserver(keep);
    window.planKeeper.observe(document.body, { childList: true, subtree: true });
    keep();
  }
}
"""


def _keeper() -> Any:
    return st.components.v2.component("plan_keeper", js=KEEPER)


def begin(page: str) -> None:
    style = f"{STYLE}{PROJECTOR}" if st.session_state.get("is_projected") else STYLE
    st.html(f"<style>{style}</style>")
    with st.sidebar:
        st.button(
            "Français" if lang() == "en" else "English",
            key="switch_language",
            on_click=session.switch_language,
            icon=":material/translate:",
            width="stretch",
        )
        st.toggle(_("For a projector: larger, more contrast"), key="is_projected", persist_state="session")
    with st.container(key="keeper"):
        _talk()
        parts.part("keeper", _keep, _kept)
    _notice(page)


def _notice(page: str) -> None:
    """What just happened, on the page where it happened."""
    state = st.session_state
    if not state.notice:
        state.pop("notice_page", None)
        return
    if state.setdefault("notice_page", page) == page:
        with st.container(key="noprint_notice"):
            st.info(state.notice, icon=":material/info:")
    else:
        state.notice = ""


def end() -> None:
    """The last lines of every page, and the reason of the figure that was picked."""
    st.caption(
        _(
            "An estimate of a minimum from published rates, not legal advice. IRCC and your sponsorship "
            "agreement "
            "holder have the last word."
        )
    )
    why.answer_asked()


def _talk() -> None:
    """Ask the browser for the plan of this computer until it has answered, and hear which figure is asked about."""
    state = st.session_state
    data = {"lang": f"{lang()}-CA", "ask": not state.is_asked, "session": state.token, "times": 0}
    if not state.is_asked:
        data["times"] = next(state.numbers)  # something new, so that the browser looks at it again
    heard = {"on_kept_change": _restore, "on_why_change": _asked, "on_back_change": _back}
    _keeper()(key="plan_keeper", data=data, **heard)


def _back() -> None:
    """The browser is connected again: the run that follows draws everything, which is all that is needed."""


def _keep() -> None:
    """The plan as it is now, in the page, for the script to keep on this computer after every change."""
    text = _kept()
    holds = "" if text is None else f' data-plan="{escape(text)}"'
    st.html(f'<div class="plan-to-keep" hidden{holds}></div>')


def _kept() -> str | None:
    """What to keep: the plan, nothing (empty), or what is there already (None)."""
    state = st.session_state
    if not state.get("is_kept", True):
        return ""
    if not state.is_touched:
        return None
    return json.dumps([state.draft, [[list(path), typed] for path, typed in state.typed.items()]])


def _asked() -> None:
    """Somebody picked a figure: its reason is shown at the end of this run."""
    state = st.session_state
    text = state.plan_keeper.get("why") if "plan_keeper" in state else None
    if isinstance(text, str):
        why.ask(text)


def _restore() -> None:
    """The browser has told what it keeps: a draft, or a dash for nothing."""
    state = st.session_state
    if state.is_asked:
        return
    state.is_asked = True
    kept = state.plan_keeper.get("kept") if "plan_keeper" in state else None
    if not kept or kept == "-":
        return
    try:
        draft, typed = json.loads(kept)
        is_fine = isinstance(draft, dict) and isinstance(draft.get("people"), list)
        is_fine = is_fine and all(isinstance(p, dict) and "id" in p for p in draft["people"])
    except (ValueError, TypeError):
        return
    if not is_fine:
        return
    if state.has_link or state.is_touched:
        state.past.insert(0, kept)  # undo brings it back
        return
    state.draft, state.typed = draft, {tuple(path): text for path, text in typed}
    state.is_touched = True
    state.notice = _("The plan you last worked on at this computer is back.")
    session.renew()
