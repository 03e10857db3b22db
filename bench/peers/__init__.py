"""One small program per engine, which reads jobs from stdin and writes results to stdout until stdin ends."""
