"""The stays in one post: what is found by instant is what looking at each of them would find."""

from __future__ import annotations

import random

from govsim.replay.stays import Stays
from govsim.replay.tenure import Tenure, spells_of


def tenures_in_a_long_succession(seed: int) -> list[Tenure]:
    """Return tenures of some hundred parties: short ones, a few that never end, and changes of capacity."""
    rng = random.Random(seed)  # noqa: S311 - a made-up succession, no secret
    tenures: list[Tenure] = []
    for number in range(300):
        previous = rng.choice(tenures) if tenures and rng.random() < 0.2 else None
        if any(tenure.previous is previous for tenure in tenures):
            previous = None  # a stay goes on in one capacity at a time
        start = previous.end_earliest if previous is not None else rng.randrange(1000)
        end = 2000 if rng.random() < 0.05 else start + rng.randrange(30)
        party = previous.party if previous is not None else f"p{number}"
        tenures.append(
            Tenure(
                party,
                "org/ceo",
                "regular",
                f"r/e{number}",
                start,
                start + rng.randrange(5),
                end,
                end + rng.randrange(5),
                previous=previous,
            )
        )
    return tenures


def test_all_stays_around_an_instant_are_found_in_the_order_they_opened() -> None:
    for seed in range(5):
        tenures = tenures_in_a_long_succession(seed)
        spells, stays = spells_of(tenures), Stays(tenures)
        for at in range(-1, 1100):
            around = [
                [tenure.opened_by for tenure in spell.tenures]
                for spell in spells
                if any(tenure.start_earliest <= at for tenure in spell.tenures)
                and any(tenure.end_latest >= at for tenure in spell.tenures)
            ]
            assert [[tenure.opened_by for tenure in spell.tenures] for spell in stays.around(at)] == around


def test_the_tenures_of_some_stays_come_in_the_order_they_opened() -> None:
    tenures = tenures_in_a_long_succession(1)
    stays = Stays(tenures)
    spells = stays.around(500)
    among = {id(tenure) for spell in spells for tenure in spell.tenures}
    assert len(among) > 3
    assert [id(tenure) for tenure in stays.in_order(reversed(spells))] == [id(t) for t in tenures if id(t) in among]
