"""Pure replay: a timeline of events folded into a history of intervals, asked at any instant."""
