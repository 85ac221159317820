"""Popolo JSON, in and out."""
