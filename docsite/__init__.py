"""Builds the documentation site from the pages in docs/ and a reference generated from the code."""
