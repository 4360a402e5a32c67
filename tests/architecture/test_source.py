"""House rules that no linter knows, read off the syntax trees."""

from __future__ import annotations

import ast
import re
import statistics
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.source import (
    DOMAINS,
    INTERFACES,
    ROOT,
    Function,
    Module,
    length,
    modules,
    templates,
)

WITHOUT_ACTOR = {
    "access/services.py:ensure_permissions": "after migrate nobody acts",
    "people/services/clients.py:ensure_profile": "follows each client record that a host saves; nobody acts",
    "people/services/clients.py:locked_profile": "a lock that services take for themselves",
    "people/services/clients.py:backfill_profiles": "after migrate nobody acts",
    "people/services/invitations.py:invitation_token": "derives a token, asks nobody and writes nothing",
    "people/services/invitations.py:find_invitation": "who holds the token isn't known yet: the token is the proof",
    "people/services/logins.py:email_change_token": "derives a token, writes nothing",
    "practices/services/staff_invitations.py:staff_invitation_token": "derives a token, writes nothing",
    "practices/services/staff_invitations.py:find_staff_invitation": "the token is the proof",
}
"""Public functions of services that have no actor, each with the reason."""

UNSCOPED = {
    "documents/services.py": 1,
    "notifications/letters.py": 1,
    "onboarding/selectors.py": 1,
    "onboarding/services/drafts.py": 2,
    "onboarding/services/inviting.py": 1,
    "onboarding/services/submission.py": 1,
    "people/selectors/clients.py": 1,
    "people/services/clients.py": 2,
    "people/services/insurance.py": 1,
    "people/services/invitations.py": 4,
    "questionnaires/models.py": 1,
    "questionnaires/selectors.py": 1,
    "questionnaires/services/responses.py": 1,
}
"""How often each file reads guarded rows without an actor. Numbers go down; a rise needs a look by two people."""

NAMELESS_ROOMS = {"common", "functions", "helper", "helpers", "lib", "misc", "tools", "util", "utils"}

SHORTENED = {
    "addr", "appt", "btn", "cfg", "cls_name", "cnt", "ctx", "dict_", "elem", "fld", "fmt", "frm", "idx", "inv", "kls",
    "lst", "mgr", "msg", "notif", "num", "param", "params", "perm", "perms", "pract", "prac", "pwd", "qs", "req",
    "res", "resp", "ret", "str_", "svc", "tmp", "tpl", "usr", "util", "val", "vals",
}  # fmt: skip

NO_DATABASE = {"objects", "_default_manager", "_base_manager"}


def found(*problems: str) -> str:
    return "\n" + "\n".join(sorted(problems))


def public_services() -> Iterator[tuple[Module, Function]]:
    for module in modules():
        if module.is_service():
            for node in module.tree.body:
                if isinstance(node, Function) and not node.name.startswith("_"):
                    yield module, node


def test_pages_and_api_never_touch_a_manager() -> None:
    problems = [
        f"{module.place(node)}: .{node.attr}"
        for module in modules()
        if module.room in INTERFACES
        for node in module.nodes()
        if isinstance(node, ast.Attribute) and node.attr in NO_DATABASE
    ]
    assert not problems, found(*problems)


def test_links_come_from_tenancy_alone() -> None:
    banned = {"reverse", "reverse_lazy", "resolve_url"}
    problems = [
        f"{module.place(node)}: import {alias.name}"
        for module in modules()
        if module.name != "practices/tenancy.py"
        for node in module.nodes()
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("django.")
        for alias in node.names
        if alias.name in banned
    ]
    assert not problems, found(*problems)


def test_no_redirect_by_name() -> None:
    problems = [
        module.place(node)
        for module in modules()
        for node in module.nodes()
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in {"redirect", "HttpResponseRedirect", "HttpResponsePermanentRedirect"}
        and node.args
        and isinstance(node.args[0], ast.Constant)
    ]
    assert not problems, found(*problems)


def test_domains_know_nothing_of_the_web() -> None:
    banned = ("django.http", "django.views", "django.shortcuts", "rest_framework", "formtools")
    problems = [
        f"{module.place(node)}: {name}"
        for module in modules()
        if module.room in DOMAINS | {"core"}
        for node in module.nodes()
        for name in imported(node)
        if name.startswith(banned)
    ]
    assert not problems, found(*problems)


def imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.ImportFrom):
        return [node.module or ""]
    return [alias.name for alias in node.names] if isinstance(node, ast.Import) else []


def test_services_take_the_actor_first_and_the_rest_by_keyword() -> None:
    problems = [
        f"{module.place(node)}: {node.name}"
        for module, node in public_services()
        if f"{module.name}:{node.name}" not in WITHOUT_ACTOR and not has_service_signature(node)
    ]
    assert not problems, found(*problems)


def has_service_signature(node: Function) -> bool:
    positional = [*node.args.posonlyargs, *node.args.args]
    if [argument.arg for argument in positional] != ["actor"]:
        return False
    typed = [*positional, *node.args.kwonlyargs]
    return node.returns is not None and all(argument.annotation for argument in typed)


def test_listed_exceptions_exist() -> None:
    there = {f"{module.name}:{node.name}" for module, node in public_services()}
    assert set(WITHOUT_ACTOR) <= there


