"""Tiny what-ifs worked out by hand from the design (section 4): what becomes of each event, and why.

The same cases are asked of the plain reference and of the product: nothing here depends on either.
"""

from __future__ import annotations

from .cases_causes import AGAIN, CAUSES, FORKS
from .cases_decisions import DECISIONS
from .cases_posts import CLOSINGS, EXISTENCE, HIRES
from .cases_votes import LETTERS, RESOLUTIONS

ALL_CASES = [*CAUSES, *FORKS, *AGAIN, *HIRES, *CLOSINGS, *EXISTENCE, *RESOLUTIONS, *LETTERS, *DECISIONS]
