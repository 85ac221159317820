"""Forms for events: their fields read off the event models, what can be picked for each, and what is written checked.

What is written is checked as a scenario file is: it is put into one, and a mistake is led back from its line to its
field, so that a form and a file never say different things.
"""

from __future__ import annotations

import re
import types
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal, TypeAlias, Union, get_args, get_origin

from pydantic import BaseModel

from govsim.model.errors import DocumentError, did_you_mean
from govsim.model.events import EVENT_TYPES, AboutEvent, Event, Kind
from govsim.model.events.acts import Votes
from govsim.model.instant import Instant, to_rfc3339
from govsim.service.drafts import Draft, Mistake
from govsim.service.form_choices import Choice, Picker, find
from govsim.service.past import Past

FieldKind: TypeAlias = Literal["time", "id", "pick", "text", "choice", "vote", "causes", "yaml"]
VOTES = ("for", "against", "abstain", "absent")
_COMMON = ("at", "announced", "decided", "notified", "because", "claim", "note")
"""The fields of every event that a what-if may want to say something of."""
_HINTS = {
    "time": "2023-11-17 12:28, 2023-11, [a..b], unknown; in the zone of the record",
    "id": "letters, digits, - . _; left empty it is made up",
    "pick": "ids, with commas between",
    "causes": "ids of events without which it would not happen; a|b where either will do",
    "vote": "for, against, abstain or absent; empty: no vote",
    "yaml": "as in a record, written on one line",
    "text": "",
    "choice": "one of these",
}


@dataclass(frozen=True, slots=True)
class FieldView:
    """One field of a form; *text* is what stands in it at first, *choices* what can be picked, the likeliest first."""

    name: str
    title: str
    kind: FieldKind
    required: bool = False
    text: str = ""
    hint: str = ""
    choices: tuple[Choice, ...] = ()
    several: bool = False

    def to_json(self) -> dict[str, Any]:
        """Return the field with its choices as values and labels."""
        choices = [{"value": one.value, "label": one.label} for one in self.choices]
        return {
            "name": self.name,
            "title": self.title,
            "kind": self.kind,
            "required": self.required,
            "text": self.text,
            "hint": self.hint,
            "several": self.several,
            "choices": choices,
        }


@dataclass(frozen=True, slots=True)
class FormView:
    """A form for one type of event; *event* is the one that is changed, None where one is inserted."""

    type: str
    title: str
    fields: tuple[FieldView, ...]
    event: str | None = None

    def to_json(self) -> dict[str, Any]:
        """Return type, title, event and fields."""
        fields = [one.to_json() for one in self.fields]
        return {"type": self.type, "title": self.title, "event": self.event, "fields": fields}


@dataclass(frozen=True, slots=True)
class EventChoice:
    """A type of event that can be inserted, and what it is for."""

    type: str
    title: str


@dataclass(frozen=True, slots=True)
class FormResult:
    """What was written, as ``Draft.insert`` or ``Draft.change`` takes it, and what is wrong with it, by field."""

    data: Mapping[str, Any]
    mistakes: Mapping[str, Mistake] = field(default_factory=dict)


def title_of(type_: str) -> str:
    """Return what a type of event is, in a few words: the first sentence of its model."""
    said = (EVENT_TYPES[type_].__doc__ or type_).partition("\n")[0]
    return said.partition(";")[0].partition(":")[0].rstrip(".")


EVENT_CHOICES = tuple(
    EventChoice(type_, title_of(type_)) for type_, model in EVENT_TYPES.items() if not issubclass(model, AboutEvent)
)
"""Every type of event that can be inserted, in the order of the catalogue."""


def form_for(past: Past, record: str, type_: str, at: Instant) -> FormView:
    """Return the form for an event to be inserted at an instant."""
    picker = Picker(past, record, at)
    zone = past.header(record).zone
    text = to_rfc3339(at) if zone is None else picker.local(at)
    fields = [replace(one, text=text) if one.name == "at" else one for one in _fields(EVENT_TYPES[type_], picker, None)]
    return FormView(type_, title_of(type_), (*fields, FieldView("id", "id", "id", hint=_HINTS["id"])))


def form_of(past: Past, record: str, ref: str) -> FormView:
    """Return the form for an event to be changed, written as it reads."""
    event, entry = past.timeline.event(ref), past.entry_of[ref]
    fields = _fields(type(event), Picker(past, record, entry.key), event)
    return FormView(event.type, title_of(event.type), tuple(fields), ref)


