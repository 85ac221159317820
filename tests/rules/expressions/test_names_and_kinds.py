"""Names that do not exist or belong elsewhere, and kinds that do not go together."""

from __future__ import annotations

from datetime import UTC

import pytest

from govsim.rules.expressions import Call, Kind, Names, compile_expression, written_forms

from .worlds import read, refusal


@pytest.mark.parametrize(
    ("text", "column", "message", "hint"),
    [
        ("holds('sam-altmann', 'openai/ceo')", 6, "unknown party 'sam-altmann'", "did you mean 'sam-altman'?"),
        ("holds('zzz', 'openai/ceo')", 6, "unknown party 'zzz'", "parties: mira-murati, openai, sam-altman, zoë"),
        ("vacant('openai/ceoo')", 7, "unknown post 'openai/ceoo'", "did you mean 'openai/ceo'?"),
        ("happened('bord-vote')", 9, "unknown event 'bord-vote'", "did you mean 'board-vote'?"),
        ("happened('zzz')", 9, "unknown event 'zzz'", "events: board-vote, letter, merger, other/letter"),
        ("happened('weekend/bord-vote')", 9, "unknown event 'weekend/bord-vote'", "mean 'weekend/board-vote'?"),
        ("signed('weekend/leter')", 7, "unknown letter 'weekend/leter'", "mean 'weekend/letter'?"),
        ("signed('leter')", 7, "unknown letter 'leter'", "did you mean 'letter'?"),
        ("chose('board-return')", 6, "unknown decision 'board-return'", "did you mean 'board-returns'?"),
        ("lettershare > 1", 0, "unknown variable 'lettershare'", "did you mean 'letter_share'?"),
        ("letter-share > 1", 0, "unknown variable 'letter'", "did you mean 'letter_share'?"),
        ("zzz", 0, "unknown variable 'zzz'", "calm, größe, known, letter_share, mood, x"),
        ("mood == null", 8, "unknown variable 'null'", "write none"),
        ("calm == TRUE", 8, "unknown variable 'TRUE'", "did you mean 'true'?"),
        ("hold('sam-altman', 'openai/ceo')", 0, "unknown function 'hold'", "did you mean 'holds'?"),
        ("zzz('sam-altman')", 0, "unknown function 'zzz'", "holds(party, post[, time]), possible("),
        ("calm and x()", 9, "'x' is a variable, no function", "write x without brackets"),
        ("not vacant", 4, "'vacant' is a function", "write vacant(post[, time])"),
    ],
)
def test_an_unknown_name_is_met_with_the_nearest_or_with_what_exists(
    text: str, column: int, message: str, hint: str
) -> None:
    error = refusal(text)
    assert (error.column, error.message) == (column, message)
    assert hint in str(error.hint)


@pytest.mark.parametrize(
    ("text", "column", "message", "hint"),
    [
        ("vacant('sam-altman')", 7, "'sam-altman' is a person or organisation, here stands a post", "openai/board"),
        ("holds('openai/ceo', 'sam-altman')", 6, "'openai/ceo' is a post, here stands a party", "holds(party, post"),
        ("happened('press')", 9, "unknown event 'press'", "events: "),
        ("happened('board-returns')", 9, "'board-returns' is a decision, here stands an event", "events: "),
        ("chose('board-vote')", 6, "'board-vote' is an event, here stands a decision", "chose(decision)"),
        ("vacant('x')", 7, "'x' is a variable, here stands a post", "vacant(post[, time])"),
        ("count('openai/ceo')", 6, "'openai/ceo' is a post, but no organ", "did you mean 'openai/board'?"),
        ("count('sam-altman')", 6, "'sam-altman' is a person or organisation, here stands an organ", "organs: "),
        ("signed('board-vote')", 7, "'board-vote' is of type resolved, no letter", "letters: letter, other/letter"),
        ("signed('sam-altman')", 7, "'sam-altman' is a person or organisation, here stands a letter", "signed(letter)"),
    ],
)
def test_a_name_of_another_kind_is_told_what_it_is(text: str, column: int, message: str, hint: str) -> None:
    error = refusal(text)
    assert (error.column, error.message) == (column, message)
    assert hint in str(error.hint)


