"""Input files for the engines: drawn photos, which are cached, and real ones if a corpus is available."""
