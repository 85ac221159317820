"""Objects of JSON as readers see them: what is asked for is noted, so that the rest can be counted as lost."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from govsim.exchange.gathering import Gathered, UnreadableError
from govsim.exchange.json_text import Item
from govsim.exchange.losses import is_empty
from govsim.model.bound import Bound


class Thing:
    """An object and where it stands; every field that is asked for counts as read."""

    def __init__(self, gathered: Gathered, value: dict[str, Any], item: Item, path: str = "") -> None:
        self.gathered, self.value, self.item, self.path = gathered, value, item, path
        self._read: set[str] = set()

    @property
    def line(self) -> int:
        """The line that it begins on."""
        return self.item.line

    def fail(self, message: str, hint: str | None = None, *, of_field: bool = True) -> UnreadableError:
        """Return the error of something wrong with it, which is noted; *of_field*: the message begins with a field."""
        where = self.path if of_field else ""
        self.gathered.problem(self.item.line, self.item.column, f"{where}{message}", hint, file=self.item.file)
        return UnreadableError()

    def raw(self, name: str) -> Any:
        """Return a field as it stands."""
        self._read.add(name)
        return self.value.get(name)

    def text(self, *names: str) -> str:
        """Return the first of some fields that says something, as a text; blank where none does.

        Raises:
            UnreadableError: it is a list or an object.
        """
        for name in names:
            value = self.raw(name)
            if is_empty(value):
                continue
            if isinstance(value, dict | list):
                raise self.fail(f"{name} is a text", "is this the right format?")
            return " ".join(str(value).split())
        return ""

    def needed(self, *names: str) -> str:
        """Return a field that has to say something.

        Raises:
            UnreadableError: it does not.
        """
        text = self.text(*names)
        if not text:
            raise self.fail(f"{' or '.join(names)} is missing")
        return text

    def time(self, *names: str) -> Bound | None:
        """Return the time in the first of some fields that is not blank, None where all are.

        Raises:
            UnreadableError: it is no time.
        """
        text = self.text(*names)
        name = next((name for name in names if not is_empty(self.value.get(name))), names[0])
        return self.gathered.time(text, self.line, self.item.column, self.path + name)

    def texts(self, name: str) -> list[str]:
        """Return a list of texts, or one alone."""
        value = self.raw(name)
        if is_empty(value):
            return []
        values = value if isinstance(value, list) else [value]
        if any(isinstance(one, dict | list) for one in values):
            raise self.fail(f"{name} is a list of texts", "is this the right format?")
        return [" ".join(str(one).split()) for one in values if not is_empty(one)]

    def things(self, name: str) -> list[Thing]:
        """Return the objects in a list, or one alone; whatever else stands there is a mistake."""
        value = self.raw(name)
        values = [] if is_empty(value) else value if isinstance(value, list) else [value]
        if not all(isinstance(one, dict) for one in values):
            raise self.fail(f"{name} is a list of objects", "is this the right format?")
        is_list = isinstance(value, list)
        return [
            Thing(self.gathered, one, self.item, f"{self.path}{name}{f'[{number}]' if is_list else ''}.")
            for number, one in enumerate(values)
        ]

    def thing(self, name: str) -> Thing | None:
        """Return the object in a field, None where there is none."""
        found = self.things(name)
        return found[0] if found else None

    def lose(self, where: str, *, but: Iterable[str] = ()) -> None:
        """Count the fields that nobody asked for, but for some that say nothing worth keeping."""
        self.gathered.losses.rest(where, self.value, {*self._read, *but})


def each(gathered: Gathered, items: Iterable[Item], take: Callable[[Thing], None], *, counted: bool = True) -> None:
    """Take up the objects of a list one by one; what is wrong with one does not hide the others."""
    for thing in objects(gathered, items, counted=counted):
        try:
            take(thing)
        except UnreadableError:
            gathered.refuse()


def objects(gathered: Gathered, items: Iterable[Item], *, counted: bool = True) -> Iterator[Thing]:
    """Yield items as objects; one that is none is noted and left out."""
    for item in items:
        gathered.rows += counted
        if isinstance(item.value, dict):
            yield Thing(gathered, item.value, item)
        else:
            gathered.problem(item.line, item.column, "an object is expected here", file=item.file)
            gathered.refuse()


class Once:
    """Lets every id stand for one thing: said again word for word it is dropped, said otherwise it is a mistake."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], tuple[dict[str, Any], int]] = {}

    def is_new(self, kind: str, id_: str, thing: Thing) -> bool:
        """Return whether an id is met for the first time.

        Raises:
            UnreadableError: it stands for something else already.
        """
        if not id_:
            return True
        known = self._known.setdefault((kind, id_), (thing.value, thing.line))
        if known[0] is thing.value:
            return True
        if known[0] != thing.value:
            what = f"the id '{id_}' stands in line {known[1]} with other content"
            raise thing.fail(what, "an id names one thing", of_field=False)
        return False
