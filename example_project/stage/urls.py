"""Addresses of the front page."""

from __future__ import annotations

from django.urls import path

from example_project.stage import views

app_name = "stage"
urlpatterns = [
    path("", views.front, name="front"),
    path("enter/", views.enter, name="enter"),
]
