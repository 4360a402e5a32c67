"""The documentation says everything that the code has, and nothing more."""

from __future__ import annotations

import re

from tests.architecture.source import PACKAGE, ROOT, modules

DOCS = ROOT / "docs"


def test_every_check_has_its_heading() -> None:
    text = (PACKAGE / "checks.py").read_text()
    raised = {f"client_portal.{number}" for number in re.findall(r"\"(?:client_portal\.)?([EWI]\d{3})\"", text)}
    described = set(re.findall(r"^## (client_portal\.[EWI]\d{3})$", (DOCS / "reference/checks.md").read_text(), re.M))
    assert described == raised


def test_every_finding_of_the_doctor_has_its_heading() -> None:
    text = "".join(path.read_text() for path in (PACKAGE / "doctor").glob("*.py"))
    described = re.findall(r"^## (D\d{3})$", (DOCS / "reference/doctor.md").read_text(), re.M)
    assert described == sorted(set(re.findall(r"\"(D\d{3})\"", text)))


def test_every_signal_has_a_docstring() -> None:
    undocumented = [
        f"{module.name}: {name}"
        for module in modules()
        if module.stem == "signals"
        for name in re.findall(r"^(\w+) = Signal\(\)\n(?!\"\"\")", module.text, re.M)
    ]
    assert not undocumented


def test_every_link_between_files_leads_somewhere() -> None:
    pages = [*ROOT.glob("*.md"), *(path for path in DOCS.rglob("*.md") if "_build" not in path.parts)]
    broken = [
        f"{page.relative_to(ROOT)}: {target}"
        for page in pages
        for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", page.read_text())
        if "://" not in target and not (page.parent / target).exists()
    ]
    assert not broken


def test_the_readme_and_the_quick_start_say_the_same() -> None:
    readme, quick_start = ((ROOT / name).read_text() for name in ("README.md", "docs/tutorial/quick-start.md"))
    for line in (
        'INSTALLED_APPS += ["guardian", "client_portal"]',
        "ANONYMOUS_USER_NAME = None",
        'urlpatterns += [path("portal/", include("client_portal.urls"))]',
        "pip install django-client-portal",
        'client_portal_start "Juniper Counseling" --link juniper --admin you@example.com',
    ):
        assert line in readme
        assert line in quick_start
