"""Which rows are patients."""
