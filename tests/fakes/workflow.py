"""A fake workflow."""

from dataclasses import dataclass, field

from chalicelib.models import Source


@dataclass
class FakeWorkflow:
    """Records the executions that were started, each name once, without running them."""

    started: dict[str, tuple[str, Source]] = field(default_factory=dict)

    def start(self, name: str, key: str, source: Source) -> bool:
        if name in self.started:
            return False
        self.started[name] = (key, source)
        return True