def test_a_list_of_what_exists_breaks_off_after_eight() -> None:
    names = Names(parties=[f"p{number:02}" for number in range(20)], zone=UTC)
    hint = refusal("holds('zzz', 'o/p')", names=names).hint
    assert hint == "parties: p00, p01, p02, p03, p04, p05, p06, p07, ..."


def test_where_nothing_exists_that_is_said() -> None:
    assert refusal("vacant('zzz')", names=Names()).hint == "there are no posts here"
    assert refusal("zzz", names=Names()).hint == "text stands in quotes; there are no variables here"
    assert refusal("count('o/p')", names=Names(posts=["o/p"])).hint == (
        "declare it with organ: true; there are no organs here"
    )


@pytest.mark.parametrize(
    ("written", "ref"),
    [
        ("board-vote", "weekend/board-vote"),
        ("weekend/board-vote", "weekend/board-vote"),
        ("letter", "weekend/letter"),
        ("other/letter", "other/letter"),
        ("merger", "other/merger"),
    ],
)
def test_an_event_is_written_with_or_without_its_record_and_the_first_record_wins(written: str, ref: str) -> None:
    call = read(f"happened('{written}')").root
    assert isinstance(call, Call)
    assert call.arguments == (ref,)


def test_an_organ_is_a_post() -> None:
    names = Names(organs=["o/board"])
    assert compile_expression("vacant('o/board') or count('o/board') > 1", names).kind is Kind.TRUTH
    assert refusal("vacant('o/bord')", names=names).hint == "did you mean 'o/board'?"


def test_a_ref_means_itself_where_no_other_form_is_given() -> None:
    call = compile_expression("happened('r/e')", Names(events={"r/e": "hired"})).root
    assert isinstance(call, Call)
    assert call.arguments == ("r/e",)
    assert written_forms(["r/e", "s/e"], ["s"]) == {"r/e": "r/e", "s/e": "s/e", "e": "s/e"}


@pytest.mark.parametrize(
    ("text", "column", "message"),
    [
        ("holds('sam-altman')", 0, "holds takes 2 or 3 arguments, not 1"),
        ("holds('sam-altman', 'openai/ceo', '2023', '2024')", 42, "holds takes 2 or 3 arguments, not 4"),
        ("vacant()", 0, "vacant takes 1 or 2 arguments, not 0"),
        ("happened('letter', '2023-11-17')", 19, "happened takes 1 argument, not 2"),
        ("chose()", 0, "chose takes 1 argument, not 0"),
        ("vacant(openai/ceo)", 7, "vacant is asked about text in quotes"),
        ("vacant(2)", 7, "vacant is asked about text in quotes"),
        ("vacant(none)", 7, "vacant is asked about text in quotes"),
        ("vacant(chose('board-returns'))", 7, "vacant is asked about text in quotes"),
        ("vacant(-'a')", 7, "vacant is asked about text in quotes"),
    ],
)
def test_arguments_are_counted_and_are_text(text: str, column: int, message: str) -> None:
    error = refusal(text)
    assert (error.column, error.message) == (column, message)


def test_an_id_without_quotes_is_shown_with_them() -> None:
    assert refusal("vacant(openai/ceo)").hint == "write 'openai/ceo'"
    assert refusal("vacant(('a' + x))").hint == "write vacant(post[, time])"


@pytest.mark.parametrize(
    ("text", "column", "message"),
    [
        ("x == 'a'", 5, "a number cannot be compared with text"),
        ("'a' == x", 7, "text cannot be compared with a number"),
        ("calm == 1", 8, "a truth cannot be compared with a number"),
        ("calm != mood", 8, "a truth cannot be compared with text"),
        ("x == none", 5, "a number cannot be compared with none"),
        ("none == calm", 8, "none cannot be compared with a truth"),
        ("1 < 2 == 'a'", 9, "a number cannot be compared with text"),
        ("calm < known", 0, "a truth has no order, '<' compares numbers"),
        ("'a' >= mood", 0, "text has no order, '>=' compares numbers"),
        ("mood > none", 0, "text has no order, '>' compares numbers"),
        ("none <= none", 0, "none has no order, '<=' compares numbers"),
        ("x and calm", 0, "x is a number, here stands a truth"),
        ("calm or mood", 8, "mood is text, here stands a truth"),
        ("calm or none", 8, "none is none, here stands a truth"),
        ("not x", 4, "x is a number, here stands a truth"),
        ("x + calm", 4, "calm is a truth, here stands a number"),
        ("'a' + 'b'", 0, "'a' is text, here stands a number"),
        ("x * (calm or known)", 5, "calm or known is a truth, here stands a number"),
        ("-mood", 1, "mood is text, here stands a number"),
        ("-none", 1, "none is none, here stands a number"),
    ],
)
def test_kinds_that_do_not_go_together_are_refused(text: str, column: int, message: str) -> None:
    error = refusal(text)
    assert (error.column, error.message) == (column, message)
    assert error.hint


