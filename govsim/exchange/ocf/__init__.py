"""Open Cap Format, in."""
