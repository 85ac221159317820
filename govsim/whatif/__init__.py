"""Timelines that differ: pure, no I/O."""
