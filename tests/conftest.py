"""Settings of the whole suite."""

from hypothesis import settings

# Timings do not belong in tests, and a red run must be red again when it is repeated.
settings.register_profile("carnet", deadline=None, derandomize=True)
settings.load_profile("carnet")
