"""What handles failures and old images: dead letters, the sweep, redrive and backfill."""
