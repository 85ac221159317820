"""`python -m govsim` is `govsim`."""

from govsim.cli.main import main

main()
