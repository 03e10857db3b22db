"""A fake of the owners' retention policies."""

from dataclasses import dataclass, field


@dataclass
class FakeRetentionPolicies:
    """Policies in memory, in days by owner."""

    policies: dict[str, int] = field(default_factory=dict)

    def days(self, owner: str, *, latest: bool = False) -> int | None:
        del latest
        return self.policies.get(owner)

    def set_days(self, owner: str, days: int | None) -> None:
        self.policies.pop(owner, None)
        if days is not None:
            self.policies[owner] = days
