"""Translate between HTTP and models: `requests` parses; `responses` and `problems` serialize."""
