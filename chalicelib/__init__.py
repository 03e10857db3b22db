"""The library behind app.py: everything that ships to Lambda."""
