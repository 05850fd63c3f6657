"""A study in words, for a terminal and as JSON."""
