"""Client for Darkroom, serverless image processing on AWS."""

__version__ = "0.1.0"