@pytest.mark.parametrize(
    "text",
    ["calm == true", "mood == none", "none != mood", "mood == 'a'", "x == 1 == 1", "none == none", "0 < x <= 1"],
)
def test_kinds_that_go_together_are_compared(text: str) -> None:
    assert read(text).kind is Kind.TRUTH


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("x or calm", "compare it, as in x > 0"),
        ("mood or calm", "compare it, as in mood == 'a'"),
        ("mood == 'a' or 'b'", "compare with each value in turn, as in x == 'a' or x == 'b'"),
    ],
)
def test_what_is_no_truth_is_shown_compared(text: str, hint: str) -> None:
    assert refusal(text).hint == hint


@pytest.mark.parametrize(
    ("text", "column", "message", "hint"),
    [
        ("chose('investors-press') == 'pres'", 28, "'investors-press' has no option 'pres'", "did you mean 'press'?"),
        ("'yes' != chose('investors-press')", 0, "'investors-press' has no option 'yes'", "options: press, wait"),
        ("(chose('board-returns')) == ('y')", 29, "'board-returns' has no option 'y'", "options: no, yes"),
        ("verdict('letter') == 'invalid'", 21, "'invalid' is no verdict", "verdicts: valid, voidable, void, pending, "),
    ],
)
def test_a_text_that_the_function_never_gives_is_refused(text: str, column: int, message: str, hint: str) -> None:
    error = refusal(text)
    assert (error.column, error.message) == (column, message)
    assert hint in str(error.hint)


@pytest.mark.parametrize(
    "text", ["chose('investors-press') == 'press'", "'wait' == chose('investors-press')", "verdict('letter') == 'void'"]
)
def test_a_text_that_the_function_may_give_is_read(text: str) -> None:
    assert read(text, Kind.TRUTH).kind is Kind.TRUTH


@pytest.mark.parametrize(
    ("text", "wanted", "message"),
    [
        ("  calm", Kind.NUMBER, "the expression gives a truth, here stands a number"),
        ("  x", Kind.TRUTH, "the expression gives a number, here stands a truth"),
        ("  'a'", Kind.TRUTH, "the expression gives text, here stands a truth"),
        ("  x", Kind.TEXT, "the expression gives a number, here stands text"),
        ("  none", Kind.TRUTH, "the expression gives none, here stands a truth"),
    ],
)
def test_the_whole_must_be_of_the_kind_that_is_wanted(text: str, wanted: Kind, message: str) -> None:
    error = refusal(text, wanted)
    assert (error.column, error.message) == (2, message)
    assert error.hint


@pytest.mark.parametrize(
    ("text", "wanted"), [("calm", Kind.TRUTH), ("x", Kind.NUMBER), ("mood", Kind.TEXT), ("none", Kind.TEXT)]
)
def test_what_is_wanted_is_read(text: str, wanted: Kind) -> None:
    assert read(text, wanted).kind in (wanted, Kind.NOTHING)


@pytest.mark.parametrize(
    ("text", "column"), [("1 / 0", 0), ("x / 0", 0), ("1 + x / (2 - 2)", 4), ("calm and 1 / -0.0 > 1", 9)]
)
def test_a_division_by_a_constant_zero_is_refused_where_it_stands(text: str, column: int) -> None:
    error = refusal(text)
    assert "divides by zero" in error.message
    assert error.column == column