def completions(view: FieldView, typed: str) -> tuple[Choice, ...]:
    """Return the choices of a field that what is typed may mean, the likeliest first."""
    return find(view.choices, typed)


def read_form(form: FormView, texts: Mapping[str, str], draft: Draft) -> FormResult:
    """Return what is written in a form, checked as one more change of a draft."""
    wanted = {one.name: texts.get(one.name, one.text).strip() for one in form.fields}
    if form.event is not None and all(wanted[one.name] == one.text for one in form.fields):
        return FormResult({})
    data = _data(form, wanted)
    unfit = {one.name: Mistake("this must be written") for one in form.fields if one.required and not wanted[one.name]}
    for one in form.fields:
        if one.kind == "vote" and wanted[one.name] not in ("", *VOTES):
            hint = did_you_mean(wanted[one.name], VOTES) or f"one of {', '.join(VOTES)}"
            unfit[one.name] = Mistake(f"'{wanted[one.name]}' is no way to vote", hint)
        if one.kind == "yaml" and (mistake := _read_yaml(wanted[one.name])[1]) is not None:
            unfit[one.name] = mistake
    if unfit:
        return FormResult(data, unfit)
    if form.event is None:
        data = {"id": data.pop("id", None) or _made_up(form, wanted, draft), "type": form.type, **data}
    found = draft.mistakes(form.event, data)
    names = [one.name for one in form.fields]
    placed = {_place(key, names): mistake for key, mistake in found.items()}
    return FormResult(data, placed)


def _place(key: str, names: list[str]) -> str:
    """Return the field that a mistake is shown at: its own, else the first of its part, else the first of all."""
    return next((name for name in names if name == key or name.startswith(f"{key}.")), names[0])


# -- from the models


def _fields(model: type[Event], picker: Picker, event: Event | None) -> list[FieldView]:
    shown = {} if event is None else event.dump()
    own = list(_own(model, model, picker, shown, ""))
    must = [one for one in own if one.required]
    common = [_common(name, picker, shown) for name in _COMMON]
    return [*must, common[0], *(one for one in own if not one.required), *common[1:]]


def _own(
    model: type[BaseModel], of: type[Event], picker: Picker, shown: Mapping[str, Any], path: str
) -> Iterator[FieldView]:
    for key, info in model.model_fields.items():
        name = info.alias or key
        if (path == "" and key in Event.model_fields) or key == "type":
            continue
        inner, given = _model_in(info.annotation), shown.get(name)
        if inner is Votes:
            yield from _votes(picker, shown, given or {})
        elif inner is not None and issubclass(inner, BaseModel) and name != "bylaws":
            yield from _own(inner, of, picker, given or {}, f"{path}{name}.")
        else:
            kind, choices, several = _kind(info.annotation, of.REFS.get(f"{path}{name}"), name, picker, of)
            written = _text(given, name)
            hint = _HINTS[kind] if several or kind in ("time", "yaml", "choice") else ""
            title = f"{path}{name}".replace("_", " ")
            yield FieldView(f"{path}{name}", title, kind, info.is_required(), written, hint, choices, several)


def _common(name: str, picker: Picker, shown: Mapping[str, Any]) -> FieldView:
    text = _text(shown.get(name), name)
    if name == "because":
        return FieldView(name, name, "causes", text=text, hint=_HINTS["causes"], choices=picker.events(), several=True)
    if name == "claim":
        choices = tuple(Choice(one, one) for one in ("confirmed", "reported", "disputed"))
        return FieldView(name, name, "choice", text=text, hint="empty: confirmed", choices=choices)
    if name == "note":
        return FieldView(name, name, "text", text=text)
    return FieldView(name, name, "time", required=name == "at", text=text, hint=_HINTS["time"])


def _kind(
    annotation: Any, refers: Kind | None, name: str, picker: Picker, model: type[Event]
) -> tuple[FieldKind, tuple[Choice, ...], bool]:
    if refers is not None:
        return "pick", picker.choices(refers, name, model), "tuple" in repr(annotation)
    literal = next((one for one in _parts(annotation) if get_origin(one) is Literal), None)
    if literal is not None:
        return "choice", tuple(Choice(one, one) for one in get_args(literal)), False
    if bool in _parts(annotation):
        return "choice", (Choice("yes", "yes"), Choice("no", "no")), False
    if name == "until":
        return "time", (), False
    return ("yaml" if name == "bylaws" else "text"), (), "tuple" in repr(annotation)


