"""Build the Lambda package, compile its modules and measure it."""
