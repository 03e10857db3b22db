"""Use cases of the API: create upload forms, look images up, render them again, delete them."""
