"""Use cases of variants on demand: the API leads to their files, a function of its own renders them."""
