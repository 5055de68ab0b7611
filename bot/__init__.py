"""The companion itself: no I/O of its own, knows no platform, no SQL and no vendor."""

__version__ = "0.1.0"
