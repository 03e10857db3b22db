"""HTTP entry points: each route parses the request, calls one use case and serializes the result."""
