"""Rules: pure. Conditions over a history, bylaws and what they say of an act."""
