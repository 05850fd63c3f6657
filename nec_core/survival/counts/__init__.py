"""Patients as counts of events and censorings per distinct time and group."""
