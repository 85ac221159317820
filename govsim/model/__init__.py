"""The pure vocabulary: time, parties, posts, events, errors. Standard library and pydantic only."""
