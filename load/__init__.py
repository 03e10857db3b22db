"""Thousands of pictures through the whole local stack, and what became of each: `python -m load`.

Also `python -m load.simulate`: from the measured figures to a day of millions on AWS.
"""
