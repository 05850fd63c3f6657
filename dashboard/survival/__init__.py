"""The Survival curves page: choices, figure, numbers, files."""
