"""Measuring the whole companion: the wall, hostile texts, conversations judged by a grader.

Everything here plays conversations through the real engine, with a notebook in memory. Nothing is
kept, and only the language model that the operator chose is ever asked.
"""
