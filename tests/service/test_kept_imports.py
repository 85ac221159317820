"""Importing tables whose rows lie on a disk: byte for byte the ledger that a list of the same events makes."""

from __future__ import annotations

import sqlite3
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import govsim.exchange.csv.keeping
import govsim.ledger.keeping
import govsim.ledger.projecting
from govsim.exchange.csv.tenures import read_tenures
from govsim.exchange.options import Options
from govsim.ledger.shelf import disk_shelf
from govsim.model.errors import GovsimError, LedgerError
from govsim.service.gov import Gov
from govsim.service.importing import import_files
from govsim.service.opening import open_ledger
from tests.exchange.files import read_on_disk, table, told
from tests.exchange.test_any_rows import DAYS, VAGUE

HEADER = "person_id,name,org,post,start,end,capacity,seats,source,note,reason,hypothetical,party"
CLUB = table(
    "ada,Ada Lovelace,The Club,Director,2019-01-01,2020-01-01,,3,https://club.example/1 | Minutes,first,retired,,x",
    "ada,A. Lovelace,The Club,Director,2021,,,,,,died,,y",
    ",Ben Hyde,The Club,Chair,,2020-06,acting,,Minutes,,,,",
    ",ben  hyde,Other Club,Chair,2019,2018,,,,,,,",
    'no id at all!,"Cleo ""C"" \u00c9",Other Club,Chair,unknown,unknown,observer,,,,,,',
    ",Cleo,The Club,Director,[..2019],present,,,,,,B,",
    ",,The Club,Director,2019,2020,,,,,,,",
    ",Dan,The Club,Director,2019-13-01,2020,,,,,,,",
    ",Dan,The Club,Director,2019-02-01,2019-02-01,,,,,,,",
    ",Dan,The Club,Director,2019-02-01,2019-02-01,,,,again,,,",
    ",Dan,The Club,Director,2019-01-01,2019-05-01,,,,,,,",
    header=HEADER,
)
NAMES = st.sampled_from(["Ada", "ada", "Ben", "bén", "Cleo"])
ROWS = st.lists(
    st.tuples(
        st.sampled_from(["", "", "ada", "ben", "not usable"]),
        NAMES,
        st.sampled_from(["Org", "Other", "Third"]),
        st.sampled_from(["Chair", "Director"]),
        st.sampled_from([*DAYS, *VAGUE, "", "unknown"]),
        st.sampled_from([*DAYS, *VAGUE, "", "present", "unknown"]),
        st.sampled_from(["", "", "acting", "observer"]),
    ).map(",".join),
    min_size=1,
    max_size=12,
)


