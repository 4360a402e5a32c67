"""The outbox: what is promised is carried out, by one worker at a time, however often things go wrong."""

from __future__ import annotations

import datetime as dt
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection, connections, transaction
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from client_portal.core import clock, outbox, rate_limit, workers
from client_portal.core.models import OutboxMessage, RateLimitWindow

TOPIC = "test.topic"
START = dt.datetime(2026, 11, 23, 12, 0, tzinfo=dt.UTC)

pytestmark = pytest.mark.django_db


class Killed(BaseException):
    """What kill -9 looks like from inside: nobody catches it and nothing more is written."""


class Post:
    """A handler that keeps what it was given; ``fails`` decides by message what goes wrong."""

    def __init__(self) -> None:
        self.seen: list[str] = []
        self.fails: Callable[[OutboxMessage], BaseException | None] = lambda message: None

    def __call__(self, message: OutboxMessage) -> None:
        self.seen.append(message.key)
        problem = self.fails(message)
        if problem is not None:
            raise problem


@pytest.fixture
def post(monkeypatch: pytest.MonkeyPatch) -> Post:
    """The handler of ``TOPIC``."""
    handler = Post()
    monkeypatch.setitem(outbox.handlers._items, TOPIC, handler)
    return handler


@pytest.fixture
def traveller() -> Iterator[Any]:
    """The clock, standing still until it is moved."""
    with time_machine.travel(START, tick=False) as traveller:
        yield traveller


def promise(*keys: str, available_at: dt.datetime | None = None) -> None:
    for key in keys:
        outbox.enqueue(TOPIC, key=key, payload={}, available_at=available_at)


def message(key: str) -> OutboxMessage:
    return OutboxMessage.objects.get(key=key)


def pass_lease(traveller: Any) -> None:
    traveller.shift(outbox.LEASE + dt.timedelta(seconds=1))


def test_a_promise_is_kept_once_and_its_key_is_remembered(post: Post) -> None:
    promise("a", "a", "b")
    assert outbox.drain() == 2
    promise("a")
    assert outbox.drain() == 0
    assert post.seen == ["a", "b"]
    assert not outbox.waiting().exists()


@pytest.mark.spec("NOTIF-6")
def test_a_transaction_that_is_rolled_back_promises_nothing(post: Post) -> None:
    def fails() -> None:
        with transaction.atomic():
            promise("a")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fails()
    assert outbox.drain() == 0
    assert not OutboxMessage.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_inline_delivery_follows_the_commit_and_only_a_commit(post: Post, settings: Any) -> None:
    settings.CLIENT_PORTAL = {"DELIVERY": "inline"}
    with transaction.atomic():
        promise("a")
        assert post.seen == []
    assert post.seen == ["a"]
    with transaction.atomic():
        promise("b")
        transaction.set_rollback(True)
    assert post.seen == ["a"]


@pytest.mark.django_db(transaction=True)
def test_what_fails_inline_hurts_nobody_and_waits(post: Post, settings: Any) -> None:
    settings.CLIENT_PORTAL = {"DELIVERY": "inline"}
    post.fails = lambda message: OSError("refused")
    promise("a")
    assert message("a").last_error == "OSError"
    assert outbox.waiting().count() == 1


def test_two_workers_never_hold_the_same_message(post: Post) -> None:
    promise(*"abcde")
    first, second, third = outbox.claim(2), outbox.claim(2), outbox.claim(2)
    assert [len(batch) for batch in (first, second, third)] == [2, 2, 1]
    assert len({row.pk for row in (*first, *second, *third)}) == 5
    assert outbox.claim() == []


def test_the_oldest_come_first_and_the_future_waits(post: Post, traveller: Any) -> None:
    promise("later", available_at=START + dt.timedelta(hours=1))
    promise("second")
    promise("first", available_at=START - dt.timedelta(hours=1))
    outbox.drain()
    assert post.seen == ["first", "second"]
    traveller.shift(3600)
    outbox.drain()
    assert post.seen == ["first", "second", "later"]


@pytest.mark.spec("NOTIF-6")
def test_a_lease_runs_out_and_another_worker_takes_over(post: Post, traveller: Any) -> None:
    promise("a")
    assert len(outbox.claim()) == 1
    traveller.shift(outbox.LEASE)
    assert outbox.claim() == []
    traveller.shift(1)
    assert outbox.drain() == 1
    assert post.seen == ["a"]


def test_a_worker_that_lost_its_lease_leaves_the_message_alone(post: Post, traveller: Any) -> None:
    promise("a")
    (slow,) = outbox.claim()
    pass_lease(traveller)
    (quick,) = outbox.claim()
    assert outbox.carry_out(slow) is False
    assert post.seen == []
    assert outbox.carry_out(quick) is True
    assert post.seen == ["a"]
    assert message("a").attempts == 1


