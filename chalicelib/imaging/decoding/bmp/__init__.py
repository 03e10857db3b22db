"""Decode BMP as browsers do."""
