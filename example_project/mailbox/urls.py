"""Addresses of the mailbox."""

from __future__ import annotations

from django.urls import path

from example_project.mailbox import views

app_name = "mailbox"
urlpatterns = [
    path("", views.letters, name="letters"),
    path("<int:pk>/", views.letters, name="letter"),
    path("<int:pk>/html/", views.html, name="html"),
]
