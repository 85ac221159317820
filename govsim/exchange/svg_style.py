"""How pictures look: two themes that tell every state by shape or hatching as well as by colour.

Colours are of the palette of Okabe and Ito (2008), which stay apart for every kind of colour blindness, darkened or
lightened until words on them have a contrast of 4.5 to 1 and outlines one of 3 to 1 (WCAG 2.1); a test measures it.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

Theme: TypeAlias = Literal["light", "dark", "auto"]
THEMES: tuple[Theme, ...] = ("light", "dark", "auto")

FONTS = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', 'Liberation Sans', Arial, sans-serif"

COLOURS: dict[str, dict[str, str]] = {
    "light": {
        "paper": "#ffffff",
        "ink": "#1b1f24",
        "soft": "#57606a",
        "rule": "#c3cad2",
        "grid": "#e6eaee",
        "absent": "#eef1f4",
        "held": "#0a63a3",
        "on-held": "#ffffff",
        "acting": "#f2bd42",
        "acting-line": "#8a5a00",
        "on-acting": "#231700",
        "disputed": "#b34700",
        "differs": "#a3337f",
        "on-differs": "#ffffff",
        "heap": "#4a5b6c",
        "on-heap": "#ffffff",
    },
    "dark": {
        "paper": "#14181d",
        "ink": "#e6e9ec",
        "soft": "#a4adb7",
        "rule": "#485260",
        "grid": "#262d35",
        "absent": "#1e242b",
        "held": "#5aa9e6",
        "on-held": "#06121c",
        "acting": "#e5ac30",
        "acting-line": "#ffd98a",
        "on-acting": "#1a1200",
        "disputed": "#ff7a55",
        "differs": "#e79acb",
        "on-differs": "#22041a",
        "heap": "#8fa1b3",
        "on-heap": "#0b1117",
    },
}

_RULES = """
{s} .paper{{fill:{paper}}}
{s} text{{font-family:{fonts};fill:{ink};white-space:pre}}
{s} .b{{font-weight:700}}{s} .i{{font-style:italic}}
{s} .soft{{fill:{soft}}}{s} .over{{stroke:{paper};stroke-width:3px;stroke-linejoin:round;paint-order:stroke}}
{s} .on-held{{fill:{on_held}}}{s} .on-acting{{fill:{on_acting}}}{s} .on-heap{{fill:{on_heap}}}
{s} .on-differs{{fill:{on_differs}}}
{s} .rule{{stroke:{rule};fill:none}}{s} .grid{{stroke:{grid};fill:none}}{s} .axis{{stroke:{soft};fill:none}}
{s} .held{{fill:{held};stroke:{paper};stroke-width:.75}}
{s} .held-maybe{{stroke:{held};stroke-width:1}}{s} .held-hatch{{stroke:{held};stroke-width:2;fill:none}}
{s} .acting{{fill:{acting};stroke:{acting_line};stroke-width:1.5;stroke-dasharray:4 2.5}}
{s} .acting-maybe{{stroke:{acting_line};stroke-width:1.5;stroke-dasharray:4 2.5}}
{s} .acting-hatch{{stroke:{acting_line};stroke-width:2;fill:none}}
{s} .observer{{fill:{paper};stroke:{soft};stroke-width:1.25}}
{s} .observer-maybe{{stroke:{soft};stroke-width:1.25}}{s} .observer-hatch{{stroke:{soft};stroke-width:1.5;fill:none}}
{s} .offer{{fill:none;stroke:{ink};stroke-width:1.5;stroke-dasharray:1.5 3;stroke-linecap:round}}
{s} .leave{{stroke:{paper};stroke-width:3;fill:none}}
{s} .vacant{{fill:{paper};stroke:{soft};stroke-width:1;stroke-dasharray:none}}
{s} .unknown{{stroke:{rule};stroke-width:.75}}{s} .dot{{fill:{soft}}}
{s} .absent{{fill:{absent}}}
{s} .disputed{{stroke:{disputed};stroke-width:1}}{s} .disputed-hatch{{stroke:{disputed};stroke-width:1.4;fill:none}}
{s} .bracket{{stroke:{disputed};stroke-width:2;fill:none}}
{s} .differs{{fill:{differs}}}{s} .frame{{fill:none;stroke:{differs};stroke-width:2;stroke-dasharray:9 5}}
{s} .heap{{fill:{heap};stroke:{paper};stroke-width:.75}}{s} .profile{{fill:{held};stroke:none}}
{s} .event{{fill:{paper};stroke:{ink};stroke-width:1.5}}{s} .reach{{stroke:{soft};stroke-width:1.5;fill:none}}
{s} .mark{{stroke:{ink};stroke-width:1.25;stroke-dasharray:5 3;fill:none}}{s} .band{{fill:{ink};opacity:.08}}
{s} .now{{stroke:{disputed};stroke-width:2;fill:none}}
{s} .off{{pointer-events:none}}
"""


def css(theme: Theme, scope: str = ".govsim") -> str:
    """Return the rules of a theme for what stands within *scope*; ``auto`` follows the reader's, but not on paper."""
    if theme != "auto":
        return _rules(theme, scope)
    return f"{_rules('light', scope)}\n@media screen and (prefers-color-scheme:dark){{{_rules('dark', scope)}}}"


def _rules(theme: str, scope: str) -> str:
    colours = {name.replace("-", "_"): colour for name, colour in COLOURS[theme].items()}
    rules = _RULES.format(s=scope, fonts=FONTS, **colours)
    return "".join(line.strip() for line in rules.splitlines())


PATTERNS = {
    "held": '<pattern id="{id}" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<path class="held-hatch" d="M1 0V7"/></pattern>',
    "acting": '<pattern id="{id}" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<path class="acting-hatch" d="M1 0V7"/></pattern>',
    "observer": '<pattern id="{id}" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<path class="observer-hatch" d="M1 0V7"/></pattern>',
    "leave": '<pattern id="{id}" width="8" height="8" patternUnits="userSpaceOnUse">'
    '<path class="leave" d="M0 4H8"/></pattern>',
    "unknown": '<pattern id="{id}" width="6" height="6" patternUnits="userSpaceOnUse">'
    '<circle class="dot" cx="3" cy="3" r=".9"/></pattern>',
    "disputed": '<pattern id="{id}" width="15" height="15" patternUnits="userSpaceOnUse">'
    '<path class="disputed-hatch" d="M0 0L15 15M15 0L0 15"/></pattern>',
}
"""The second channel beside colour: possible is hatched, disputed cross-hatched, unknown dotted."""