@pytest.fixture(autouse=True)
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every part be so small that there are several, and the clock stand still."""
    monkeypatch.setattr(govsim.ledger.keeping, "_AT_ONCE", 3)
    monkeypatch.setattr(govsim.ledger.keeping, "_REPLAYED", 1)
    monkeypatch.setattr(govsim.exchange.csv.keeping, "_SOME", 2)
    monkeypatch.setattr("time.time_ns", lambda: 1_700_000_000_000_000_000)


def written(gov: Gov) -> dict[str, list[Any]]:
    """Return every row that an append writes."""
    connection = sqlite3.connect(gov.ledger.path)
    try:
        found = {name: connection.execute(f"SELECT * FROM {name}").fetchall() for name in ("event", "tenure")}  # noqa: S608
        found["post_state"] = connection.execute("SELECT * FROM post_state").fetchall()
        found["projection"] = connection.execute("SELECT * FROM projection").fetchall()
        found["branch"] = connection.execute("SELECT head_position, head_hash FROM branch").fetchall()
    finally:
        connection.close()
    return found


def both(folder: Path, data: bytes, *, before: bytes | None = None, **options: Any) -> tuple[Gov, Gov]:
    """Return two ledgers with a table, one appended as a list and one from a disk, *before* it another one."""
    listed, kept = (open_ledger(f"sqlite:///{folder / f'{name}.db'}") for name in ("listed", "kept"))
    path = folder / "club.csv"
    for number, its in enumerate([data] if before is None else [before, data]):
        named = {**options, "record": f"r{number}"}
        path.write_bytes(its)
        listed.append_records([read_tenures(BytesIO(its), str(path), Options(**named))[0]])
        import_files(kept, "csv", [path], Options(**named))
    return listed, kept


def test_the_same_table_makes_the_same_bytes(tmp_path: Path) -> None:
    listed, kept = both(tmp_path, CLUB)
    assert written(listed) == written(kept)
    assert len(written(kept)["event"]) == 14
    assert len(written(kept)["post_state"]) > 0
    assert kept.ledger.verify(past=True).ok


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ROWS, st.booleans())
def test_whatever_rows_there_are_the_bytes_are_the_same(
    tmp_path_factory: pytest.TempPathFactory, its_rows: list[str], covered: bool
) -> None:
    data = table(*its_rows, header="person_id,name,org,post,start,end,capacity")
    covers: dict[str, Any] = {"since": "2019", "until": "2021"} if covered else {}
    listed, kept = both(tmp_path_factory.mktemp("ledgers"), data, **covers)
    assert written(listed) == written(kept)


def test_a_record_beside_others_makes_the_same_bytes(tmp_path: Path) -> None:
    other = table(",Ben Hyde,Elsewhere,Chair,2019,2020", header="person_id,name,org,post,start,end")
    listed, kept = both(tmp_path, CLUB, before=other)
    assert written(listed) == written(kept)


def test_a_record_of_the_same_organisations_makes_the_same_bytes(tmp_path: Path) -> None:
    other = table(",Eve,The Club,Director,2018,", header="person_id,name,org,post,start,end")
    listed, kept = both(tmp_path, CLUB, before=other, seats="3")
    assert written(listed) == written(kept)


def test_a_second_import_changes_nothing_and_a_different_file_is_refused_or_amends(tmp_path: Path) -> None:
    _, gov = both(tmp_path, CLUB)
    path, options = tmp_path / "club.csv", Options(record="r0")
    before = written(gov)
    assert [file.outcome for file in import_files(gov, "csv", [path], options).files] == ["unchanged"]
    assert written(gov) == before
    path.write_bytes(table(*CLUB.decode().splitlines()[1:3], header=HEADER))
    with pytest.raises(GovsimError, match="is in the ledger and differs"):
        import_files(gov, "csv", [path], options)
    assert written(gov) == before
    assert import_files(gov, "csv", [path], options, amend=True, why="less").files[0].outcome == "amended"
    assert import_files(gov, "csv", [path], options, amend=True, why="less").files[0].outcome == "unchanged"


def test_a_second_import_asks_for_no_right_to_write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _, gov = both(tmp_path, CLUB)
    monkeypatch.setattr(type(gov.ledger), "writing", None)
    assert import_files(gov, "csv", [tmp_path / "club.csv"], Options(record="r0")).files[0].outcome == "unchanged"


def test_a_person_that_another_record_knows_otherwise_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    header = "person_id,name,org,post,start,end"
    _, gov = both(tmp_path, table("ada,Ada King,Elsewhere,Chair,2019,2020", header=header))
    before = written(gov)
    (tmp_path / "club.csv").write_bytes(CLUB)
    with pytest.raises(GovsimError, match="contradict each other about 'ada'"):
        import_files(gov, "csv", [tmp_path / "club.csv"])
    assert written(gov) == before


def test_what_fails_half_way_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gov = open_ledger(f"sqlite:///{tmp_path / 'kept.db'}")
    (tmp_path / "club.csv").write_bytes(CLUB)

    def stop(*_: object) -> None:
        raise LedgerError("stopped")

    with monkeypatch.context() as patched:
        patched.setattr(govsim.ledger.projecting.Projector, "add", stop)
        with pytest.raises(LedgerError, match="stopped"):
            import_files(gov, "csv", [tmp_path / "club.csv"])
    assert gov.ledger.head() == 0
    assert written(gov)["event"] == []
    assert import_files(gov, "csv", [tmp_path / "club.csv"]).files[0].outcome == "loaded"


def test_a_dry_run_reports_the_same_and_makes_no_ledger(tmp_path: Path) -> None:
    gov = open_ledger(f"sqlite:///{tmp_path / 'kept.db'}")
    (tmp_path / "club.csv").write_bytes(CLUB)
    dry = import_files(gov, "csv", [tmp_path / "club.csv"], dry_run=True).files[0]
    assert not gov.ledger.path.exists()
    wet = import_files(gov, "csv", [tmp_path / "club.csv"]).files[0]
    assert (dry.report, dry.events) == (wet.report, wet.events)


@pytest.mark.parametrize("covers", [{"until": "2020-06"}, {"since": "2030"}, {"until": "never"}, {"record": "No Id"}])
def test_what_a_table_cannot_be_read_with_is_told_in_the_same_words(covers: dict[str, str]) -> None:
    with pytest.raises(GovsimError) as refused:
        read_tenures(BytesIO(CLUB), "club.csv", Options(**covers))  # type: ignore[arg-type]
    assert read_on_disk(CLUB, "club.csv", **covers) == told(refused.value)


def fill_a_small_disk() -> None:
    """Lay down more words than there is room for."""
    with disk_shelf() as shelf:
        words = shelf.words()
        shelf._connection.execute("PRAGMA max_page_count = 9")
        for number in range(1000):
            words[f"word {number:>100}"] = ""


def test_a_full_disk_is_told_in_plain_words() -> None:
    with pytest.raises(LedgerError, match="cannot be kept on the disk"):
        fill_a_small_disk()
