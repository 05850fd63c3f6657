"""A cohort's results section: its sentences, its tables, block by block."""
