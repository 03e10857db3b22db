"""The sample photo that `make demo` and `make dev` upload."""
