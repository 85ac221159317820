"""Formats in and out: text becomes a record here, and a report of how it was read; files are opened above."""
