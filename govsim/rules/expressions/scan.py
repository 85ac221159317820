"""The first look at the text of an expression: is each piece of it known, and can it stand where it stands?

Python's parser comes after. What this lets pass is of one line, shallow, and without the rest of Python; so the
messages speak of this language, and nothing reaches the parser that could exhaust it or make it warn.
"""

from __future__ import annotations

import keyword
import re
from fractions import Fraction

from govsim.rules.expressions.refusals import FORMS, OPERATORS, WORDS
from govsim.rules.expressions.signatures import Function, usage
from govsim.rules.expressions.values import ExpressionError, show_value

MAX_LENGTH = 1_000
"""Characters of one expression; the bundled scenarios need 80."""
MAX_DEPTH = 40
MAX_DIGITS = 30

_LINE_END = re.compile(r"[\r\n]")
_TOKEN = re.compile(
    r"""(?P<space>[ \t]+)
    |(?P<string>'[^']*'|"[^"]*")
    |(?P<number>\.?[0-9][\w.]*)
    |(?P<name>[^\W\d]\w*)
    |(?P<operator>===|!==|==|!=|<=|>=|\*\*|//|:=|=>|=<|<>|&&|\|\||<<|>>|->|[-+*/<>(),])
    |(?P<other>.)""",
    re.VERBOSE | re.DOTALL,
)
_NUMBER = re.compile(r"[0-9]+(?:_[0-9]+)*(?:\.[0-9]+(?:_[0-9]+)*)?|\.[0-9]+(?:_[0-9]+)*")
_LEADING_ZEROS = re.compile(r"0[0-9_]*[1-9][0-9_]*")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_PREFIXES = {"f", "b", "r", "u", "t", "br", "rb", "fr", "rf", "tr", "rt"}
_JOINERS = {"and", "or"}
_BOUND_TIGHTLY = {"==", "!=", "<", "<=", ">", ">=", "+", "-", "*", "/"}


def is_variable_name(text: str) -> bool:
    """Return whether an expression can name a variable so; ``letter-share`` would be a difference."""
    constants = {"true", "false", "none"}
    return text.isidentifier() and not keyword.iskeyword(text) and text not in constants and text not in list(Function)


def scanned(text: str) -> str:
    """Return the text with line ends and space at its sides made plain spaces, so that every offset stays.

    Raises:
        ExpressionError: the text is empty or too long, or holds what is no part of the language, where it stands.
    """
    if len(text) > MAX_LENGTH:
        raise ExpressionError(
            f"the expression has {len(text):,} characters, at most {MAX_LENGTH:,} are read",
            MAX_LENGTH,
            hint="put a part of it into a variable",
        )
    source = _LINE_END.sub(" ", text)
    if not source.strip(" \t"):
        raise ExpressionError("the expression is empty", 0, hint=FORMS)
    if found := _CONTROL.search(source.replace("\t", " ")):
        raise ExpressionError(f"U+{ord(found[0]):04X} may not stand in an expression", found.start(), hint=FORMS)
    _Scanner(source).run()
    return source


