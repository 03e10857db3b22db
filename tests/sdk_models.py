"""A pytest plugin that reads the AWS SDK's descriptions of services once, not again for each new session.

A session keeps what it has read, and many tests start a new one to get clients that have cached nothing.
"""

from functools import cache

import botocore.session

# All sessions read the descriptions, and none changes them.
botocore.session.create_loader = cache(botocore.session.create_loader)
