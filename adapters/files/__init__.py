"""Reads files in a process of its own, so that a hostile one harms nobody."""
