"""Use cases of the API: create upload forms, look up, re-render and delete images."""