class _Scanner:
    """Walks over the pieces, keeping what is open and whether a value belongs next."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.open: list[tuple[int, str | None]] = []
        self.wants_value = True
        self.before = ["", ""]
        """The last two pieces."""

    def run(self) -> None:
        """Look at every piece."""
        for found in _TOKEN.finditer(self.source):
            piece, at = found[0], found.start()
            match found.lastgroup:
                case "space":
                    continue
                case "string":
                    self._string(piece, at)
                case "number":
                    self._number(piece, at)
                case "name":
                    self._name(piece, at)
                case "operator":
                    self._operator(piece, at)
                case _:
                    self._refuse_other(piece, at)
            self.before = [self.before[1], piece]
        if self.wants_value:
            raise ExpressionError("the expression ends where a value belongs", len(self.source), hint=FORMS)
        if self.open:
            raise ExpressionError("this bracket is never closed", self.open[-1][0], hint="write ) where it ends")

    def _string(self, piece: str, at: int) -> None:
        if "\\" in piece:
            raise ExpressionError("a backslash stands in the text", at + piece.index("\\"), hint="leave it out")
        self._value(piece, at)

    def _number(self, piece: str, at: int) -> None:
        self._value(piece, at)
        if not _NUMBER.fullmatch(piece):
            raise ExpressionError(f"'{piece}' is no number", at, hint="write it out in digits, as in 0.05 or 1_000")
        if sum(character.isdigit() for character in piece) > MAX_DIGITS:
            raise ExpressionError(f"this number has more than {MAX_DIGITS} digits", at, hint="round it")
        if _LEADING_ZEROS.fullmatch(piece):
            raise ExpressionError(f"'{piece}' begins with 0", at, hint=f"write {piece.lstrip('0_')}")

    def _name(self, piece: str, at: int) -> None:
        folded = piece.casefold()
        if folded in _PREFIXES and self.source[at + len(piece) : at + len(piece) + 1] in ("'", '"'):
            raise ExpressionError(f"'{piece}' stands before a quote", at, hint="write text in quotes alone")
        if folded in {"and", "or", "not"} and piece != folded:
            raise ExpressionError(f"'{piece}' is not part of an expression", at, hint=f"write {folded}")
        if piece in _JOINERS:
            self._needs_value_before(piece, at)
            self.wants_value = True
        elif piece == "not":
            self._not(at)
        elif piece in WORDS or (keyword.iskeyword(piece) and piece not in ("True", "False", "None")):
            raise ExpressionError(f"'{piece}' is not part of an expression", at, hint=WORDS.get(piece, FORMS))
        elif not piece.isidentifier():
            raise ExpressionError(f"'{piece}' is no name", at, hint="a name has letters, digits and _")
        else:
            self._value(piece, at)

    def _not(self, at: int) -> None:
        if not self.wants_value:
            raise self._two_values("not", at)
        if self.before[1] in _BOUND_TIGHTLY:
            raise ExpressionError(
                f"'not' cannot follow '{self.before[1]}'", at, hint="put brackets around it: (not ...)"
            )

    def _value(self, piece: str, at: int) -> None:
        if not self.wants_value:
            raise self._two_values(piece, at)
        self.wants_value = False

    def _two_values(self, piece: str, at: int) -> ExpressionError:
        shown = piece if piece[0] in "'\"(" else f"'{piece}'"
        return ExpressionError(f"nothing joins {shown} to what stands before it", at, hint="write and, or, == or +")

    def _needs_value_before(self, piece: str, at: int) -> None:
        if self.wants_value:
            raise ExpressionError(f"a value is missing before '{piece}'", at, hint=FORMS)

    def _operator(self, piece: str, at: int) -> None:
        if piece in OPERATORS:
            self._refuse_other(piece, at)
        elif piece == "(":
            self._open(at)
        elif piece == ")":
            self._close(at)
        elif piece == ",":
            if not self.open or self.open[-1][1] is None:
                raise ExpressionError(
                    "a comma stands here", at, hint="write a number as 1_000 or 0.05; join truths with and, or"
                )
            self._needs_value_before(piece, at)
            self.wants_value = True
        elif piece == "+" and self.wants_value:
            raise ExpressionError("a value is missing before '+'", at, hint="a number needs no + before it")
        elif piece != "-" or not self.wants_value:
            self._needs_value_before(piece, at)
            self.wants_value = True

    def _open(self, at: int) -> None:
        called = None
        if not self.wants_value:
            called = self.before[1]
            if not called.isidentifier() or called in ("True", "False", "None", "true", "false", "none"):
                raise self._two_values("(", at)
        if len(self.open) >= MAX_DEPTH:
            raise too_deep(at)
        self.open.append((at, called))
        self.wants_value = True

    def _close(self, at: int) -> None:
        if not self.open:
            raise ExpressionError("this bracket closes nothing", at, hint="leave it out, or write ( where it begins")
        if self.wants_value and not (self.before[1] == "(" and self.open[-1][1] is not None):
            self._needs_value_before(")", at)
        self.open.pop()
        self.wants_value = False

    def _refuse_other(self, piece: str, at: int) -> None:
        if piece in ("'", '"'):
            raise ExpressionError("this text is never closed", at, hint=f"write {piece} on both sides of it")
        hint = OPERATORS.get(piece, FORMS)
        called = self.open[-1][1] if self.open else None
        if piece == "=" and called in list(Function) and self.before[0] in ("(", ","):
            hint = f"arguments stand in order, without names: {usage(Function(str(called)))}"
        elif piece == "%" and _NUMBER.fullmatch(number := self.before[1]):
            share = Fraction(number.replace("_", "")) / 100
            hint = f"write {show_value(share)} for {number}%"
        shown = f"'{piece}'" if piece.isprintable() else f"U+{ord(piece):04X}"
        raise ExpressionError(f"{shown} is not part of an expression", at, hint=hint)


def too_deep(column: int) -> ExpressionError:
    """Return the error of what is nested too deeply."""
    return ExpressionError(
        f"this is nested deeper than {MAX_DEPTH} levels", column, hint="put a part of it into a variable"
    )
