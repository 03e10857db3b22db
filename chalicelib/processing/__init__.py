"""One processing run: read an upload, render and store its variants, update its record."""
