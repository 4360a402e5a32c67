"""Every text has its Spanish, with the same placeholders, and the compiled catalog says what the written one says."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import polib
import pytest
from django.utils.translation import gettext, override

from tests.architecture.source import PACKAGE

CATALOG = PACKAGE / "locale" / "es" / "LC_MESSAGES" / "django.po"
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}|</?[a-z]+")


def entries() -> list[polib.POEntry]:
    return list(polib.pofile(str(CATALOG)))


def said(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


@pytest.mark.spec("UX-2")
def test_every_text_is_translated() -> None:
    assert len(entries()) > 1000
    assert [entry.msgid for entry in entries() if not all(said(entry)) or entry.fuzzy or entry.obsolete] == []


@pytest.mark.spec("UX-2")
def test_translations_keep_placeholders_and_tags() -> None:
    problems = [
        entry.msgid
        for entry in entries()
        for text in said(entry)[-1:]
        if sorted(PLACEHOLDER.findall(text)) != sorted(PLACEHOLDER.findall(entry.msgid_plural or entry.msgid))
    ]
    assert problems == []


@pytest.mark.spec("UX-2")
def test_the_compiled_catalog_is_the_written_one() -> None:
    compiled = {(entry.msgctxt, entry.msgid): said(entry) for entry in polib.mofile(str(CATALOG.with_suffix(".mo")))}
    assert compiled == {(entry.msgctxt, entry.msgid): said(entry) for entry in entries()}


@pytest.mark.spec("UX-2")
def test_the_texts_of_the_pages_are_the_texts_of_the_catalog(tmp_path: Path) -> None:
    if shutil.which("xgettext") is None:
        pytest.skip("needs gettext: Debian's package of that name")
    copy = tmp_path / "client_portal"
    shutil.copytree(PACKAGE, copy, ignore=shutil.ignore_patterns("__pycache__"))
    command = [sys.executable, "-m", "django", "makemessages", "--locale=es", "--no-obsolete", "--add-location=file"]
    environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    subprocess.run(command, cwd=copy, env=environment, check=True, capture_output=True)
    collected = polib.pofile(str(copy / "locale" / "es" / "LC_MESSAGES" / "django.po"))
    assert {(entry.msgctxt, entry.msgid) for entry in collected} == {
        (entry.msgctxt, entry.msgid) for entry in entries()
    }


@pytest.mark.spec("UX-2")
def test_spanish_is_spoken() -> None:
    with override("es"):
        assert gettext("Sign in") == "Iniciar sesión"
