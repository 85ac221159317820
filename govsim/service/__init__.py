"""One method per user act, each giving a frozen view that cli, tui and JSON share."""
