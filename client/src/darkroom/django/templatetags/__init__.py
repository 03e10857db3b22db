"""Template tags: `{% load darkroom %}`."""
