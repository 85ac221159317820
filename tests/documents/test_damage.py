"""Records damaged at random: the answer is a record or a list of mistakes within the file, and nothing else."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from govsim.documents.record_file import RecordFile
from govsim.documents.template import RECORD_TEMPLATE
from govsim.model.errors import DocumentError, Problem
from govsim.service.opening import open_ledger
from tests.conftest import SEED

from .marked import read

JUNK: st.SearchStrategy[Any] = st.one_of(
    st.none(),
    st.sampled_from(
        ["", "no", "x", "[2020..]", "2023-11-05 01:30", "1e3", "openai/ceo", "a b", "\n", "1e-99999", "met", "hired"]
    ),
    st.lists(st.sampled_from(["x", "2020", "sam-altman"]), max_size=3),
    st.dictionaries(
        st.sampled_from(["any", "text", "earliest", "latest", "from", "id", "at"]),
        st.sampled_from(["x", "1", "2020"]),
        max_size=3,
    ),
    st.just([["deep"], {"er": ["x"]}]),
)


@cache
def whole() -> dict[str, Any]:
    """Return the bundled record's data with its first events only; every scalar is text."""
    data: dict[str, Any] = yaml.load(SEED.read_text(), Loader=yaml.BaseLoader)  # noqa: S506 - builds nothing but text
    return {**data, "events": data["events"][:25]}


def put(node: Any, path: list[int], junk: Any) -> Any:
    """Return *node* with *junk* where a walk by *path* ends."""
    items: list[Any]
    if not path or not isinstance(node, dict | list) or not node:
        return junk
    if isinstance(node, dict):
        items = list(node)
        key = items[path[0] % len(items)]
        return {**node, key: put(node[key], path[1:], junk)}
    index = path[0] % len(node)
    return [*node[:index], put(node[index], path[1:], junk), *node[index + 1 :]]


def read_or_told(text: str) -> RecordFile | None:
    """Return the record in *text*, None where it is refused as it should be."""
    problems: tuple[Problem, ...] = ()
    try:
        return read(text)
    except DocumentError as told:
        problems = told.problems
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    assert problems
    places = [(problem.line, problem.column) for problem in problems]
    assert places == sorted(places)
    assert len(set(problems)) == len(problems)
    for problem in problems:
        assert 1 <= problem.line <= len(lines) + 1
        assert problem.column >= 1
        assert problem.message
        assert "Input should" not in str(problem)
    return None


@settings(max_examples=80)
@given(st.lists(st.integers(0, 500), min_size=1, max_size=5), JUNK)
def test_a_record_with_anything_in_any_place_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, path: list[int], junk: Any
) -> None:
    text = yaml.safe_dump(put(whole(), path, junk), allow_unicode=True, sort_keys=False)
    record = read_or_told(text)
    if record is not None:  # what is accepted can be answered from
        file = tmp_path_factory.getbasetemp() / "damaged.yaml"
        file.write_text(text, encoding="utf-8")
        gov = open_ledger(str(file.with_name("none.db"))).over([file])
        gov.check()
        assert len(gov.events()) <= len(record.record.events)
        assert all(isinstance(event.dump(), dict) for event in record.record.events)


@settings(max_examples=150)
@given(st.integers(0, len(RECORD_TEMPLATE)), st.integers(0, 12), st.text(max_size=4))
def test_a_text_with_any_slip_is_read_or_refused(place: int, cut: int, slip: str) -> None:
    read_or_told(RECORD_TEMPLATE[:place] + slip + RECORD_TEMPLATE[place + cut :])


@settings(max_examples=100)
@given(st.text("-[]{}:,#&*!|>'\"%@` \n\tab1~?", max_size=60))
def test_no_text_breaks_the_reader(text: str) -> None:
    read_or_told(text)
    read_or_told(f"record: r\nzone: UTC\npeople: {text}\n")
