"""Hypothesis without a deadline: no test depends on how fast the machine is."""

from hypothesis import settings

settings.register_profile("darkroom", deadline=None)
settings.load_profile("darkroom")
