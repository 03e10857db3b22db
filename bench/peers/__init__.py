"""One small program per engine. Each serves jobs over stdin and stdout until stdin ends."""
