"""Recovery from failures, and re-rendering in bulk: dead letters, sweep, redrive, backfill."""
