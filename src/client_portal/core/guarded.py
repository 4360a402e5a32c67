"""Tables with clients' data that answer nobody until somebody has said for whose eyes the answer is.

Forgetting must fail closed: a queryset of a guarded model refuses to compile SQL until a selector called
``scoped(…)`` with an actor, or a caller wrote down a reason with ``unscoped(reason=…)``.
"""

from __future__ import annotations

from typing import Any, NoReturn, Self

from django.db import models
from django.db.models import sql

from client_portal.core.actor import Actor


class Unscoped(Exception):
    """A query on a client's data was about to run without an actor."""

    def __init__(self, model: Any) -> None:
        name = getattr(model, "__name__", "A guarded model")
        super().__init__(f"{name}: read through a selector that takes the actor, or say unscoped(reason=…).")


class GuardedQuery(sql.Query):
    """A query that can't be turned into SQL before it was scoped."""

    is_scoped = False

    def get_compiler(self, *args: Any, **kwargs: Any) -> Any:
        if not self.is_scoped:
            raise Unscoped(self.model)
        return super().get_compiler(*args, **kwargs)

    def chain(self, klass: Any = None) -> Any:
        if klass is not None and not self.is_scoped and not issubclass(klass, GuardedQuery):
            raise Unscoped(self.model)
        return super().chain(klass)

    def combine(self, rhs: Any, connector: str) -> None:
        if not (self.is_scoped and getattr(rhs, "is_scoped", False)):
            raise Unscoped(self.model)
        super().combine(rhs, connector)


class GuardedQuerySet(models.QuerySet[Any]):
    """Open only after ``scoped`` or ``unscoped``; what is derived from it stays open or closed with it."""

    def __init__(self, model: Any = None, query: Any = None, using: Any = None, hints: Any = None) -> None:
        if query is None and model is not None:
            query = GuardedQuery(model)
        super().__init__(model, query, using, hints)

    def scoped(self, condition: models.Q, *, actor: Actor) -> Self:
        """Open the queryset to what the condition lets this actor see. For selectors only."""
        if not isinstance(actor, Actor):
            raise Unscoped(self.model)
        return self._opened().filter(condition)

    def unscoped(self, *, reason: str) -> Self:
        """Open the queryset to everything, for a reason that is written down."""
        if not reason.strip():
            raise Unscoped(self.model)
        return self._opened()

    def none(self) -> Self:
        return self._opened_chain(super().none)

    def raw(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise Unscoped(self.model)

    def _raw_delete(self, using: str | None) -> int:
        if not getattr(self.query, "is_scoped", False):
            raise Unscoped(self.model)
        return int(super()._raw_delete(using))

    def _opened(self) -> Self:
        opened = self._chain()  # type: ignore[attr-defined]
        opened.query.is_scoped = True
        return opened  # type: ignore[no-any-return]

    def _opened_chain(self, method: Any) -> Self:
        empty = method()
        empty.query.is_scoped = True
        return empty  # type: ignore[no-any-return]


class GuardedManager(models.Manager.from_queryset(GuardedQuerySet)):  # type: ignore[misc]
    """The only manager of a guarded model."""


class GuardedModel(models.Model):
    """A row of a client's data. ``CLIENT_PATH`` is the ORM path from here to the client."""

    CLIENT_PATH = "client"

    objects = GuardedManager()

    class Meta:
        abstract = True

    def validate_unique(self, exclude: Any = None) -> None:
        """Leave uniqueness to the database: asking beforehand would tell of rows that one doesn't see."""

    def validate_constraints(self, exclude: Any = None) -> None:
        """Leave constraints to the database, for the same reason."""
