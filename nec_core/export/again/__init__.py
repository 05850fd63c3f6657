"""A study's numbers worked out again by other programs: the rows, what was printed, and the scripts that compare."""
