"""What there is to open: records of the ledger and bundled ones, branches, and scenario files at hand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from govsim.resources import data_dir
from govsim.service.bases import record_in
from govsim.service.branch_views import BranchView
from govsim.service.gov import Gov
from govsim.service.text import safe

_HEAD = 64 * 1024
"""How far into a file its title is looked for."""


@dataclass(frozen=True, slots=True)
class RecordLine:
    """A record: its id, what people call it, and the file it is in, None where the ledger holds it."""

    record: str
    title: str
    file: Path | None


@dataclass(frozen=True, slots=True)
class ScenarioLine:
    """A scenario file: its id, title, and the record it is about; *bundled* where it ships with govsim."""

    scenario: str
    title: str
    record: str
    file: Path
    bundled: bool


@dataclass(frozen=True, slots=True)
class CatalogueView:
    """Everything that can be opened."""

    records: tuple[RecordLine, ...]
    branches: tuple[BranchView, ...]
    scenarios: tuple[ScenarioLine, ...]


def catalogue(gov: Gov, folder: Path) -> CatalogueView:
    """Return what there is to open; *folder* is where the user's own files are looked for."""
    held = () if not gov.reads_ledger else gov.ledger.headers()
    records = [RecordLine(header.record, safe(header.title or header.record), None) for header in held]
    known = {line.record for line in records}
    for path in [*gov.files, *_yaml(folder), *_yaml(folder / "seeds"), *_yaml(data_dir("seeds"))]:
        record = record_in(path)
        if record is not None and record not in known:
            known.add(record)
            records.append(RecordLine(record, safe(_said(path, "title") or record), path))
    branches = tuple(branch for branch in gov.branches.list() if branch.parent) if gov.reads_ledger else ()
    return CatalogueView(tuple(records), branches, tuple(_scenarios(folder)))


def _scenarios(folder: Path) -> Iterator[ScenarioLine]:
    seen: set[Path] = set()
    for place in (folder, folder / "scenarios", data_dir("scenarios")):
        for path in _yaml(place):
            scenario = _said(path, "scenario")
            if scenario and path.resolve() not in seen:
                seen.add(path.resolve())
                title, record = _said(path, "title") or scenario, _said(path, "record") or ""
                yield ScenarioLine(safe(scenario), safe(title), safe(record), path, place == data_dir("scenarios"))


def _yaml(folder: Path) -> list[Path]:
    try:
        return sorted(path for path in folder.glob("*.y*ml") if path.is_file())
    except OSError:
        return []


def _said(path: Path, key: str) -> str | None:
    """Return what a key at the top of a file says on its line; the file is not read as a whole."""
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD).decode("utf-8", "replace")
    except OSError:
        return None
    found = re.search(rf"""^["']?{key}["']?[ \t]*:[ \t]*(.+?)[ \t]*$""", head, re.MULTILINE)
    if found is None:
        return None
    text = found[1]
    quoted = re.fullmatch(r"""(["'])(.*?)\1(?:[ \t]+#.*)?""", text)
    return quoted[2] if quoted else re.split(r"[ \t]#", text)[0].strip()
