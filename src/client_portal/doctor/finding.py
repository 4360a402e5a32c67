"""What the doctor says about one fault."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault: its id (a heading of ``docs/reference/doctor.md``), what is wrong, and the cure."""

    id: str
    fault: str
    cure: str

    def __str__(self) -> str:
        return f"{self.id}: {self.fault}\n  Cure: {self.cure}"
