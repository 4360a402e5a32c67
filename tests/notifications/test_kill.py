"""Workers die at the worst moments, by kill -9: nothing is lost, and by Message-ID the recipient sees nothing twice."""

from __future__ import annotations

import random
import signal
import subprocess
import time
from collections.abc import Callable, Iterator

import pytest

from client_portal import swap
from tests.notifications.mail_server import ACCEPTED, DATA, MAIL, MailServer
from tests.notifications.yard import MESSAGES, NOTICES, Postgresql, Yard, wait_until

pytestmark = [
    pytest.mark.race,
    pytest.mark.skipif(swap.is_swapped("Practice"), reason="the workers' site is the same in every run"),
]

ROUNDS = 20
NEW_CLAIM = "NEW.locked_until IS NOT NULL AND NEW.attempts = OLD.attempts AND NEW.done_at IS NULL"
NEW_START = "NEW.attempts > OLD.attempts"

IN_THE_DATABASE = {
    "before the claim": (MESSAGES, NEW_CLAIM),
    "after the claim, before the start": (MESSAGES, NEW_START),
    "after sending, before any mark": (NOTICES, "NEW.sent_at IS NOT NULL"),
    "between the two marks": (MESSAGES, "NEW.done_at IS NOT NULL"),
    "after the marks": (MESSAGES, f"{NEW_START} AND NEW.key <> '{{first}}'"),
}
AT_THE_MAIL_SERVER = {
    "before sending": MAIL,
    "while the message is asked for": DATA,
    "after the message was taken, before the answer": ACCEPTED,
}
POINTS = (*IN_THE_DATABASE, *AT_THE_MAIL_SERVER)
SENT_BUT_UNKNOWN = {"after sending, before any mark", "after the message was taken, before the answer"}
"""Deaths that nobody can tell from a death before sending: the letter goes out again, with the same Message-ID."""


@pytest.fixture(scope="module")
def mail_server() -> Iterator[MailServer]:
    """A mail server of this file's own."""
    server = MailServer()
    yield server
    server.stop()


@pytest.fixture(scope="module")
def staged(tmp_path_factory: pytest.TempPathFactory, mail_server: MailServer) -> Iterator[Yard]:
    """A yard with notices enough for every test of this file."""
    yard = Yard(tmp_path_factory.mktemp("yard"), mail_server.port, 700)
    yield yard
    yard.close()


@pytest.fixture
def server(mail_server: MailServer) -> Iterator[MailServer]:
    """The mail server, empty."""
    mail_server.received.clear()
    yield mail_server
    mail_server.go_on()
    mail_server.refuses_next = False


@pytest.fixture
def yard(staged: Yard) -> Iterator[Yard]:
    """The yard, with nothing due."""
    yield staged
    staged.clear()


def kill_at(point: str, yard: Yard, server: MailServer) -> None:
    """Start a worker, kill it at the point, and let its lease run out."""
    if point in IN_THE_DATABASE:
        table, condition = IN_THE_DATABASE[point]
        yard.database.hold_up(table, condition.format(first=yard.due()[0]))
        worker = yard.start()
        wait_until(yard.database.is_holding, point)
    else:
        server.stop_at(AT_THE_MAIL_SERVER[point])
        worker = yard.start()
        wait_until(server.reached.is_set, point)
    kill(worker)
    server.go_on()
    yard.database.let_go()
    yard.pass_time()


def kill(worker: subprocess.Popen[bytes]) -> None:
    worker.kill()
    assert worker.wait() == -signal.SIGKILL


def assert_each_has_one(yard: Yard, server: MailServer, count: int) -> None:
    """As many letters as were promised, by Message-ID, and the database says the same."""
    assert len(set(server.message_ids)) == len(yard.released) == count
    assert len({(str(message["To"]), str(message["Message-ID"])) for message in server.received}) == count
    assert yard.count("done_at IS NOT NULL") == yard.count_told() == count
    assert yard.count("dead_at IS NOT NULL OR locked_until IS NOT NULL") == 0


