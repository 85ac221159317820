"""Companies House JSON, in."""
