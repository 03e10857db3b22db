"""The way from an object to its record."""