def _votes(picker: Picker, shown: Mapping[str, Any], given: Mapping[str, Any]) -> Iterator[FieldView]:
    """Yield a field a member of the organ, and one for the organ's members that are not known yet."""
    cast = {party: how for how in VOTES for party in given.get(how, ())}
    members = dict.fromkeys([*cast, *picker.members(shown.get("organ"))])
    choices = tuple(Choice(how, how) for how in VOTES)
    for party in members:
        title = f"vote {picker.name(party)}"
        yield FieldView(f"votes.{party}", title, "vote", False, cast.get(party, ""), _HINTS["vote"], choices)  # noqa: FBT003 - required
    if not members:
        for how in VOTES:
            hint = "who, with commas between"
            yield FieldView(f"votes.{how}", f"votes {how}", "pick", hint=hint, choices=picker.people(), several=True)


def _parts(annotation: Any) -> list[Any]:
    """Return what an annotation is made of, unions and aliases opened."""
    if get_origin(annotation) in (Union, types.UnionType):
        return [part for one in get_args(annotation) for part in _parts(one)]
    return [annotation]


def _model_in(annotation: Any) -> type[BaseModel] | None:
    return next((one for one in _parts(annotation) if isinstance(one, type) and issubclass(one, BaseModel)), None)


# -- texts and data


def _text(value: Any, name: str) -> str:
    """Return a field as it is written in a form."""
    if value is None:
        return ""
    if isinstance(value, dict) and "text" in value:
        return str(value["text"])
    if isinstance(value, dict):
        return "|".join(value["any"]) if "any" in value else str(value)
    if isinstance(value, list | tuple):
        return (", " if name != "demands" else "; ").join(_text(one, name) for one in value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def _data(form: FormView, texts: Mapping[str, str]) -> dict[str, Any]:
    """Return what is written as the fields of an event; for a change only those that are written otherwise."""
    changed = {one.name.partition(".")[0] for one in form.fields if texts[one.name] != one.text}
    data: dict[str, Any] = {}
    for one in form.fields:
        top, _, below = one.name.partition(".")
        if (form.event is not None and top not in changed) or (form.event is None and not texts[one.name]):
            continue
        value = _value(one, texts[one.name])
        if not below:
            data[top] = value
            continue
        part = data.setdefault(top, {})
        if one.kind == "vote":
            if value:
                part.setdefault(value, []).append(below)
        elif value is not None:
            part[below] = value
    return {name: value if value != {} else None for name, value in data.items()}


def _value(view: FieldView, text: str) -> Any:
    if not text:
        return None
    if view.kind == "yaml":
        return _read_yaml(text)[0]
    if not view.several:
        return text
    parts = [part.strip() for part in re.split(r"[;]" if view.name == "demands" else r"[,;]", text) if part.strip()]
    if view.kind == "causes":
        return [{"any": [one.strip() for one in part.split("|")]} if "|" in part else part for part in parts]
    return parts


def _read_yaml(text: str) -> tuple[Any, Mistake | None]:
    """Return what YAML on one line says, and what is wrong with it."""
    from govsim.documents.nodes import to_data  # noqa: PLC0415 - YAML, only where a form asks for it
    from govsim.documents.yaml_tree import parse_tree  # noqa: PLC0415 - the same

    if not text:
        return None, None
    try:
        root, problems = parse_tree(text, "form", "record")
    except DocumentError as failure:
        root, problems = None, list(failure.problems)
    if root is None or problems:
        return text, Mistake(problems[0].message, problems[0].hint)
    return to_data(root), None


def _made_up(form: FormView, texts: Mapping[str, str], draft: Draft) -> str:
    """Return an id for an inserted event: who or what it is about, and its type, with a number where it is taken."""
    about = next((texts[name] for name in ("who", "post", "organ", "by", "parties") if texts.get(name)), "")
    first = re.sub(r"[^a-z0-9]+", "-", re.split(r"[,/;]", about)[0].casefold()).strip("-")
    stem = "-".join(part for part in (first, form.type.replace("_", "-")) if part)
    number, id_ = 1, stem
    while id_ in draft.ids:
        number += 1
        id_ = f"{stem}-{number}"
    return id_
