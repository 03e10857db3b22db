"""What is wrong with an output."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """One way in which an output differs from its source: its `kind`, and how much and where."""

    output: str
    kind: str
    detail: str = ""
