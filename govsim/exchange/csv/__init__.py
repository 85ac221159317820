"""CSV: tables of tenures and of events, in and out."""