def test_functions_are_short() -> None:
    lengths = {
        f"{module.place(node)}: {node.name}": length(node) for module in modules() for node in module.functions()
    }
    too_long = [f"{place} has {lines} lines" for place, lines in lengths.items() if lines > 60]
    assert not too_long, found(*too_long)
    assert statistics.median(lengths.values()) <= 10
    assert statistics.quantiles(lengths.values(), n=10)[-1] <= 25


def test_files_are_short() -> None:
    lines = {module.name: module.text.count("\n") for module in modules()}
    too_long = [f"{name} has {count} lines" for name, count in lines.items() if count > 400]
    assert not too_long, found(*too_long)
    assert statistics.quantiles(lines.values(), n=10)[-1] <= 250


def test_public_names_say_what_they_are_for() -> None:
    problems = [
        f"{module.place(node)}: {getattr(node, 'name', 'the file itself')}"
        for module in modules()
        for node in [module.tree, *module.tree.body]
        if isinstance(node, (ast.Module, ast.ClassDef, Function))
        and not getattr(node, "name", "").startswith("_")
        and (not isinstance(node, ast.Module) or node.body)
        and not ast.get_docstring(node)
    ]
    assert not problems, found(*problems)


def test_every_module_has_postponed_annotations() -> None:
    problems = [
        module.name
        for module in modules()
        if any(isinstance(node, (Function, ast.ClassDef)) for node in module.tree.body)
        and "from __future__ import annotations" not in module.text
    ]
    assert not problems, found(*problems)


def test_reading_without_an_actor_is_counted_and_explained() -> None:
    counts: Counter[str] = Counter()
    for module in modules():
        for node in module.nodes():
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "unscoped":
                counts[module.name] += 1
                assert is_explained(node), f"{module.place(node)}: unscoped(reason=…) takes a sentence, written there"
    assert dict(counts) == UNSCOPED, "guarded rows are read elsewhere or more or less often than UNSCOPED says"


def is_explained(call: ast.Call) -> bool:
    reasons = [keyword.value for keyword in call.keywords if keyword.arg == "reason"]
    return any(
        isinstance(reason, ast.Constant) and isinstance(reason.value, str) and len(reason.value.split()) >= 3
        for reason in reasons
    )


def test_no_room_without_a_name() -> None:
    problems = [module.name for module in modules() if NAMELESS_ROOMS & set(re.split(r"[/_.]", module.name))]
    assert not problems, found(*problems)


def test_names_are_whole_words() -> None:
    problems = [
        f"{module.place(node)}: {name}"
        for module in modules()
        for node in module.nodes()
        for name in names_given(node)
        if name in SHORTENED or SHORTENED & set(name.lower().split("_"))
    ]
    assert not problems, found(*problems)


def names_given(node: ast.AST) -> list[str]:
    if isinstance(node, (Function, ast.ClassDef)):
        return [node.name]
    if isinstance(node, ast.arg):
        return [node.arg]
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
        return [node.id]
    return []


def test_templates_link_through_tenancy() -> None:
    problems = [name for name, text in templates() if re.search(r"\{%\s*url\b", text)]
    assert not problems, found(*problems)


@pytest.mark.parametrize(
    ("what", "pattern"),
    [
        ("a script written into the page", r"<script(?![^>]*\bsrc=)[^>]*>"),
        ("a handler in an attribute", r"<[a-z][^>]*\son[a-z]+\s*="),
        ("a script as an address", r"javascript:"),
        ("something from another site", r"""<(?:script|link|img|iframe)[^>]*(?:src|href)=["'](?:https?:)?//"""),
    ],
)
def test_templates_obey_the_content_security_policy(what: str, pattern: str) -> None:
    problems = [f"{name}: {what}" for name, text in templates() if re.search(pattern, text, re.IGNORECASE)]
    assert not problems, found(*problems)


def test_pages_have_no_style_of_their_own() -> None:
    pattern = re.compile(r"<style\b|<[a-z][^>]*\sstyle\s*=", re.IGNORECASE)
    elsewhere = (
        "client_portal/email/",
        "client_portal/pdf/",
    )  # what isn't shown by a page has no style sheet to link to
    problems = [name for name, text in templates() if not name.startswith(elsewhere) and pattern.search(text)]
    assert not problems, found(*problems)


def written_files() -> Iterator[Path]:
    folders = (".ci", "benchmarks", "docs", "example_project", "src", "tests", "tools")
    endings = {"", ".cfg", ".css", ".html", ".ini", ".js", ".json", ".md", ".po", ".py", ".svg", ".toml", ".txt"}
    made = {"__pycache__", "_build", "data", "results"}
    candidates = [*ROOT.glob("*"), *(path for folder in folders for path in (ROOT / folder).rglob("*"))]
    for path in candidates:
        if path.is_file() and path.suffix in endings and not made & set(path.relative_to(ROOT).parts):
            yield path


def test_nothing_points_at_one_machine() -> None:
    pattern = re.compile(
        r"(?<![\w.~])/(?:home|root|work|Users)/\w|https?://(?:registry|files|deb|index|security)[.]|://[a-z.]+/simple"
    )
    problems = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in written_files()
        for number, line in enumerate(path.read_text(errors="replace").splitlines(), 1)
        if pattern.search(line) and path != Path(__file__)
    ]
    assert not problems, found(*problems)
