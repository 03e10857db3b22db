"""What brings one stage of Darkroom into an AWS account and out of it again: plans of steps, and their parts.

A plan is a list of steps; each can be repeated, and says what to do when it fails. boto3's clients are
handed in. The functions and the API are Chalice's, all else is CloudFormation's.
"""
