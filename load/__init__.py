"""Load test: send thousands of images through the local stack and check the outcome of each.

Run it with `python -m load`. `python -m load.simulate` estimates a day with millions of images on AWS.
"""
