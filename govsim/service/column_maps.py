"""Saved maps of columns: what a table's columns are called and how its dates are written, kept for the next import."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from govsim.exchange.options import Options
from govsim.model.errors import DocumentError, GovsimError, Problem


def options_with_map(
    options: Options, columns: Sequence[str], map_file: Path | None, save_as: Path | None = None
) -> Options:
    """Return options with the columns given one by one, which win over those of a saved map; *save_as* keeps them.

    Raises:
        DocumentError: the map cannot be read.
        GovsimError: a column is not written as COLUMN=NAME, or the map cannot be saved.
    """
    saved = _read(map_file) if map_file is not None else {}
    called = dict(saved.get("columns", {}))
    for written in columns:
        column, sign, name = written.partition("=")
        if not sign or not column.strip() or not name.strip():
            raise GovsimError(f"--column {written} names no column", hint="write --column post=Funktion")
        called[column.strip()] = name.strip()
    date_format = options.date_format or saved.get("date_format")
    if save_as is not None:
        _save(save_as, called, date_format)
    return replace(options, columns=called, date_format=date_format)


def _read(path: Path) -> dict[str, Any]:
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise _wrong(path, "there is no such file") from None
    except OSError as failure:
        raise _wrong(path, f"cannot be read: {failure.strerror or failure}") from None
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as failure:
        raise _wrong(path, f"is no map: {failure}", "write a map with --save-map") from None
    columns, date_format = data.pop("columns", {}), data.pop("date_format", None)
    if data:
        raise _wrong(path, f"unknown key '{next(iter(data))}'", "a map has date_format and [columns]")
    if not isinstance(columns, dict) or not all(isinstance(name, str) for name in columns.values()):
        raise _wrong(path, "columns is a table of names", 'write [columns] and below it post = "Funktion"')
    if date_format is not None and not isinstance(date_format, str):
        raise _wrong(path, "date_format is a text", 'write date_format = "DD.MM.YYYY"')
    return {"columns": columns, "date_format": date_format}


def _save(path: Path, called: dict[str, str], date_format: str | None) -> None:
    lines = [f"date_format = {_quoted(date_format)}"] if date_format else []
    lines += ["[columns]", *(f"{_quoted(column)} = {_quoted(name)}" for column, name in called.items())]
    try:
        path.write_text("\n".join([*lines, ""]), encoding="utf-8")
    except OSError as failure:
        raise GovsimError(f"{path} cannot be written: {failure.strerror or failure}") from None


def _quoted(text: str) -> str:
    """Return a text as TOML: its escapes are those of JSON, but for the one control character that JSON leaves."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _wrong(path: Path, message: str, hint: str | None = None) -> DocumentError:
    return DocumentError([Problem(str(path), 1, 1, message, hint)])
