"""Footbridge without a window: what is meant, kept, moved and said."""

__version__ = "0.1.0"
