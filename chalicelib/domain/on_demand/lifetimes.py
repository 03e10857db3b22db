"""How long renderings on demand take, and for how long they are remembered."""

from datetime import timedelta

RENDERING_TIMEOUT = timedelta(seconds=25)
"""The longest that the function can run. API Gateway ends the request that waits for it after 29 seconds."""
CLAIM_LIFETIME = timedelta(seconds=60)
"""From the claim of a file on. No rendering outlives its claim."""
START_WITHIN = timedelta(seconds=15)
"""From the claim on. After it, the function is not invoked any more."""
FAILURE_LIFETIME = timedelta(minutes=10)
"""For which a failed rendering is not repeated."""
