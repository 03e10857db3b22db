"""Stages whose exposure is calculated."""

import argparse

from ops import exposure
from ops.costing.attackers import Stage


def stage(*arguments: str) -> Stage:
    """Return the stage that these options of `ops exposure` describe."""
    parser = argparse.ArgumentParser()
    exposure.add_arguments(parser)
    return exposure.stage(parser.parse_args(arguments))
