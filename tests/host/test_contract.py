"""The conformance kit passes on this project, and says in sentences what is wrong with a broken one."""

from __future__ import annotations

import unittest
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import InMemoryStorage

from client_portal import swap
from client_portal.notifications.registry import kinds
from client_portal.testing import builders, contract
from client_portal.testing.contract import access
from tests.host import broken

HERE = "tests.host.broken."


class ThisProject(contract.ClientPortalContract):
    """The kit as a host runs it; pytest collects it from here."""


def run(case: type[unittest.TestCase], *names: str) -> unittest.TestResult:
    """Run tests of a case as Django's runner does."""
    result = unittest.TestResult()
    suite = unittest.TestSuite(case(name) for name in names or unittest.TestLoader().getTestCaseNames(case))
    suite.run(result)
    return result


def told(name: str, records: builders.Records | None = None) -> str:
    """What the kit says of this project now, in one test that must fail by a sentence and not by an error."""
    case = type("Host", (contract.ClientPortalContract,), {"records": records})
    result = run(case, name)
    assert not result.errors, result.errors
    assert len(result.failures) == 1, "the kit found nothing"
    return result.failures[0][1]


@pytest.fixture
def portal_settings(settings: Any) -> Any:
    """Write keys of ``CLIENT_PORTAL`` beside those that the project has."""

    def write(**keys: Any) -> None:
        settings.CLIENT_PORTAL = {**getattr(settings, "CLIENT_PORTAL", {}), **keys}

    return write


def look_up(portal_settings: Any, settings: Any, model: str, **paths: str) -> None:
    lookups = getattr(settings, "CLIENT_PORTAL", {}).get("LOOKUPS", {})
    portal_settings(LOOKUPS={**lookups, model: paths})


@pytest.mark.django_db
def test_the_kit_runs_under_django_s_runner_as_well() -> None:
    names = unittest.TestLoader().getTestCaseNames(ThisProject)
    assert len(names) >= 20
    result = run(ThisProject, "test_nothing_of_one_practice_is_visible_in_another", "test_letters_have_a_sender")
    assert (result.testsRun, result.failures, result.errors, result.skipped) == (2, [], [], [])


@pytest.mark.django_db
def test_the_kit_itself_is_no_test_and_what_inherits_is_one() -> None:
    assert contract.ClientPortalContract.__test__ is False
    assert ThisProject.__test__ is True
    result = run(contract.ClientPortalContract, "test_letters_have_a_sender")
    assert [reason for _case, reason in result.skipped] == [
        "Inherit from ClientPortalContract: the kit's own class is no host."
    ]


@pytest.mark.django_db
def test_records_of_the_host_are_used_and_put_back() -> None:
    before = builders.records
    mine = type("Mine", (broken.NobodyAssigned,), {"assign": lambda self, *people: before.assign(*people)})()
    made: list[str] = []
    mine.make_practice = lambda name: made.append(name) or before.make_practice(name)
    case = type("Host", (contract.ClientPortalContract,), {"records": mine})
    assert run(case, "test_staff_see_the_clients_of_their_practice").wasSuccessful()
    assert len(made) == 1
    assert builders.records is before


@pytest.mark.django_db
def test_every_kind_of_letter_of_ours_is_written_by_the_kit() -> None:
    case = ThisProject("test_letters_are_sent_in_text_and_html")
    assert {kind for kind, _letter in case._letters(case._office())} == set(kinds)


@pytest.mark.spec("HOST-7")
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("model", "attribute", "path", "test", "sentence"),
    [
        (
            "Client",
            "PORTAL_EMAIL",
            "no_such_column",
            "test_look_ups_can_be_filtered_and_ordered",
            "{label}: PORTAL_EMAIL is 'no_such_column', which the database can't filter or order by: ",
        ),
        (
            "Invoice",
            "PORTAL_DUE",
            "no_such_column",
            "test_look_ups_can_be_filtered_and_ordered",
            "Set it on the class, or in CLIENT_PORTAL['LOOKUPS']['Invoice'], to the ORM path of this fact.",
        ),
        (
            "Client",
            "PORTAL_LAST_NAME",
            "no_such_column",
            "test_system_checks_find_nothing",
            "client_portal.E008: {label}: PORTAL_LAST_NAME is 'no_such_column', which can't be looked up",
        ),
        (
            "Practitioner",
            "PORTAL_USER",
            "{practice}",
            "test_look_ups_lead_to_the_right_kind_of_fact",
            "{label}: PORTAL_USER is '{practice}', which doesn't lead to auth.User.",
        ),
        (
            "Appointment",
            "PORTAL_START",
            "{status}",
            "test_look_ups_lead_to_the_right_kind_of_fact",
            "{label}: PORTAL_START is '{status}', a CharField, but a date with time is needed.",
        ),
    ],
)
def test_a_wrong_look_up_is_named_with_its_cure(
    model: str, attribute: str, path: str, test: str, sentence: str, portal_settings: Any, settings: Any
) -> None:
    words = {
        "label": swap.model(model)._meta.label,
        "practice": swap.lookup("Practitioner", "PORTAL_PRACTICE"),
        "status": swap.lookup("Appointment", "PORTAL_STATUS"),
    }
    before = dict(getattr(settings, "CLIENT_PORTAL", {}).get("LOOKUPS", {}).get(model, {}))
    look_up(portal_settings, settings, model, **{**before, attribute: path.format(**words)})
    assert sentence.format(**words) in told(test)


