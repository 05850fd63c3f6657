"""Bytes to a validated cohort: read, map, ask, validate."""
