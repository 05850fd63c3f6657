"""A study: what a clinician keeps, comes back to, and hands in."""
