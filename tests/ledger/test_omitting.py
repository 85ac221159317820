"""What a branch answers that omits, changes and adds to what it inherits: what a replay gives, at every instant."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest

from govsim.ledger.store import Ledger
from tests.ledger.ledgers import drafts
from tests.ledger.making import META, RECORD, STAYS, assert_sound, changed, inserted, own, past
from tests.replay.builders import POSTS, event, instant


@pytest.fixture
def ledger(empty: str) -> Iterator[Ledger]:
    """A ledger with a record, at 1 to 9, and a branch of it."""
    with closing(Ledger(empty)) as opened:
        opened.append(drafts(RECORD))
        opened.fork("before")
        yield opened


def statuses(ledger: Ledger, branch: str, at: str) -> dict[str, str]:
    return {view.post: view.status for view in past(ledger, branch).post_views(instant(at), [*POSTS, "org/coo"])}


@pytest.mark.parametrize("omitted", [one.id for one in RECORD.events])
@pytest.mark.parametrize("base", ["main", "before"])
def test_the_projection_of_a_branch_that_omits_any_event_is_its_replay(ledger: Ledger, omitted: str, base: str) -> None:
    rest = [draft for draft in STAYS if draft.content.id != f"omitted-{omitted}"]  # type: ignore[union-attr]
    ledger.make_branch("alone", [own("omitted", omitted)], parent=base)
    ledger.make_branch("stays", [own("omitted", omitted), *rest], parent=base, meta=META)
    ledger.make_branch("of-it", [changed("ada-in", "2023-03-15")], parent="stays", meta=META)
    assert_sound(ledger, "main", "alone", "stays", "of-it")


def test_a_post_whose_creation_is_omitted_is_absent_on_the_branch_and_on_those_made_from_it(ledger: Ledger) -> None:
    ledger.make_branch("no-coo", [own("omitted", "coo-made")], meta=META)
    ledger.make_branch("of-it", STAYS, parent="no-coo")
    for name in ("no-coo", "of-it"):
        assert {statuses(ledger, name, at)["org/coo"] for at in ("2023-01-15", "2023-05-01", "2024-01-01")} == {
            "absent"
        }
        assert statuses(ledger, name, "2023-05-01")["org/ceo"] == "held"
    assert statuses(ledger, "main", "2023-05-01")["org/coo"] == "held"
    assert_sound(ledger, "no-coo", "of-it")


def test_every_post_of_an_organisation_whose_founding_is_omitted_is_absent(ledger: Ledger) -> None:
    ledger.make_branch("no-org", [own("omitted", "founding"), own("omitted", "coo-made")], meta=META)
    for at in ("2023-01-15", "2023-05-01", "2024-01-01"):
        assert set(statuses(ledger, "no-org", at).values()) == {"absent"}
    assert_sound(ledger, "no-org")


def test_an_omitted_creation_made_again_at_another_time_lets_the_post_be_from_then_on(ledger: Ledger) -> None:
    again = inserted(event("post_created", "2023-05-01", post="org/coo", id="coo-later"))
    ledger.make_branch("later", [own("omitted", "coo-made"), own("omitted", "ben-in"), *again])
    ledger.make_branch("moved", [changed("coo-made", "2023-05-01"), own("omitted", "ben-in")])
    for name in ("later", "moved"):
        assert [statuses(ledger, name, at)["org/coo"] for at in ("2023-04-01", "2023-06-01")] == ["absent", "vacant"]
    assert_sound(ledger, "later", "moved")
