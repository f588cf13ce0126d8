"""What a kind's publishing check takes and returns."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Finding:
    """Something that is missing. If it blocks, the entry can't be published anyway."""

    text: str
    blocks: bool = False
    # The form's field where it can be fixed.
    about: str = field(default="", compare=False)


@dataclass(frozen=True, kw_only=True)
class Related:
    """What an entry would be published with besides its own columns.

    A form hasn't saved it yet; otherwise it is what `publishing_check.read_related` returns.
    """

    roles: Mapping[str, int] = field(default_factory=Counter)  # {role: number of people}
    topic_count: int = 0
    # Fields that a service sets, rather than the form: {name: value}.
    fields: Mapping[str, Any] = field(default_factory=dict)

    def count(self, role: str) -> int:
        return self.roles.get(role, 0)
