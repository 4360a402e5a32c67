"""The host's templates in the place of ours: those that fell behind, and letters that say too much.

The rule for an override: it has every block of ours (a host's later change may lie in one), fills none that is gone,
and includes no template of ours that is gone. Its letters read nothing that ours of that kind don't read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from django.template import TemplateDoesNotExist
from django.template.loader import get_template

import client_portal
from client_portal.doctor.finding import Finding

OURS = Path(client_portal.__file__).parent / "templates"
BLOCK = re.compile(r"\{%\s*block\s+(\w+)")
PARENT = re.compile(r"\{%\s*extends\s+[\"']([^\"']+)[\"']")
NAMED = re.compile(r"\{%\s*(?:extends|include)\s+[\"'](client_portal/[^\"']+)[\"']")
READ = re.compile(r"\{\{\s*([a-z_]\w*(?:\.\w+)*)")
LETTERS = "client_portal/email/"


def drifted_overrides() -> Iterator[Finding]:
    """Overrides that were written for another version of ours."""
    for name, theirs in _overrides():
        for fault in _drift(name, theirs):
            yield Finding("D006", f"{name} is overridden, and {fault}.", "Compare it with ours of this version.")


def letters_that_tell() -> Iterator[Finding]:
    """Overridden letters that read what doesn't belong into an e-mail."""
    for name, theirs in _overrides():
        if not name.startswith(LETTERS):
            continue
        for value in sorted(set(READ.findall(theirs)) - _read_by_ours(name)):
            yield Finding(
                "D007",
                f"{name} is overridden and reads {{{{ {value} }}}}, which may tell whom it is about or why.",
                "Take it out: an e-mail holds links and times, never clinical content.",
            )


def _overrides() -> Iterator[tuple[str, str]]:
    for path in sorted(OURS.rglob("*.*")):
        name = path.relative_to(OURS).as_posix()
        try:
            origin = Path(str(get_template(name).origin.name))  # type: ignore[attr-defined]
        except TemplateDoesNotExist:
            continue
        if origin != path:
            yield name, origin.read_text()


def _drift(name: str, theirs: str) -> Iterator[str]:
    blocks, parent = set(BLOCK.findall(theirs)), PARENT.search(theirs)
    if parent is None:
        for block in sorted(set(BLOCK.findall((OURS / name).read_text())) - blocks):
            yield f"lacks the block {block}"
    elif (OURS / parent[1]).exists():
        for block in sorted(blocks - _blocks(parent[1])):
            yield f"fills the block {block}, which {parent[1]} doesn't have"
    for named in sorted(set(NAMED.findall(theirs))):
        if not _exists(named):
            yield f"asks for {named}, which is gone"


def _blocks(name: str) -> set[str]:
    text = (OURS / name).read_text()
    parent = PARENT.search(text)
    inherited = _blocks(parent[1]) if parent and (OURS / parent[1]).exists() else set()
    return set(BLOCK.findall(text)) | inherited


def _exists(name: str) -> bool:
    try:
        get_template(name)
    except TemplateDoesNotExist:
        return False
    return True


def _read_by_ours(name: str) -> set[str]:
    kind = name.removeprefix(LETTERS).removesuffix(".html").removesuffix(".txt").removesuffix(".subject")
    folder = OURS / LETTERS
    ours = [*folder.glob(f"{kind}.*"), *folder.glob("base.*"), *folder.glob("_*")]
    return {value for path in ours for value in READ.findall(path.read_text())}
