"""Hypothesis without deadlines: the first call of a test may import a large library, on a busy machine."""

from hypothesis import settings

settings.register_profile("survival", deadline=None)
settings.load_profile("survival")
