"""The package that Lambda runs: built as Chalice builds it, compiled, measured."""
