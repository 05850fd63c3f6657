"""Bytes to laid cells."""
