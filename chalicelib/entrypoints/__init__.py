"""HTTP entry points: each route parses the request, calls one use case and serialises the result."""
