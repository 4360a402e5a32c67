"""Template tags: times on the reader's clock, names in short, numbers to call."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest
from django.template import Context, Template

NOON = dt.datetime(2026, 11, 24, 17, 0, tzinfo=dt.UTC)


def show(template: str, **context: Any) -> str:
    return Template("{% load client_portal %}" + template).render(Context(context))


def test_a_time_stands_on_the_readers_clock_and_names_the_zone() -> None:
    html = show("{% person_time at %}", at=NOON, time_zone="America/New_York")
    assert html == '<time datetime="2026-11-24T12:00-05:00">Nov. 24, 2026, noon Eastern Time (EST)</time>'


@pytest.mark.parametrize(
    ("zone", "spoken"),
    [
        ("America/Los_Angeles", "9 a.m. Pacific Time (PST)"),
        ("Europe/Lisbon", "5 p.m. Lisbon time (WET)"),
        ("America/Sao_Paulo", "2 p.m. Sao Paulo time (UTC-03)"),
    ],
)
def test_zones_have_names_that_people_use(zone: str, spoken: str) -> None:
    assert spoken in show("{% person_time at 'time' %}", at=NOON, time_zone=zone)


def test_without_a_zone_of_the_reader_the_practice_counts() -> None:
    portal = SimpleNamespace(time_zone="America/Chicago")
    assert "Central Time (CST)" in show("{% person_time at %}", at=NOON, portal=portal, time_zone="")
    assert "(UTC)" in show("{% person_time at %}", at=NOON)


def test_a_date_needs_no_zone_but_lies_on_the_readers_calendar() -> None:
    late = dt.datetime(2026, 11, 25, 2, 0, tzinfo=dt.UTC)
    assert ">Nov. 24, 2026</time>" in show("{% person_time at 'date' %}", at=late, time_zone="America/New_York")
    assert show("{% person_time at %}", at=None) == ""


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Maya Ellison", "ME"),
        ("Priya Raman, LMFT", "PR"),
        ("Juniper Counseling & Co", "JC"),
        ("Cher", "C"),
        ("", ""),
        ("Ana de la Cruz-Vega", "AV"),
    ],
)
def test_initials(name: str, short: str) -> None:
    assert show("{% initials name %}", name=name) == short


def test_phone_numbers_can_be_called() -> None:
    html = show("{{ text|link_phones }}", text="In danger? (911) Crisis: call 988 or (555) 010-2000, room 12.")
    assert '(<a href="tel:911">911</a>)' in html
    assert '<a href="tel:988">988</a>' in html
    assert '<a href="tel:5550102000">(555) 010-2000</a>' in html
    assert html.count("<a ") == 3


def test_phone_links_escape_the_rest() -> None:
    assert "<script" not in show("{{ text|link_phones }}", text="<script>988</script>'")


def test_an_icon_is_silent() -> None:
    assert show("{% icon 'check' 'lg' %}") == (
        '<svg class="cp-icon cp-icon--lg" aria-hidden="true" focusable="false"><use href="#cp-i-check"/></svg>'
    )


@pytest.mark.parametrize(("level", "role"), [("success", "status"), ("error", "alert"), ("", "status")])
def test_messages_are_announced_by_weight(level: str, role: str) -> None:
    html = show(
        '{% include "client_portal/components/_messages.html" %}',
        messages=[SimpleNamespace(level_tag=level)],
    )
    assert f'role="{role}"' in html


def test_a_shell_gets_style_and_modules_and_nothing_inline() -> None:
    html = show("{% client_portal_head %}{% client_portal_scripts %}")
    assert "client_portal/portal.css" in html
    assert html.count("<script ") == html.count('<script type="module" src="') == 12
