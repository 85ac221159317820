"""What a user means by a place to open: a record, an instant in it, a branch, or a file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from govsim.model.errors import GovsimError, NotFoundError, did_you_mean
from govsim.resources import shipped
from govsim.service.bases import record_in
from govsim.service.catalogue import catalogue
from govsim.service.gov import Gov


@dataclass(frozen=True, slots=True)
class Target:
    """What is to be opened: a record through *gov*, at a time as written, on a branch, or with a scenario file."""

    gov: Gov
    record: str
    time: str | None = None
    branch: str = "main"
    scenario: Path | None = None


def read_target(gov: Gov, text: str, branch: str | None = None) -> Target:
    """Return what ``RECORD``, ``RECORD@TIME``, ``BRANCH`` or a file names.

    Raises:
        GovsimError: it names nothing, or nothing that can be opened.
    """
    name, _, time = text.partition("@")
    path = Path(name)
    if path.suffix in (".yaml", ".yml") or path.is_file():
        return _file(gov, path, time or None, branch)
    if gov.holds(name):
        return Target(gov, name, time or None, branch or "main")
    if name in {one.name for one in gov.branches.list()} if gov.reads_ledger else False:
        return Target(gov, _record_of(gov, name), time or None, branch or name)
    return _named(gov, name, time or None, branch)


def _file(gov: Gov, path: Path, time: str | None, branch: str | None) -> Target:
    if not path.is_file():
        raise NotFoundError(f"there is no file {path}", hint="name a record, a branch, or a record or scenario file")
    if branch is not None:
        raise GovsimError(f"{path} is a file and has no branches", hint="load it, then open the branch")
    record = record_in(path)
    if record is not None:
        return Target(gov.over([path]), record, time)
    return _scenario(gov, path, time)


def _scenario(gov: Gov, path: Path, time: str | None) -> Target:
    """Return a scenario with the record it is about: that of the ledger, else the file it is in."""
    record, file = gov.scenarios.target(path)
    return Target(gov if file is None else gov.over([file]), record, time, scenario=path)


def _named(gov: Gov, name: str, time: str | None, branch: str | None) -> Target:
    here = catalogue(gov, Path())
    line = next((one for one in here.records if one.record == name), None)
    if line is not None and line.file is not None:
        if branch is not None:
            raise NotFoundError(
                f"'{name}' is read from a file, which has no branches", hint=f"`govsim load {line.file}`"
            )
        return Target(gov.over([line.file]), name, time)
    path = shipped("scenarios", name)
    if path.is_file():
        return _scenario(gov, path, time)
    known = [*(one.record for one in here.records), *(one.name for one in here.branches)]
    known += [one.scenario for one in here.scenarios]
    hint = did_you_mean(name, known) or "`govsim open` without a name lists what there is"
    raise NotFoundError(f"there is no record, branch or scenario '{name}'", hint=hint)


def _record_of(gov: Gov, branch: str) -> str:
    """Return the record of a branch: that of its scenario, else the first it holds."""
    headers = [header.record for header in gov.ledger.headers(branch)]
    if not headers:
        raise GovsimError(f"the branch '{branch}' holds no record")
    own = {stored.record for stored in gov.ledger.stored(branch=branch)}
    return next((record for record in headers if record in own), headers[0])
