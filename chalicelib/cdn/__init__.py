"""Invalidations: the CDN drops its copies of what was deleted or rejected."""
