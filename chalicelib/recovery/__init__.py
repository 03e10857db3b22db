"""Recovery from failures, re-rendering in bulk, and what is due: dead letters, sweep, redrive, backfill."""
