"""Decisions drawn: from a scenario to the law of its outcomes, exactly or over many runs. Only here numpy is used."""
