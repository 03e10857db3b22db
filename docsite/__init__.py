"""Builds the documentation's site: the pages in docs/ and a reference generated from the code."""
