"""Decode images: one reader per format, at a reduced size where the format allows it."""
