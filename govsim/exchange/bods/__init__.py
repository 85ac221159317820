"""BODS 0.4, in and out."""
