"""The user's settings: keys by the id of an act, and the theme."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from govsim.model.errors import DocumentError, Problem, did_you_mean
from govsim.tui.keys import ACTS, COUNTS
from govsim.tui.prompt_keys import PROMPTS


@dataclass(frozen=True, slots=True)
class Config:
    """What a user has set; *keys* are Textual's names of keys, several with commas between, by the id of an act."""

    keys: dict[str, str] = field(default_factory=dict)
    theme: str | None = None


def config_file() -> Path:
    """Return where the settings are looked for."""
    from platformdirs import user_config_path  # noqa: PLC0415 - only where a screen is opened

    return user_config_path("govsim") / "config.toml"


def read_config(path: Path) -> Config:
    """Return the settings in a file; those of a file that is not there are the defaults.

    Raises:
        DocumentError: the file is no TOML, or sets what there is not to set.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return Config()
    except (OSError, UnicodeDecodeError) as failure:
        raise DocumentError([Problem(str(path), 1, 1, f"the settings cannot be read: {failure}")]) from failure
    import tomllib  # noqa: PLC0415 - only where there are settings

    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError as failure:
        place = re.search(r"at line (\d+), column (\d+)", str(failure))
        line, column = (int(place[1]), int(place[2])) if place else (len(text.splitlines()) or 1, 1)
        what = re.sub(r" \(at .*\)$", "", str(failure))
        raise DocumentError([Problem(str(path), line, column, f"this is no TOML: {what}")]) from failure
    problems = [Problem(str(path), *_place(text, key), what, hint) for key, what, hint in _mistakes(found)]
    if problems:
        raise DocumentError(sorted(problems, key=lambda problem: (problem.line, problem.column)))
    return Config(dict(found.get("keys", {})), found.get("theme"))


def _mistakes(found: dict[str, object]) -> list[tuple[str, str, str | None]]:
    """Return what cannot be, as the key it stands at, what is wrong, and what would be right."""
    from textual.theme import BUILTIN_THEMES  # noqa: PLC0415 - Textual takes half a second

    unknown = sorted(found.keys() - {"keys", "theme"})
    known = ("keys", "theme")
    wrong: list[tuple[str, str, str | None]] = [
        (key, f"there is no setting '{key}'", did_you_mean(key, known) or "keys or theme") for key in unknown
    ]
    theme = found.get("theme")
    if theme is not None and theme not in BUILTIN_THEMES:
        hint = did_you_mean(str(theme), BUILTIN_THEMES) or f"one of {', '.join(sorted(BUILTIN_THEMES))}"
        wrong.append(("theme", f"there is no theme '{theme}'", hint))
    keys = found.get("keys", {})
    if not isinstance(keys, dict):
        return [*wrong, ("keys", "keys is a table", 'write [keys] and below it "event.next" = "right,l"')]
    ids = [act.id for act in (*ACTS, *COUNTS, *PROMPTS)]
    for key, value in keys.items():
        if key not in ids:
            wrong.append((key, f"there is no act '{key}'", did_you_mean(key, ids) or "docs/screen.md lists them"))
        elif not isinstance(value, str) or not value.strip():
            wrong.append((key, f"'{key}' has no keys", 'name some as a text, as in "ctrl+n,l"'))
    return wrong


def _place(text: str, key: str) -> tuple[int, int]:
    """Return the line and column where a key stands, quoted or bare."""
    pattern = re.compile(rf"""^[ \t]*\[?(["']?){re.escape(key)}\1""")
    for number, line in enumerate(text.splitlines(), 1):
        if found := pattern.match(line):
            return number, len(line) - len(line.lstrip(" \t[")) + 1 if found else 1
    return 1, 1
