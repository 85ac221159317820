"""The page about imports says what is true."""

from __future__ import annotations

import re
from typing import get_args

from click.testing import CliRunner

from govsim.cli.exchange import import_
from govsim.exchange.csv.columns import TENURE_COLUMNS
from govsim.exchange.told import Kind
from tests.conftest import ROOT
from tests.exchange.files import kinds, presences

PAGE = (ROOT / "docs" / "import.md").read_text(encoding="utf-8")


def test_every_column_is_documented_with_its_other_names() -> None:
    section = PAGE.partition("### Columns")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| `(\w+)` \|([^|]*)\|", section, re.MULTILINE)
    documented = {name: tuple(re.findall(r"`(\w+)`", others)) for name, others in rows}
    assert documented == {column: aliases[1:] for column, aliases in TENURE_COLUMNS.items()}


def test_every_reading_and_every_switch_is_documented() -> None:
    assert all(f"| `{kind}` |" in PAGE for kind in get_args(Kind))
    output = CliRunner().invoke(import_, ["csv", "--help"]).output
    for switch in set(re.findall(r"^  (--[\w-]+)", output, re.MULTILINE)) - {"--ledger", "--json", "--help", "-h"}:
        assert re.search(rf"[` ]{switch}\b", PAGE), switch


def test_the_example_is_read_as_the_page_says() -> None:
    (example,) = re.findall(r"```csv\n(.*?)```", PAGE, re.DOTALL)
    data = example.encode()
    assert kinds(data) == [("blank-end", 4)]
    assert presences(data, "2005-01-01", "apache/director") == {"sam certain", "jim certain", "greg possible"}
    assert presences(data, "2030-01-01", "apache/director") == {"jim certain", "greg possible"}
