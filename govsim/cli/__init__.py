"""The command line: parse, call one method of service/, print its view."""
