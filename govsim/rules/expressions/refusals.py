"""What other languages write and this one does not, each with the right form."""

from __future__ import annotations

_NO_INDEX = "compare with each value in turn, joined with or"
_NO_BITS = "join truths with and, or, not"
_STRAIGHT = "write straight quotes, '...' or \"...\""
_CHOICE = "say it with and, or and not"

OPERATORS = {
    "=": "write == to compare",
    "===": "write ==",
    "!==": "write !=",
    "<>": "write !=",
    "=>": "write >=",
    "=<": "write <=",
    "!": "write not",
    "~": "write not",
    "&&": "write and",
    "&": "write and",
    "||": "write or",
    "|": "write or",
    "^": _NO_BITS,
    "<<": _NO_BITS,
    ">>": _NO_BITS,
    "**": "write the product out, as in x * x",
    "//": "write /, which divides exactly",
    "%": "write a share as a number, 0.4 for 40%",
    ":=": "write == to compare; let gives a variable its value",
    ".": "ids stand in quotes, as in 'openai/ceo'; nothing else has parts",
    "[": _NO_INDEX,
    "]": _NO_INDEX,
    "{": _NO_INDEX,
    "}": _NO_INDEX,
    "?": _CHOICE,
    ":": _CHOICE,
    ";": "one expression stands here; join two with and",
    "->": "write >= or >",
    "@": "ids stand in quotes, as in 'sam-altman'",
    "#": "a comment stands outside of the expression",
    "\\": "lines are joined as they are",
    "`": _STRAIGHT,
    "$": "a variable is written by its name alone",
    "\u2018": _STRAIGHT,
    "\u2019": _STRAIGHT,
    "\u201c": _STRAIGHT,
    "\u201d": _STRAIGHT,
    "\u2264": "write <=",
    "\u2265": "write >=",
    "\u2260": "write !=",
    "\u00d7": "write *",
    "\u00f7": "write /",
    "\u2212": "write -",
    "\u2013": "write -",
    "\u00ac": "write not",
    "\u2227": "write and",
    "\u2228": "write or",
    "\u00a0": "write an ordinary space",
}

WORDS = {
    "in": "compare with each value in turn: x == 'a' or x == 'b'",
    "is": "write ==",
    "if": _CHOICE,
    "else": _CHOICE,
    "lambda": "functions are not made here",
    "for": "nothing is repeated here",
}

FORMS = "write and, or, not, comparisons, + - * /, numbers, text in quotes, variables and functions"
"""What may stand in an expression, for all that has no nearer form."""
