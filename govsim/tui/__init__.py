"""The terminal UI: one screen to walk through a record. It draws the views of service/ and decides nothing."""
