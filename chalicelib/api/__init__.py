"""HTTP to models and back. Entry points parse with `requests`, answer with `responses` and `problems`."""
