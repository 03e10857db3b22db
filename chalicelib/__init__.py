"""The library behind app.py: everything that ships to Lambda."""

VERSION = "1.0.0"
"""The version of Darkroom and its clients. `python -m docsite.component` writes it to their packages."""
