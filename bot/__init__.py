"""The Carnet companion itself: no I/O of its own, knows neither a platform, nor SQL, nor a vendor."""

__version__ = "0.1.0"