@pytest.mark.spec("NOTIF-6", "ONB-6")
def test_workers_killed_at_every_point_of_a_delivery_lose_and_double_nothing(yard: Yard, server: MailServer) -> None:
    for number in range(1, ROUNDS + 1):
        yard.release(3)
        for point in random.Random(number).sample(POINTS, len(POINTS)):
            kill_at(point, yard, server)
        yard.work_off()
        assert_each_has_one(yard, server, 3 * number)
        assert len(server.received) == (3 + len(SENT_BUT_UNKNOWN)) * number


@pytest.mark.spec("NOTIF-6")
def test_two_workers_killed_at_random_moments_lose_and_double_nothing(
    yard: Yard, server: MailServer, record_property: Callable[[str, object], None]
) -> None:
    count, kills, moments = 400, 0, random.Random(20)
    yard.release(count)
    while yard.due():
        before = len(server.received)
        workers = [yard.start(), yard.start()]
        wait_until(lambda seen=before: len(server.received) > seen or not yard.due(), "a delivery")
        time.sleep(moments.uniform(0, 0.15))
        for worker in workers:
            kill(worker)
        kills += len(workers)
        yard.pass_time()
    record_property("kills", kills)
    record_property("sent again", len(server.received) - count)
    assert_each_has_one(yard, server, count)
    assert len(server.received) <= count + kills
    assert kills >= ROUNDS


@pytest.mark.spec("NOTIF-6")
@pytest.mark.parametrize("environment", [{}, {"WORKER_PLAIN_SQLITE": "1"}], ids=["as advised", "as Django comes"])
def test_two_workers_share_the_work(yard: Yard, server: MailServer, environment: dict[str, str]) -> None:
    if environment and isinstance(yard.database, Postgresql):
        pytest.skip("about SQLite alone")
    yard.release(40)
    workers = [yard.start(**environment), yard.start(**environment)]
    wait_until(lambda: yard.count("done_at IS NOT NULL") == 40, "all")
    for worker in workers:
        worker.terminate()
    assert [worker.wait(timeout=30) for worker in workers] == [0, 0], yard.log.read_text()
    assert_each_has_one(yard, server, 40)
    assert len(server.received) == 40


def test_a_worker_that_is_asked_to_end_finishes_its_letter_and_gives_back_the_rest(
    yard: Yard, server: MailServer
) -> None:
    yard.release(3)
    server.stop_at(ACCEPTED)
    worker = yard.start()
    wait_until(server.reached.is_set)
    worker.terminate()
    time.sleep(0.2)
    assert worker.poll() is None
    server.go_on()
    assert worker.wait(timeout=30) == 0, yard.log.read_text()
    assert len(server.received) == yard.count("done_at IS NOT NULL") == 1
    assert yard.count("locked_until IS NULL AND attempts = 0") == 2
    assert yard.work_off() == "2 carried out"
    assert_each_has_one(yard, server, 3)


@pytest.mark.spec("NOTIF-6")
def test_a_mail_server_that_is_down_or_refuses_is_tried_again(yard: Yard, server: MailServer) -> None:
    yard.release(2)
    server.stop()
    assert yard.work_off() == "0 carried out"
    server.start()
    assert yard.work_off() == "0 carried out", "the pause is not over"
    yard.pass_time()
    server.refuses_next = True
    assert yard.work_off() == "1 carried out"
    assert yard.count("last_error = 'SMTPRecipientsRefused'") == 1
    yard.pass_time()
    assert yard.work_off() == "1 carried out"
    assert_each_has_one(yard, server, 2)


@pytest.mark.postgresql
def test_a_worker_outlives_its_database(yard: Yard, server: MailServer) -> None:
    if not isinstance(yard.database, Postgresql):
        pytest.skip("needs PostgreSQL: set CLIENT_PORTAL_TEST_DATABASE_URL")
    yard.release(1)
    worker = yard.start()
    wait_until(lambda: yard.count("done_at IS NOT NULL") == 1)
    yard.database.end_sessions()
    yard.release(1)
    wait_until(lambda: yard.count("done_at IS NOT NULL") == 2)
    assert worker.poll() is None
    assert_each_has_one(yard, server, 2)
