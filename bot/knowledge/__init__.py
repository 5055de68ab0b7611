"""Reviewable medical content as data files: both languages, sources, review dates."""
