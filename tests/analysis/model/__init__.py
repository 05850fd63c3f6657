"""Tests of what is asked of a model beside its estimates."""
