"""Alternating measurement and the table of ratios."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

ROUNDS = 9


@dataclass(frozen=True, slots=True)
class Ratio:
    """How many times the peer's time the subject takes; ``goal`` is the most that is allowed (or the least)."""

    goal_id: str
    workload: str
    subject_ms: float
    peer_ms: float
    peer: str
    goal: float
    is_faster_goal: bool = False

    @property
    def value(self) -> float:
        """Subject over peer; for a goal of being faster, peer over subject."""
        pair = (self.peer_ms, self.subject_ms) if self.is_faster_goal else (self.subject_ms, self.peer_ms)
        return pair[0] / pair[1]

    @property
    def is_met(self) -> bool:
        """Whether the goal is reached."""
        return self.value >= self.goal if self.is_faster_goal else self.value <= self.goal


def compare(subject: Callable[[], Any], peer: Callable[[], Any], *, repeat: int = 5) -> tuple[float, float]:
    """Medians in milliseconds of subject and peer, run in turns after one round that warms both."""
    times: tuple[list[float], list[float]] = ([], [])
    for round_number in range(ROUNDS + 1):
        for kept, run in zip(times, (subject, peer), strict=True):
            elapsed = _time(run, repeat)
            if round_number:
                kept.append(elapsed)
    return statistics.median(times[0]), statistics.median(times[1])


def table(ratios: list[Ratio]) -> str:
    """The ratios as a table for people."""
    lines = [f"{'goal':6} {'workload':58} {'ours ms':>9} {'peer ms':>9} {'ratio':>8} {'goal':>8}  peer"]
    for ratio in ratios:
        sign = "≥" if ratio.is_faster_goal else "≤"
        mark = "" if ratio.is_met else "  MISSED"
        lines.append(
            f"{ratio.goal_id:6} {ratio.workload:58} {ratio.subject_ms:9.2f} {ratio.peer_ms:9.2f} "
            f"{ratio.value:7.2f}x {sign}{ratio.goal:6.2f}x  {ratio.peer}{mark}"
        )
    return "\n".join(lines)


def _time(run: Callable[[], Any], repeat: int) -> float:
    gc.collect()
    gc.disable()
    try:
        began = time.perf_counter()
        for _ in range(repeat):
            run()
        return (time.perf_counter() - began) * 1000 / repeat
    finally:
        gc.enable()
