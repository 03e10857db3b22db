"""Erasures: all versions of an image's objects are removed, and its record shrinks to a tombstone."""
