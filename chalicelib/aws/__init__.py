"""Adapters: the only place that talks to AWS. Clients are injected, vendor errors become ours here."""
