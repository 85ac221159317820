"""The ripple: recorded history after the fork replayed event by event, each asked whether it still happens."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from govsim.model.events import Hired
from govsim.replay.fold import Fold
from govsim.replay.log import Entry, Logged, Row, plain_entry
from govsim.replay.timeline import entry_of, in_order, made_by
from govsim.rules.expressions import Expression
from govsim.whatif.ahead import Act, Ahead
from govsim.whatif.chance import Asking, Chance, Drawing
from govsim.whatif.conditions import missing_condition, not_carried, not_valid
from govsim.whatif.course import CARRIED, Course
from govsim.whatif.facts import Seen
from govsim.whatif.fates import Chain, How, Reason, Taken
from govsim.whatif.plan import Deciding, Inserting, Plan, answer
from govsim.whatif.preconditions import Preconditions, Single, singles

DECISION = "@decision"
"""The type under which a decision stands among the rows."""

_PASSES = 25
"""Times a ripple is replayed at most. Each pass but the last learns of an act that falls, and few chains are longer."""

Choose = Callable[[Deciding, Seen], tuple[str | None, How]]
"""Asked at a decision that is reached: returns the option, None to leave it open, and who chose."""


def ripple(plan: Plan, choose: Choose, chance: Chance | None = None) -> Course:
    """Return what becomes of recorded history after the fork.

    Where an act was taken for granted ahead of its turn and then fell, all is replayed with that known. Without a
    *chance* nothing is drawn: a draw stands at its middle, and no crowd signs.
    """
    fallen: dict[Act, Chain] = {}
    for _ in range(_PASSES):
        if chance is not None:
            chance.begin()
        one = _Pass(plan, choose, fallen, chance)
        one.run()
        in_vain = one.relied_in_vain()
        if not in_vain:
            break
        fallen |= in_vain
    return one.course


class _Pass:
    """One replay of what comes after the fork; *fallen* are acts that an earlier pass has seen fall."""

    def __init__(self, plan: Plan, choose: Choose, fallen: dict[Act, Chain], chance: Chance | None) -> None:
        self._plan, self._choose, self._chance = plan, choose, chance
        self.course = Course(plan)
        self.course.chains.foreseen = fallen
        self._deciding = {decision.ref: decision for decision in plan.decisions}
        self._ahead = Ahead(plan.base.world, fallen, self.course.is_chosen)
        self._test = Preconditions(self.course.fold, self._ahead)
        self._stopped_by: str | None = None
        after = self.course.edits.rows(plan.base.timeline.rows[plan.first :])
        self._come(in_order([*after, *map(self._inserted, plan.inserts), *map(_decision_row, plan.decisions)]))

    def run(self) -> None:
        """Replay the rows, which decisions on the way can change."""
        self.course.fold.run(self._admit, self._in_turn())

    def relied_in_vain(self) -> dict[Act, Chain]:
        """Return the acts that were taken for granted ahead of their turn and then fell, each with why."""
        relied = (self._ahead.relied | self.course.relied) - self._ahead.fallen.keys()
        fell = {act: self._fell(act) for act in relied}
        return {act: chain for act, chain in fell.items() if chain is not None}

    def _fell(self, act: Act) -> Chain | None:
        ref, party, post = act
        return self.course.defeat(ref) if post == CARRIED else self.course.chains.of_act(ref, party, post)

    # -- the rows

    def _come(self, rows: list[Row]) -> None:
        """Take rows for those to come."""
        self._rows, self._now = rows, -1
        known = {ref for ref, _, _ in self._ahead.fallen}
        self._ahead.foresee(rows)
        self.course.fold.foresee([row for row in rows if row[2] not in known and self.course.is_chosen(row[2])])

    def _in_turn(self) -> Iterator[Row]:
        while self._now + 1 < len(self._rows):
            self._now += 1
            self._ahead.now = self._now
            row = self._rows[self._now]
            if row[3] == DECISION:
                self._decide(self._deciding[row[2]])
            else:
                yield row

    def _inserted(self, insert: Inserting) -> Row:
        """Return the row of an inserted event, which comes after the decision that it needs."""
        record, event = insert.ref.partition("/")[0], insert.event
        entry = plain_entry(insert.position, record, event)
        if entry is None:
            entry = entry_of(self._plan.base.world, Logged(insert.position, record, event), event.readings()[0], {})
        if insert.decision is None:
            return entry
        return _with_causes(entry, [*event.causes, insert.decision])

    def _order_again(self, edited: set[str]) -> None:
        """Put what is still to come in order after events were edited on the way."""
        course, plan = self.course, self._plan
        coming = self._rows[self._now + 1 :]
        own = [row for row in coming if row[3] == DECISION or row[2] in course.inserts]
        rest = ({row[2] for row in coming} | edited) - {row[2] for row in own}
        course.chains.omit(course.edits.omitted & edited)
        for ref in edited - course.edits.omitted:
            course.chains.gone.pop(ref, None)
        recorded = [row for row in plan.base.timeline.rows[plan.first :] if row[2] in rest]
        course.list_effects()
        self._come(in_order([*course.edits.rows(recorded), *own]))

    # -- decisions

    def _decide(self, decision: Deciding) -> None:
        course = self.course
        taken = course.taken[decision.id] = self._taken(decision)
        if taken.option is None:
            return
        course.choices[decision.id] = taken.option
        following = decision.options[taken.option]
        self._let(following.lets, decision)
        if following.stop:
            self._stopped_by = decision.id
        due = {edit.ref for edit in following.edits if edit.ref not in course.happened}
        for edit in following.edits:
            if edit.ref in due:
                edit.apply(course.edits)
                course.chains.touched.add(edit.ref)
        if due or any(insert.decision == decision.id for insert in course.inserts.values()):
            self._order_again(due)

    def _taken(self, decision: Deciding) -> Taken:
        if self._stopped_by is not None:
            return Taken(decision.id, "not_reached", None, "stopped", self._stopped_by)
        seen = self.course.seen(decision.key)
        self._let(decision.sets, decision)
        met = True if decision.when is None else answer(decision.when, seen)
        if met is not True:
            return Taken(decision.id, "not_reached", None, "unknown" if met is None else "false")
        if not decision.options:
            self._act(decision, seen)
            return Taken(decision.id, "chosen", None, "chance")
        option, how = self._choose(decision, seen)
        return Taken(decision.id, "open" if option is None else "chosen", option, how)

    def _let(self, lets: Sequence[tuple[str, Expression]], decision: Deciding) -> None:
        for name, expression in lets:
            value = answer(expression, self.course.seen(decision.key))
            if value is not None:
                self.course.variables[name] = value

    def _act(self, decision: Deciding, seen: Seen) -> None:
        """Draw a number or ask a crowd, where anything is drawn at all."""
        match decision.act:
            case Drawing(law=law, into=name):
                middle = answer(law.middle, seen) if law.middle is not None else None
                value = middle if self._chance is None else self._chance.drawn(decision, law, seen)
                if value is not None:
                    self.course.variables[name] = value
            case Asking(share=name) if self._chance is not None:
                self.course.variables[name] = self._chance.signed(decision, decision.act, seen)

    # -- admission

    def _admit(self, entry: Entry, fold: Fold) -> Sequence[Entry]:
        """Return an event as it happens: whole, in part, in several parts, or not at all."""
        course = self.course
        insert = course.inserts.get(entry.ref)
        if insert is not None and insert.decision is not None:
            if not course.is_chosen(entry.ref):
                return self._gone(entry, (Reason("needs", course.decision_ref(insert.decision), "option"),))
            entry = _with_causes(entry, insert.event.causes)
        chain = missing_condition(course, entry)
        if chain:
            return self._gone(entry, chain)
        obstacles = self._test.obstacles(entry) if entry.party or entry.event is not None else {}
        kept = [act for act in singles(entry) if act not in obstacles]
        chain = not_carried(course, entry) or not_valid(course, entry) if kept or not obstacles else ()
        if chain:
            return self._gone(entry, chain)
        if not obstacles:
            return course.happens(entry, [entry])
        parts = {act: course.chains.obstacle(found, entry.ref, fold.history) for act, found in obstacles.items()}
        if not kept:
            return self._gone(entry, tuple(dict.fromkeys(link for chain in parts.values() for link in chain)))
        course.chains.parts[entry.ref] = parts
        return course.happens(entry, [_reduced(entry, who, posts) for who, posts in rectangles(kept)])

    def _gone(self, entry: Entry, chain: Chain) -> Sequence[Entry]:
        self.course.chains.gone[entry.ref] = chain
        self.course.fallen[entry.ref] = entry
        if entry.event is not None and entry.ref not in self.course.inserts:
            for made in made_by(entry.event):
                self.course.fold.history.unmake(made)
        return ()


def _decision_row(decision: Deciding) -> Row:
    return Entry(decision.key, decision.position, decision.ref, DECISION, "", "", decision.key, decision.key, None)


def _with_causes(entry: Entry, causes: Sequence[str]) -> Entry:
    return entry._replace(more=entry.aside._replace(causes=" ".join(causes) or None))


def rectangles(acts: Sequence[Single]) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Return single acts as groups of people and posts in which everybody goes with every post."""
    by_post: dict[str, tuple[str, ...]] = {}
    for party, post in acts:
        by_post[post] = (*by_post.get(post, ()), party)
    grouped: dict[tuple[str, ...], tuple[str, ...]] = {}
    for post, who in by_post.items():
        grouped[who] = (*grouped.get(who, ()), post)
    return list(grouped.items())


def _reduced(entry: Entry, who: tuple[str, ...], posts: tuple[str, ...]) -> Entry:
    """Return an entry with fewer people or posts."""
    event = entry.event
    if event is None:  # a plain act is one act, whole or not at all
        return entry
    where = "to" if isinstance(event, Hired) else "from_"
    return entry._replace(more=entry.aside._replace(event=event.model_copy(update={"who": who, where: posts})))