ADAPTERS = [
    ("Unsaved", "create_client_returns_a_saved_record", "isn't in the database. Save the record before returning it."),
    ("Nothing", "create_client_returns_a_saved_record", "create_client returned NoneType, not "),
    ("FirstPractice", "create_client_returns_a_saved_record", "Write it into the practice that it is given"),
    ("Crash", "client_facts_are", "create_client of the people adapter failed with IntegrityError: NOT NULL"),
    ("Crash", "staff_see", "Let create_client of the people adapter make a "),
    ("NoBirthDate", "client_facts_are", "After create_client, client_facts says that birth_date is None, not "),
    ("FactsAsDictionary", "client_facts_are", "client_facts returned dict. Return a client_portal.people.adapters."),
    ("Forgetful", "update_client_writes", "After update_client, client_facts says that last_name is 'Contract', not "),
    ("Everybody", "update_client_writes", "update_client changed a record that it wasn't given."),
    ("OwnNames", "a_refusal_is", "refused a bad first_name with a ValidationError for given_name. Name the facts as"),
    ("Unchecked", "a_refusal_is", "update_client answered a bad last_name with IntegrityError: value too long. Check"),
    ("ExactAddress", "create_user_makes", "Look the address up in whatever case it is written."),
    ("Closed", "find_user_finds_nobody", "a login that was closed (is_active is False). Return active logins alone."),
    ("NoPassword", "create_user_makes", "doesn't have the password that it was given. Set it by set_password."),
    ("Foreign", "the_adapter_inherits", "Foreign doesn't inherit from client_portal.people.adapters.PeopleAdapter."),
    ("FirstPractice", "nothing_is_written", "staff of one practice wrote into another. Correct PORTAL_PRACTICE of "),
    ("FirstPractice", "pages_of_one", "A staff member gets the page of another practice's client. Correct PORTAL_PRAC"),
    ("FirstPractice", "nothing_of_one_practice_is", "sees a client of another practice. Correct PORTAL_PRACTICE of "),
]


def the_test(words: str) -> str:
    """The one test of the kit whose name begins with these words."""
    (found,) = (
        name for name in unittest.TestLoader().getTestCaseNames(ThisProject) if name.startswith(f"test_{words}")
    )
    return found


@pytest.mark.spec("HOST-7")
@pytest.mark.django_db
@pytest.mark.parametrize(("adapter", "test", "sentence"), ADAPTERS, ids=[f"{item[0]}-{item[1]}" for item in ADAPTERS])
def test_a_broken_adapter_is_named_with_its_cure(adapter: str, test: str, sentence: str, portal_settings: Any) -> None:
    portal_settings(ADAPTERS={"people": HERE + adapter})
    assert sentence in told(the_test(test))


STORAGES = [
    ("Public", "nobody_reads", "The storage hands out https://bucket.example.com/… for a private file, without"),
    ("Served", "nobody_reads", "A stranger gets a private file under /files/client_portal/files/"),
    ("Overwriting", "the_storage_keeps_two", 'Turn its overwriting off (for S3: "file_overwrite": False).'),
    ("Damaging", "the_storage_keeps_and", "The storage returned other bytes than it was given for "),
    ("Everlasting", "the_storage_deletes", "A file is still there after the storage deleted it. Name a storage"),
    ("ReadOnly", "the_storage_keeps_and", "Saving a file in the storage failed with PermissionError: access denied."),
]


@pytest.mark.spec("HOST-7")
@pytest.mark.django_db
@pytest.mark.parametrize(("storage", "test", "sentence"), STORAGES, ids=[item[0] for item in STORAGES])
def test_a_storage_that_is_not_fit_is_named_with_its_cure(
    storage: str, test: str, sentence: str, settings: Any
) -> None:
    settings.STORAGES = {**settings.STORAGES, "client_portal": {"BACKEND": HERE + storage}}
    settings.ROOT_URLCONF = "tests.host.broken"
    assert sentence in told(the_test(test))


@pytest.mark.django_db
def test_a_private_storage_and_one_with_signed_addresses_are_fit(settings: Any) -> None:
    for backend in (f"{InMemoryStorage.__module__}.InMemoryStorage", HERE + "Signed"):
        settings.STORAGES = {**settings.STORAGES, "client_portal": {"BACKEND": backend}}
        tests = [name for name in unittest.TestLoader().getTestCaseNames(ThisProject) if "storage" in name]
        result = run(ThisProject, *tests, "test_nobody_reads_a_file_past_the_portal")
        assert result.wasSuccessful(), result.failures


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("records", "test", "sentence"),
    [
        (broken.NoPractice(), "staff_see", "Give the test-case records: an object that inherits from client_portal."),
        (broken.NoPractitioner(), "a_practitioner_belongs", "Save the row and return it."),
        (broken.OtherLogin(), "a_practitioner_belongs", "Correct the path, or make_practitioner of the records."),
        (broken.NobodyAssigned(), "staff_see", "The practitioner doesn't see a client of theirs. Correct PORTAL_PRACT"),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, builders.Records) else None,
)
def test_records_that_make_no_row_are_named_with_their_cure(
    records: builders.Records, test: str, sentence: str
) -> None:
    assert sentence in told(the_test(test), records)


