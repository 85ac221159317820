"""YAML files in and out, each mistake with its line and column."""
