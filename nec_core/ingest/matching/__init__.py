"""Names to fields."""
