"""Killing a writer a thousand times at random moments: what was acknowledged must be there, and nothing in part.

The suite does so a hundred times; this is the same with more. Run: python benchmarks/bench_killed.py
Environment: KILLS (1000), SEED (1).
"""

from __future__ import annotations

import os
import runpy
import sys
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    sys.argv = ["test_killed", os.environ.get("KILLS", "1000"), os.environ.get("SEED", "1")]
    runpy.run_module("tests.ledger.test_killed", run_name="__main__")
