"""Pictures of the cohort, one view for every kind."""
