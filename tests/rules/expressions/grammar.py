"""Random expressions, and a second, plain evaluator of them that shares nothing with the real one.

A tree is a tuple: its form, then its parts. It is written out with the fewest brackets that Python's precedence needs.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any, TypeAlias

from hypothesis import strategies as st

from govsim.rules.expressions import NONE, Value

from .kleene import AND, OR
from .worlds import World

Tree: TypeAlias = tuple[Any, ...]

QUESTIONS = {
    "holds('sam-altman', 'openai/ceo')": ("holds", "sam-altman", "openai/ceo"),
    "vacant( 'openai/ceo','2023-11-17' )": ("vacant", "openai/ceo"),
    'happened("letter")': ("happened", "weekend/letter"),
    "count('openai/board')": ("count", "openai/board"),
    "signed('weekend/letter')": ("signed", "weekend/letter"),
    "verdict('board-vote')": ("verdict", "weekend/board-vote"),
    "chose('investors-press')": ("chose", "investors-press"),
}
TRUTHS, NUMBERS, TEXTS = list(QUESTIONS)[:3], list(QUESTIONS)[3:5], list(QUESTIONS)[5:]
LEVEL = {"or": 1, "and": 2, "not": 3, "compare": 4, "+": 5, "-": 5, "*": 6, "/": 6, "minus": 7}
EQUALITIES = st.sampled_from(["==", "!="])

_literals = st.sampled_from(["0", "1", "2.50", "0.1", ".2", "1_000", "0.05", "30"])
_number_variables = st.sampled_from(["x", "letter_share", "größe"]).map(lambda name: ("variable", name))
_number_leaves = st.one_of(
    _literals.map(lambda text: ("number", text)),
    _number_variables,
    st.sampled_from(NUMBERS).map(lambda text: ("ask", text)),
)
_divisors = st.one_of(_number_variables, st.sampled_from(["2", "0.1", "3"]).map(lambda text: ("number", text)))
numbers = st.recursive(
    _number_leaves,
    lambda inner: st.one_of(
        st.tuples(st.sampled_from("+-*"), inner, inner),
        st.tuples(st.just("/"), inner, _divisors),
        st.tuples(st.just("minus"), inner),
    ),
    max_leaves=6,
)
_comparisons = st.integers(1, 3).flatmap(
    lambda count: st.tuples(
        st.just("compare"),
        st.lists(st.sampled_from(["==", "!=", "<", "<=", ">", ">="]), min_size=count, max_size=count),
        st.lists(numbers, min_size=count + 1, max_size=count + 1),
    )
)
_words = st.sampled_from(["'press'", '"wait"', "none"]).map(lambda text: ("text", text))
_texts = st.one_of(_words, st.just(("variable", "mood")), st.just(("ask", TEXTS[1])))
_text_comparisons = st.tuples(
    st.just("compare"), EQUALITIES.map(lambda sign: [sign]), st.tuples(_texts, _texts).map(list)
)
_verdicts = st.tuples(
    st.just("compare"),
    EQUALITIES.map(lambda sign: [sign]),
    st.sampled_from(["'void'", "'valid'", "none"]).map(lambda text: [("ask", TEXTS[0]), ("text", text)]),
)
_truth_leaves = st.one_of(
    st.sampled_from(["true", "False"]).map(lambda text: ("truth", text)),
    st.sampled_from(["calm", "known"]).map(lambda name: ("variable", name)),
    st.sampled_from(TRUTHS).map(lambda text: ("ask", text)),
    _comparisons,
    _text_comparisons,
    _verdicts,
)
truths = st.recursive(
    _truth_leaves,
    lambda inner: st.one_of(
        st.tuples(st.just("not"), inner),
        st.tuples(st.sampled_from(["and", "or"]), st.lists(inner, min_size=2, max_size=3)),
        st.tuples(EQUALITIES, inner, inner).map(lambda parts: ("compare", [parts[0]], [parts[1], parts[2]])),
    ),
    max_leaves=6,
)

_truth_values = st.sampled_from([True, False, None])
_number_values = st.one_of(st.none(), st.sampled_from([Fraction(0), Fraction(1, 20), Fraction(1), Fraction(-5, 3)]))
_text_values = st.sampled_from(["press", "wait", "void", NONE, None])
worlds = st.builds(
    World,
    answers=st.fixed_dictionaries(
        {
            **{QUESTIONS[text]: _truth_values for text in TRUTHS},
            ("count", "openai/board"): st.sampled_from([0, 1, 6, None]),
            ("signed", "weekend/letter"): _number_values,
            ("verdict", "weekend/board-vote"): _text_values,
            ("chose", "investors-press"): st.sampled_from(["press", "wait", NONE]),
        }
    ),
    variables=st.fixed_dictionaries(
        {
            **dict.fromkeys(("x", "letter_share", "größe"), _number_values),
            **dict.fromkeys(("calm", "known"), _truth_values),
            "mood": _text_values,
        }
    ),
)


def write(tree: Tree, least: int = 0) -> str:
    """Return the text of a tree, in brackets where it binds more loosely than *least*."""
    form = tree[0]
    match form:
        case "number" | "variable" | "truth" | "text" | "ask":
            return str(tree[1])
        case "not":
            text = f"not {write(tree[1], 3)}"
        case "minus":
            text = f"-{write(tree[1], 7)}"
        case "and" | "or":
            text = f" {form}\n".join(write(part, LEVEL[form] + 1) for part in tree[1])
        case "compare":
            parts = [write(part, 5) for part in tree[2]]
            text = parts[0] + "".join(f" {sign} {part}" for sign, part in zip(tree[1], parts[1:], strict=True))
        case _:
            text = f"{write(tree[1], LEVEL[form])} {form}{write(tree[2], LEVEL[form] + 1)}"
    return f"({text})" if LEVEL[form] < least else text


def plain_value(tree: Tree, world: World) -> Value | None:
    """Return what a tree gives, rule by rule.

    Raises:
        ZeroDivisionError: it divides by zero in a part that is read.
    """
    match tree[0]:
        case "number":
            return Fraction(str(tree[1]).replace("_", ""))
        case "truth":
            return bool(tree[1] == "true")
        case "text":
            return NONE if tree[1] == "none" else str(tree[1])[1:-1]
        case "variable":
            return world.variables[tree[1]]
        case "ask":
            answer = world.answers[QUESTIONS[tree[1]]]
            return Fraction(answer) if isinstance(answer, int) and not isinstance(answer, bool) else answer
        case "not":
            return {True: False, False: True, None: None}[_truth(tree[1], world)]
        case "minus":
            number = _number(tree[1], world)
            return None if number is None else 0 - number
        case "and" | "or":
            return _joined(tree, world)
        case "compare":
            return _chain(tree, world)
    left, right = _number(tree[1], world), _number(tree[2], world)
    if left is None or right is None:
        return None
    return {
        "+": lambda: left + right,
        "-": lambda: left - right,
        "*": lambda: left * right,
        "/": lambda: left / right,
    }[tree[0]]()


def _truth(tree: Tree, world: World) -> bool | None:
    value = plain_value(tree, world)
    if not (value is None or isinstance(value, bool)):
        raise TypeError(f"{write(tree)} is no truth")
    return value


def _number(tree: Tree, world: World) -> Fraction | None:
    value = plain_value(tree, world)
    if not (value is None or isinstance(value, Fraction)):
        raise TypeError(f"{write(tree)} is no number")
    return value


def _joined(tree: Tree, world: World) -> bool | None:
    table, end = (AND, False) if tree[0] == "and" else (OR, True)
    value = _truth(tree[1][0], world)
    for part in tree[1][1:]:
        if value is end:
            break
        value = table[value, _truth(part, world)]
    return value


def _chain(tree: Tree, world: World) -> bool | None:
    left: Any = plain_value(tree[2][0], world)
    value: bool | None = True
    for sign, part in zip(tree[1], tree[2][1:], strict=True):
        if value is False:
            break
        right: Any = plain_value(part, world)
        known = left is not None and right is not None
        value = AND[value, _compared(sign, left, right) if known else None]
        left = right
    return value


def _compared(sign: str, left: Any, right: Any) -> bool:
    if sign in ("==", "!="):
        return bool((left == right) == (sign == "=="))
    less, more = bool(left < right), bool(right < left)
    return {"<": less, ">": more, "<=": not more, ">=": not less}[sign]
