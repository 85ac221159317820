"""The law packs that come with govsim: YAML files inside the package, each read when it is first asked for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from govsim.documents.nodes import Mapping, position_of
from govsim.documents.reader import Reader
from govsim.documents.yaml_tree import parse_tree, read_text
from govsim.model.bylaws import Bylaws
from govsim.model.errors import DocumentError, NotFoundError, Problem, did_you_mean
from govsim.model.header import Header
from govsim.model.references import Fault, Location
from govsim.rules.packs import LawPack, contradictions

FOLDER = Path(__file__).resolve().parents[1] / "laws"


@dataclass(frozen=True, slots=True)
class LawFile:
    """A law pack and the text it was read from, which says where each rule stands."""

    path: Path
    pack: LawPack
    root: Mapping

    def where(self, location: Location) -> str:
        """Return ``file:line:column`` of a rule."""
        line, column = position_of(self.root, location)
        return f"{self.path.parent.name}/{self.path.name}:{line}:{column}"


@cache
def known_packs() -> tuple[str, ...]:
    """Return the ids of the law packs, in order."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.yaml")))


def law_pack(id_: str) -> LawPack:
    """Return the law pack with an id.

    Raises:
        NotFoundError: there is none.
    """
    return law_file(id_).pack


@cache
def law_file(id_: str) -> LawFile:
    """Return the law pack with an id and where its rules stand.

    Raises:
        NotFoundError: there is none.
    """
    if id_ not in known_packs():
        packs = f"law packs: {', '.join(known_packs())}"
        near = did_you_mean(id_, known_packs())
        raise NotFoundError(f"there is no law pack '{id_}'", hint=f"{near} {packs}" if near else packs)
    path = FOLDER / f"{id_}.yaml"
    return parse_pack(read_text(path, "law pack"), path)


def law_faults(here: Location, header: Header, organization: str, rules: Bylaws) -> Iterator[Fault]:
    """Find what bylaws, which stand at a place, say against the law that their organisation is under.

    A law that only the organisation's entry names, and that has no pack, is one that govsim knows nothing of.
    """
    declared = header.organizations.get(organization)
    below = header.bylaws.get(organization)
    law = rules.law or (below.law if below is not None else None)
    if law is not None and law not in known_packs():
        if rules.law is not None:
            packs = f"law packs: {', '.join(known_packs())}"
            yield Fault((*here, "law"), f"there is no law pack '{law}'", did_you_mean(law, known_packs()) or packs)
        return
    law = law or (declared.law if declared is not None else None)
    if law is None or law not in known_packs():
        return
    file = law_file(law)
    for found in contradictions(file.pack, rules):
        yield Fault((*here, *found.location), found.message, f"the law stands at {file.where(found.law_location)}")


def parse_pack(text: str, path: Path) -> LawFile:
    """Return the law pack in *text*, which was read from *path*.

    Raises:
        DocumentError: with every mistake in the text, in its order.
    """
    file = str(path)
    root, problems = parse_tree(text, file, "law pack")
    if not isinstance(root, Mapping):
        raise DocumentError([Problem(file, root.line, root.column, "a law pack is a mapping", "begin with id: an-id")])
    reader = Reader(file, root, problems)
    pack = reader.validated(LawPack, reader.data, {}, ())
    if pack is not None and pack.id != path.stem:
        reader.fault(Fault(("id",), f"'{pack.id}' is not the name of its file", f"write id: {path.stem}"))
    reader.refuse()
    if pack is None:
        raise DocumentError([Problem(file, root.line, root.column, "this is no law pack", "begin with id: an-id")])
    return LawFile(path, pack, root)
