"""Use cases of the API: create upload forms, look up, change, re-render, delete and erase images."""
