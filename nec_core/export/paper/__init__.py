"""A study as a paper would have it: one document, written for Word and for the browser."""
