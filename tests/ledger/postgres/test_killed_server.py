"""The server killed in the middle of appends: what it acknowledged is there, and clients say what to do."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Iterator
from contextlib import closing, suppress

import pytest

from govsim.ledger.appending import Draft
from govsim.ledger.store import Ledger
from govsim.model.errors import LedgerError
from tests.ledger.ledgers import drafts
from tests.ledger.postgres.own_server import OwnServer
from tests.ledger.roles import record_of
from tests.replay.builders import hired

KILLS = 4
WRITERS = 3


@pytest.fixture
def server() -> Iterator[OwnServer]:
    server = OwnServer()
    yield server
    server.stop()


class Client(threading.Thread):
    """Somebody who appends lists, and gives one again until it is acknowledged."""

    def __init__(self, url: str, number: int, is_over: threading.Event) -> None:
        super().__init__(daemon=True)
        self._ledger, self._number, self._is_over = Ledger(url), number, is_over
        self.kept: dict[str, int] = {}
        self.said: list[LedgerError] = []

    def run(self) -> None:
        with closing(self._ledger):
            for batch in range(100_000):
                if self._is_over.is_set():
                    return
                acts = [hired("ada", "2023-02-01", id=f"b{batch}-{number}") for number in range(3)]
                self._append(drafts(record_of(self._number, acts))[1:])

    def _append(self, its: list[Draft]) -> None:
        while True:
            try:
                positions = self._ledger.append(its)
            except LedgerError as failure:
                self.said.append(failure)
                time.sleep(0.05)
                continue
            refs = [f"{draft.record}/{draft.content.id}" for draft in its]  # type: ignore[union-attr]
            self.kept.update(zip(refs, positions, strict=True))
            return


def test_a_killed_server_loses_nothing_that_it_acknowledged_and_clients_say_what_to_do(server: OwnServer) -> None:
    is_over, chance = threading.Event(), random.Random(7)  # noqa: S311 - no secrets
    with closing(Ledger(server.url)) as ledger:
        for number in range(WRITERS):
            ledger.append(drafts(record_of(number, [])))
        clients = [Client(server.url, number, is_over) for number in range(WRITERS)]
        for client in clients:
            client.start()
        for _ in range(KILLS):
            time.sleep(chance.uniform(0.3, 1.0))
            acknowledged = {ref: position for client in clients for ref, position in dict(client.kept).items()}
            server.kill()
            server.start()
            there = {stored.ref: stored.position for stored in ledger.stored()}
            assert acknowledged.items() <= there.items()
        is_over.set()
        for client in clients:
            client.join(timeout=60)
        there = {stored.ref: stored.position for stored in ledger.stored()}
        assert {ref: position for client in clients for ref, position in client.kept.items()} == there
        verified = ledger.verify(past=True)
        assert verified.ok, verified.problems
        assert len(there) == verified.events - WRITERS
    failures = [failure for client in clients for failure in client.said]
    assert failures
    for failure in failures:
        assert any(what in str(failure.hint) for what in ("the same again", "try again", "start it")), failure.lines


def test_a_server_that_is_gone_while_a_list_is_kept_leaves_it_unknown_and_says_so(
    server: OwnServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = drafts(record_of(0, [hired("ada", "2023-02-01", id="one")]))
    with closing(Ledger(server.url)) as ledger:
        ledger.append(first[:1])
        from govsim.ledger.appending import Append  # noqa: PLC0415 - the step after which the server goes

        run = Append.run

        def then_kill(append: Append, *given: object) -> list[int]:
            positions = run(append, *given)  # type: ignore[arg-type]
            server.kill()
            time.sleep(0.5)
            return positions

        with monkeypatch.context() as patch:
            patch.setattr(Append, "run", then_kill)
            with pytest.raises(LedgerError, match="whether it was kept is not known") as refused:
                ledger.append(first)
        assert "is not written twice" in str(refused.value.hint)
        with suppress(LedgerError):
            ledger.head()
        server.start()
        assert ledger.append(first) == [1, 2]
        assert ledger.verify().ok
