"""A storage with the options of those that keep objects elsewhere."""

from __future__ import annotations

from django.core.files.storage import Storage


class ObjectStorage(Storage):
    """Says about itself what storages of django-storages say."""

    def __init__(self, default_acl: str | None = None, querystring_auth: bool = True) -> None:
        self.default_acl = default_acl
        self.querystring_auth = querystring_auth
