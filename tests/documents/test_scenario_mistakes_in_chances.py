"""Mistakes in what chance adds to a scenario: each is told once, at its place, with the right form."""

from __future__ import annotations

import pytest

from .marked import Mistake
from .test_scenario_mistakes import assert_mistakes

START = "decisions:\n  - {id: d, at: 2021-03-01 12:00, "
GO = START + "options: {a: }}\n"
VOTE = START + "motion: {organ: org/board, for: "
SIGN = "crowds: {staff: {size: 9, threshold: {uniform: [0, 1]}}}\n" + START + "signing: "

CHANCES: dict[str, tuple[str, list[Mistake]]] = {
    "a draw of no law": ("draws: {x: {◆unifrom: [0, 1]}}\n" + GO, [("unknown key 'unifrom'", "'uniform'")]),
    "a draw of two laws": (
        "draws: {x: ◆{uniform: [0, 1], normal: [0, 1]}}\n" + GO,
        [("a distribution is one of bernoulli", None)],
    ),
    "a draw with one end": ("draws: {x: {uniform: ◆[0]}}\n" + GO, [("the key '1' is missing", None)]),
    "a chance above one": ("draws: {x: ◆{bernoulli: 1.8}}\n" + GO, [("between 0 and 1: 1.8", "0 is never")]),
    "a thousand whole numbers": ("draws: {x: {integers: ◆[1, 1000]}}\n" + GO, [("no few whole numbers", "500")]),
    "whole numbers the wrong way round": ("draws: {x: {integers: ◆[2, 1]}}\n" + GO, [("no few whole numbers", None)]),
    "a draw that is a variable": (
        "variables: {x: 0}\ndraws: {◆x: {uniform: [0, 1]}}\n" + GO,
        [("'x' is a variable too", "one name")],
    ),
    "a draw that nothing reads": ("draws: {x: ◆{uniform: [0, 1]}}\n", [("nothing reads this draw", "decisions")]),
    "a parameter that is no number": ("parameters: {q: ◆often}\n" + GO, [("'often'", None)]),
    "a prior of no law": ("parameters: {q: {value: 1, prior: {◆bta: [1, 2]}}}\n" + GO, [("key 'bta'", "'beta'")]),
    "a prior that is no law": (
        "parameters: {q: {value: 1, prior: ◆{beta: [0, 2]}}}\n" + GO,
        [("no law: both its numbers must be above 0", "{beta: [2, 5]}")],
    ),
    "a prior that hangs on something": (
        "variables: {n: 0}\nparameters: {q: {value: 1, prior: ◆{beta: [n, 2]}}}\n" + GO,
        [("unknown variable 'n'", "{beta: [2, 5]}")],
    ),
    "a spread of nothing": (
        "crowds: {c: {size: 9, threshold: {normal: ◆[0, 0]}}}\n"
        + START
        + "signing: {crowd: c, pressure: 1, share: s}}\n",
        [("no law: its spread is not above 0", "{normal:")],
    ),
    "a crowd without a size": ("crowds: {c: ◆{threshold: {uniform: [0, 1]}}}\n" + GO, [("size and threshold", None)]),
    "a crowd of too many": (
        "crowds: {c: {size: ◆10000000000, threshold: {uniform: [0, 1]}}}\n" + GO,
        [("a number up to 1,000,000,000 belongs here", None)],
    ),
    "a crowd of nobody": (
        "crowds: {c: {size: ◆0, threshold: {uniform: [0, 1]}}}\n" + GO,
        [("a number from 1 on belongs here", None)],
    ),
    "a crowd with thresholds yes or no": (
        "crowds: {c: {size: 9, threshold: ◆{bernoulli: 0.5}}}\n"
        + START
        + "signing: {crowd: c, pressure: 1, share: s}}\n",
        [("bernoulli does not fit here", "uniform")],
    ),
    "a crowd that cannot be read, nothing more of it": (
        "crowds: {c: {size: ◆many, threshold: {uniform: [0, 1]}}}\n"
        + START
        + "signing: {crowd: c, pressure: 1, share: s}}\n",
        [("whole number", None)],
    ),
    "a crowd that is none": (SIGN + "{crowd: ◆stuff, pressure: 1, share: s}}\n", [("crowd 'stuff'", "'staff'")]),
    "a pressure that is a truth": (SIGN + "{crowd: staff, pressure: ◆1 < 2, share: s}}\n", [("gives a truth", None)]),
    "a share that is a text": (
        "variables: {s: \"'x'\"}\n" + SIGN + "{crowd: staff, pressure: 1, share: ◆s}}\n",
        [("'s' is no number", "another name")],
    ),
    "an organ that is none": (START + "motion: {organ: ◆org/bord, for: 1}}\n", [("organ 'org/bord'", "org/board")]),
    "a vote of more than always": (VOTE + "{ada: ◆1.5}}}\n", [("a chance lies between 0 and 1", None)]),
    "a vote of nobody": (VOTE + "{◆adda: 0.5}}}\n", [("unknown", "'ada'")]),
    "a motion with options of its own": (
        START.replace("{id", "◆{id") + "motion: {organ: org/board, for: 1}, options: {passes: }}\n",
        [("carried or fails", "carried and fails")],
    ),
    "resignations from nowhere": (
        START + "resignations: {from: ◆org/bord, chance: 0.1}}\n",
        [("unknown organ 'org/bord'", "org/board")],
    ),
    "resignations of nobody": (
        START + "resignations: {from: org/board, chance: {◆adda: 0.1}}}\n",
        [("unknown person or organisation 'adda'", "'ada'")],
    ),
    "a clock that runs for ever": (START + "every: 1h, times: ◆1000000000, options: {a: }}\n", [("up to 1,000", None)]),
    "a clock that does not move": (
        START.replace("{id", "◆{id") + "every: 0h, times: 9, options: {a: }}\n",
        [("every 0h is always", "1h")],
    ),
    "a clock without an end": (
        START.replace("{id", "◆{id") + "every: 1h, options: {a: }}\n",
        [("go together", "times")],
    ),
    "two acts at once": (
        START.replace("{id", "◆{id") + "draw: {uniform: [0, 1]}, into: x, motion: {organ: org/board, for: 1}}\n",
        [("are decisions of their own", None)],
    ),
    "a draw into nothing": (START.replace("{id", "◆{id") + "draw: {uniform: [0, 1]}}\n", [("go together", "into")]),
    "two policies": (
        START + "policy: ◆{scripted: a, logistic: 1}, options: {a: , b: }}\n",
        [("a policy is one of", None)],
    ),
    "a policy for no option": (START + "policy: ◆{chance: 0.3}, options: {a: , b: }}\n", [("which option", "option:")]),
    "a script of no option": (START + "policy: {scripted: ◆c}, options: {a: , b: }}\n", [("option 'c'", None)]),
    "a table of no option": (
        START + "policy: {table: [{weights: {◆c: 1}}]}, options: {a: , b: }}\n",
        [("option 'c'", None)],
    ),
    "following nobody": (START + "policy: {follow: ◆e}, options: {a: , b: }}\n", [("decision 'e'", None)]),
}


@pytest.mark.parametrize("case", CHANCES)
def test_a_mistake_in_a_chance_is_told_at_its_place(case: str) -> None:
    assert_mistakes(*CHANCES[case])
