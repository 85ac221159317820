"""What an expression may name, and what is said of a name that does not fit."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, tzinfo

from govsim.model.errors import did_you_mean
from govsim.rules.expressions.scan import is_variable_name
from govsim.rules.expressions.signatures import Argument, Function, usage
from govsim.rules.expressions.values import ExpressionError, Kind

LETTER_TYPE = "letter_sent"
_NONES = {"null", "nil", "undefined", "nothing"}
"""What other languages call none."""
LISTED = 8
"""Names that a hint lists before it breaks off."""


@dataclass(frozen=True, slots=True)
class Names:
    """Everything that exists for an expression.

    Attributes:
        parties: ids of people and organisations.
        posts: ids of posts; *organs* are those of them whose holders decide together.
        events: the type of each event, by its ref ``record/id``.
        written: the ref that each written form of an event's id means; a ref means itself.
        decisions: the ids of each decision's options.
        variables: the kind of each variable.
        zone: where a time without offset is read.
    """

    parties: Collection[str] = ()
    posts: Collection[str] = ()
    organs: Collection[str] = ()
    events: Mapping[str, str] = field(default_factory=dict)
    written: Mapping[str, str] = field(default_factory=dict)
    decisions: Mapping[str, Collection[str]] = field(default_factory=dict)
    variables: Mapping[str, Kind] = field(default_factory=dict)
    zone: tzinfo = UTC


def written_forms(refs: Iterable[str], records: Sequence[str]) -> dict[str, str]:
    """Return every way to write the *refs*: whole, and without the record where it is one of *records*.

    Where two records have an event of the same id, the bare id means the one of the record that comes first.
    """
    known = list(refs)
    forms = {ref: ref for ref in known}
    for record in records:
        for ref in known:
            if ref.startswith(f"{record}/"):
                forms.setdefault(ref.removeprefix(f"{record}/"), ref)
    return forms


def resolve(argument: Argument, id_: str, function: Function, names: Names, column: int) -> str:
    """Return the id that an argument means, an event's as ``record/id``.

    Raises:
        ExpressionError: nothing is called so, or something that cannot stand there.
    """
    if (meant := _meaning(argument, id_, names)) is not None:
        return meant
    if (ref := _event(id_, names)) is not None and argument is Argument.LETTER:
        message = f"'{id_}' is of type {names.events[ref]}, no letter"
        raise ExpressionError(message, column, hint=_suggested(argument, id_, names))
    if argument is Argument.ORGAN and id_ in names.posts:
        hint = did_you_mean(id_, names.organs) or f"declare it with organ: true; {_listed(argument, names)}"
        raise ExpressionError(f"'{id_}' is a post, but no organ", column, hint=hint)
    if (what := _what_is(id_, names)) is not None:
        message = f"'{id_}' is {what}, here stands {argument.shown}"
        raise ExpressionError(message, column, hint=f"write {usage(function)}; {_listed(argument, names)}")
    raise ExpressionError(f"unknown {argument} '{id_}'", column, hint=_suggested(argument, id_, names))


def _event(id_: str, names: Names) -> str | None:
    ref = names.written.get(id_, id_)
    return ref if ref in names.events else None


def _meaning(argument: Argument, id_: str, names: Names) -> str | None:
    """Return what *id_* means as such an argument, or None when nothing of that sort is called so."""
    match argument:
        case Argument.EVENT:
            return _event(id_, names)
        case Argument.LETTER:
            ref = _event(id_, names)
            return ref if ref is not None and names.events[ref] == LETTER_TYPE else None
        case Argument.POST:
            return id_ if id_ in names.posts or id_ in names.organs else None
    return id_ if id_ in _known(argument, names) else None


def _known(argument: Argument, names: Names) -> Collection[str]:
    """Return what may stand for an argument, each once, an event in its shortest form."""
    match argument:
        case Argument.PARTY:
            return names.parties
        case Argument.POST:
            return {*names.posts, *names.organs}
        case Argument.ORGAN:
            return names.organs
        case Argument.DECISION:
            return names.decisions
    shortest = {ref: ref for ref in names.events}
    for form, ref in names.written.items():
        if ref in shortest and len(form) < len(shortest[ref]):
            shortest[ref] = form
    return [form for ref, form in shortest.items() if argument is Argument.EVENT or names.events[ref] == LETTER_TYPE]


def _what_is(id_: str, names: Names) -> str | None:
    if id_ in names.parties:
        return "a person or organisation"
    if id_ in names.posts or id_ in names.organs:
        return "a post"
    if _event(id_, names) is not None:
        return "an event"
    if id_ in names.decisions:
        return "a decision"
    return "a variable" if id_ in names.variables else None


def _suggested(argument: Argument, id_: str, names: Names) -> str:
    # One who writes the record means a whole ref: what others call the event is no nearer.
    refs = names.events if "/" in id_ and argument in (Argument.EVENT, Argument.LETTER) else ()
    near = [ref for ref in refs if _meaning(argument, ref, names) == ref] or _known(argument, names)
    return did_you_mean(id_, near) or _listed(argument, names)


def _listed(argument: Argument, names: Names) -> str:
    return listed(argument.plural, _known(argument, names))


def listed(plural: str, known: Collection[str]) -> str:
    """Return the first of what exists: ``posts: openai/board, openai/ceo``."""
    if not known:
        return f"there are no {plural} here"
    first = sorted(known)[:LISTED]
    return f"{plural}: {', '.join(first)}{', ...' if len(known) > LISTED else ''}"


def kind_of_variable(name: str, names: Names, column: int) -> Kind:
    """Return the kind of a variable.

    Raises:
        ExpressionError: there is none of that name.
    """
    if (kind := names.variables.get(name)) is not None:
        return kind
    if name in list(Function):
        raise ExpressionError(f"'{name}' is a function", column, hint=f"write {usage(Function(name))}")
    if name.casefold() in _NONES:
        raise ExpressionError(f"unknown variable '{name}'", column, hint="write none")
    usable = [variable for variable in names.variables if is_variable_name(variable)]
    near = did_you_mean(name, [*usable, *Function, "true", "false", "none"])
    hint = near or f"text stands in quotes; {listed('variables', usable)}"
    raise ExpressionError(f"unknown variable '{name}'", column, hint=hint)


def check_option(decision: str, option: str, names: Names, column: int) -> None:
    """Refuse an option that a decision does not have.

    Raises:
        ExpressionError: the decision has no such option.
    """
    options = names.decisions[decision]
    if option not in options:
        hint = did_you_mean(option, options) or listed("options", options)
        raise ExpressionError(f"'{decision}' has no option '{option}'", column, hint=hint)
