"""The cohort's page: a results section, block by block."""
