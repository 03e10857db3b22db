"""Settings, parsed once from environment variables."""