def test_a_late_failure_does_not_take_the_message_from_its_new_worker(post: Post, traveller: Any) -> None:
    promise("a")
    (slow,) = outbox.claim()

    def takes_too_long(row: OutboxMessage) -> Exception:
        pass_lease(traveller)
        assert len(outbox.claim()) == 1
        return TimeoutError()

    post.fails = takes_too_long
    assert outbox.carry_out(slow) is False
    assert message("a").locked_until == clock.now() + outbox.LEASE
    assert outbox.claim() == []


def test_a_late_success_counts(post: Post, traveller: Any) -> None:
    promise("a")
    (slow,) = outbox.claim()

    def takes_too_long(row: OutboxMessage) -> None:
        pass_lease(traveller)
        outbox.claim()

    post.fails = takes_too_long
    assert outbox.carry_out(slow) is True
    assert message("a").done_at is not None
    pass_lease(traveller)
    assert outbox.claim() == []


@pytest.mark.spec("NOTIF-6")
def test_pauses_grow_and_the_last_start_is_the_end(post: Post, traveller: Any) -> None:
    promise("a")
    post.fails = lambda message: OSError("maya@example.com refused")
    starts = []
    while outbox.waiting().exists():
        traveller.move_to(max(clock.now(), message("a").available_at))
        starts.append((clock.now() - START).total_seconds())
        assert outbox.drain() == 0
    pauses = [after - before for before, after in pairwise(starts)]
    assert pauses == [30, 60, 120, 240, 480, 960, 1920]
    assert len(post.seen) == outbox.MAX_ATTEMPTS
    (given_up,) = outbox.dead()
    assert given_up.last_error == "OSError"


@pytest.mark.spec("NOTIF-6")
def test_a_mail_server_that_is_down_for_an_hour_costs_nothing(post: Post, traveller: Any) -> None:
    promise("a")
    post.fails = lambda message: ConnectionRefusedError() if clock.now() < START + dt.timedelta(hours=1) else None
    for _minute in range(70):
        outbox.drain()
        traveller.shift(60)
    assert message("a").done_at is not None
    assert not outbox.dead().exists()


def test_one_failure_keeps_nothing_else_from_going_out(post: Post) -> None:
    promise("a", "b", "c")
    outbox.enqueue("nobody.knows", key="d", payload={})
    post.fails = lambda message: ValueError() if message.key == "b" else None
    assert outbox.drain() == 2
    assert message("b").last_error == "ValueError"
    assert message("d").last_error == "KeyError"


@pytest.mark.spec("NOTIF-6")
def test_a_message_that_kills_its_workers_is_buried_and_takes_nobody_along(post: Post, traveller: Any) -> None:
    promise("poison", available_at=START - dt.timedelta(hours=1))
    promise("b", "c")
    post.fails = lambda message: Killed() if message.key == "poison" else None
    deaths = 0
    while outbox.waiting().exists():
        try:
            outbox.drain()
        except Killed:
            deaths += 1
            assert message("b").attempts <= 1
        traveller.shift(dt.timedelta(hours=2))
    assert deaths == outbox.MAX_ATTEMPTS
    assert Counter(post.seen) == {"poison": deaths, "b": 1, "c": 1}
    # The others went out right after the first death, before the poison had its second chance.
    assert post.seen[0] == post.seen[3] == "poison"
    assert set(post.seen[1:3]) == {"b", "c"}
    assert message("poison").last_error == outbox.NOT_SURVIVED


def test_a_revived_message_has_all_its_chances_again(post: Post, traveller: Any) -> None:
    promise("a", "b")
    post.fails = lambda message: OSError() if message.key == "a" else None
    while outbox.waiting().exists():
        outbox.drain()
        traveller.shift(3600)
    post.fails = lambda message: None
    for row in OutboxMessage.objects.all():
        outbox.revive(row)
    assert outbox.drain() == 1
    assert message("a").done_at is not None
    assert Counter(post.seen)["b"] == 1
    assert not outbox.dead().exists()


def test_who_is_told_to_stop_finishes_one_and_gives_the_others_back(post: Post) -> None:
    promise("a", "b", "c")
    assert outbox.drain(should_stop=lambda: bool(post.seen)) == 1
    assert post.seen == ["a"]
    assert [(row.key, row.attempts) for row in outbox.claim()] == [("b", 0), ("c", 0)]


def test_what_is_done_is_forgotten_after_a_while_and_nothing_else(post: Post, traveller: Any) -> None:
    promise("done", "given up")
    post.fails = lambda message: OSError() if message.key == "given up" else None
    for _hour in range(outbox.MAX_ATTEMPTS + 1):
        outbox.drain()
        traveller.shift(3600)
    promise("waiting", available_at=START + dt.timedelta(days=365))
    assert outbox.forget_done() == 0
    traveller.shift(outbox.KEPT)
    assert outbox.forget_done() == 1
    assert set(OutboxMessage.objects.values_list("key", flat=True)) == {"given up", "waiting"}


