"""What Lambda's functions tell about themselves: logs and metrics by Powertools, traces by X-Ray.

Loaded by the first invocation that has something to tell, since it costs 20 to 30 ms of CPU.
"""