@pytest.mark.spec("HOST-7")
@pytest.mark.django_db
def test_practitioners_who_see_everybody_are_found(portal_settings: Any, settings: Any) -> None:
    practice = swap.path("Client", "PORTAL_PRACTICE")
    practitioners = "providers" if swap.is_swapped("Practitioner") else "client_portal_practitioners"
    look_up(portal_settings, settings, "Client", PORTAL_PRACTITIONERS=f"{practice}__{practitioners}")
    sentence = "A practitioner sees a client who isn't assigned to them. Correct PORTAL_PRACTITIONERS of "
    assert sentence in told("test_staff_see_the_clients_of_their_practice")


@pytest.mark.spec("HOST-7")
@pytest.mark.django_db
def test_each_way_to_another_practice_s_client_is_told_by_itself() -> None:
    case = ThisProject("test_nothing_of_one_practice_is_visible_in_another")
    office = case.make_office(last_name="Theirsecret")
    kept = case._keep(office)
    told = list(access._leaks(office.practitioner.actor, office.client, *kept))
    case.doCleanups()
    assert [sentence.split(" of another practice. ")[0] for sentence in told] == [
        "A signed-in person (practitioner) opens a client's record",
        "A signed-in person (practitioner) reads a client's information",
        "A signed-in person (practitioner) finds a client by name",
        "A signed-in person (practitioner) opens an invitation",
        "A signed-in person (practitioner) opens a file",
    ]


@pytest.mark.spec("HOST-7")
@pytest.mark.django_db
def test_a_site_that_lets_nobody_through_is_found(settings: Any) -> None:
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, HERE + "gate"]
    sentence = "A staff member gets 302 for the page of their own client ("
    assert sentence in told("test_pages_of_one_practice_are_closed_to_another_s_people")


def own_templates(settings: Any, folder: Path, **texts: str) -> None:
    """Let the project have letters of its own: by file name, dots as underscores after the kind."""
    place = folder / "client_portal" / "email"
    place.mkdir(parents=True)
    for ending, text in texts.items():
        (place / f"people.invitation.{ending}").write_text(text)
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [folder]}]


@pytest.mark.spec("HOST-7")
@pytest.mark.django_db
@pytest.mark.parametrize("part", ["txt", "html"])
def test_a_letter_that_tells_a_name_is_found(part: str, settings: Any, tmp_path: Path) -> None:
    key = swap.model("Client")._meta.get_field(swap.path("Client", "PORTAL_PRACTICE"))
    clients = key.remote_field.get_accessor_name()
    own_templates(settings, tmp_path, **{part: f"For {{{{ portal.practice.{clients}.first }}}}: {{{{ link }}}}"})
    sentence = (
        "The letter people.invitation has 'Zephyrine' of the client's record in it. Take it out of your templates"
    )
    assert sentence in told("test_letters_tell_nothing_about_the_client")


@pytest.mark.spec("HOST-7")
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("part", "text", "test", "sentence"),
    [
        ("html", "", "letters_are_sent", "The letter people.invitation has no HTML. Write it in the templates"),
        ("txt", " \n", "letters_are_sent", "The letter people.invitation has no text."),
        ("html", "{% endif %}", "every_kind", "people.invitation.html can't be loaded (TemplateSyntaxError: "),
        (
            "txt",
            "{{ expires_at|in_zone }}",
            "letters_are_sent",
            "Writing and sending the letter people.invitation failed with TemplateSyntaxError: ",
        ),
    ],
)
def test_a_broken_letter_is_named_with_its_cure(
    part: str, text: str, test: str, sentence: str, settings: Any, tmp_path: Path
) -> None:
    own_templates(settings, tmp_path, **{part: text})
    assert sentence in told(the_test(test))


@pytest.mark.spec("HOST-7")
@pytest.mark.django_db
def test_a_site_without_an_address_of_its_own_is_found(settings: Any) -> None:
    settings.DEFAULT_FROM_EMAIL = "webmaster@localhost"
    sentence = "Letters would come from 'webmaster@localhost'. Set DEFAULT_FROM_EMAIL, or FROM_EMAIL in CLIENT_PORTAL"
    assert sentence in told("test_letters_have_a_sender")


@pytest.mark.spec("HOST-7")
@pytest.mark.django_db
@pytest.mark.parametrize("attribute", ["PORTAL_EMAIL", "PORTAL_PRACTITIONERS"])
def test_whatever_one_mistake_breaks_is_told_in_sentences(attribute: str, portal_settings: Any, settings: Any) -> None:
    look_up(portal_settings, settings, "Client", **{attribute: "no_such_column"})
    result = run(ThisProject)
    assert [(case.id(), text[-300:]) for case, text in result.errors] == []
    assert len(result.failures) >= 3
