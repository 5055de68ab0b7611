"""Measuring, never a part of the test suite."""
