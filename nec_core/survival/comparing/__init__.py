"""Groups against each other."""