def test_a_worker_shows_that_it_lives_and_tidies_up(post: Post, traveller: Any, settings: Any) -> None:
    assert workers.last_beat() is None
    settings.CLIENT_PORTAL = {"RATE_LIMITS": {"sign_in_address": (3, 60)}}
    rate_limit.hit("sign_in_address", "maya@example.com")
    worker = workers.Worker()
    worker.work()
    assert workers.last_beat() == START
    traveller.shift(1)
    worker.work()
    assert workers.last_beat() == START
    traveller.shift(workers.TIDY)
    worker.work()
    assert workers.last_beat() == clock.now()
    assert not RateLimitWindow.objects.exists()


def test_a_long_queue_does_not_hide_that_the_worker_lives(post: Post, traveller: Any) -> None:
    promise("a", "b")
    beats = []

    def slow(row: OutboxMessage) -> None:
        beats.append(workers.last_beat())
        traveller.shift(workers.SILENCE)

    post.fails = slow
    workers.Worker().work()
    assert beats == [START, START + workers.SILENCE]


def test_the_command_carries_out_what_is_due_once(post: Post, capsys: pytest.CaptureFixture[str]) -> None:
    promise("a", "b")
    call_command("client_portal_worker", once=True)
    assert post.seen == ["a", "b"]
    assert capsys.readouterr().out == "2 carried out\n"
    assert workers.last_beat() is not None


KEYS = st.sampled_from("abcd")
WORKERS = st.sampled_from((0, 1))
STEPS = st.one_of(
    st.tuples(st.just("promise"), KEYS),
    st.tuples(st.just("claim"), WORKERS, st.integers(1, 3)),
    st.tuples(st.just("run"), WORKERS, st.sampled_from(("succeeds", "fails", "dies"))),
    st.tuples(st.just("wait"), st.sampled_from((1, 31, 61, 2000))),
)


class House:
    """Two workers, some promises and a clock, driven step by step."""

    def __init__(self, traveller: Any) -> None:
        self.traveller = traveller
        self.hands: list[list[OutboxMessage]] = [[], []]
        self.outcome = "succeeds"
        self.starts: Counter[str] = Counter()
        self.successes: Counter[str] = Counter()

    def __call__(self, message: OutboxMessage) -> None:
        self.starts[message.key] += 1
        if self.outcome == "dies":
            raise Killed
        if self.outcome == "fails":
            raise OSError
        self.successes[message.key] += 1

    def promise(self, key: str) -> None:
        promise(key)

    def claim(self, worker: int, limit: int) -> None:
        claimed = outbox.claim(limit)
        held_elsewhere = {row.pk for row in self.hands[1 - worker] if row.locked_until >= clock.now()}
        assert not held_elsewhere & {row.pk for row in claimed}
        self.hands[worker] += claimed

    def run(self, worker: int, outcome: str) -> None:
        if not self.hands[worker]:
            return
        self.outcome = outcome
        try:
            outbox.carry_out(self.hands[worker].pop(0))
        except Killed:
            self.hands[worker].clear()

    def wait(self, seconds: int) -> None:
        self.traveller.shift(seconds)

    def end_well(self) -> None:
        self.outcome = "succeeds"
        while outbox.waiting().exists():
            self.traveller.shift(3 * 3600)
            outbox.drain()


class WhateverHappensTest(TestCase):
    """Any order of promises, claims, failures, deaths and pauses."""

    @pytest.mark.spec("NOTIF-6")
    @given(steps=st.lists(STEPS, max_size=60))
    def test_each_promise_is_kept_exactly_once_or_given_up_after_all_its_chances(self, steps: list[Any]) -> None:
        with time_machine.travel(START, tick=False) as traveller, pytest.MonkeyPatch.context() as patch:
            house = House(traveller)
            patch.setitem(outbox.handlers._items, TOPIC, house)
            for name, *arguments in steps:
                getattr(house, name)(*arguments)
            house.end_well()
        for row in OutboxMessage.objects.all():
            assert house.starts[row.key] <= outbox.MAX_ATTEMPTS
            assert house.successes[row.key] == (1 if row.dead_at is None else 0)
            assert row.dead_at is None or house.starts[row.key] == outbox.MAX_ATTEMPTS
        assert {step[1] for step in steps if step[0] == "promise"} == set(
            OutboxMessage.objects.values_list("key", flat=True)
        )


@pytest.mark.race
@pytest.mark.postgresql
@pytest.mark.spec("NOTIF-6")
@pytest.mark.django_db(transaction=True)
def test_workers_at_once_claim_disjointly_and_everything() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL: set CLIENT_PORTAL_TEST_DATABASE_URL")
    promise(*(str(number) for number in range(400)))
    claimed: list[list[Any]] = [[] for _worker in range(4)]
    barrier = threading.Barrier(len(claimed))

    def work(mine: list[Any]) -> None:
        barrier.wait(timeout=10)
        while batch := outbox.claim(7):
            mine += [row.pk for row in batch]
        connections.close_all()

    threads = [threading.Thread(target=work, args=(mine,)) for mine in claimed]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    everything = [pk for mine in claimed for pk in mine]
    assert len(everything) == len(set(everything)) == 400
    assert sum(bool(mine) for mine in claimed) > 1
