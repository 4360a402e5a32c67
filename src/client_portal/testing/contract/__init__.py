"""The host conformance kit: one test-case that proves a host's models, adapters, mail, files and access.

A host inherits from it in one file. Name the module, not the class, in the import, so that no runner finds the kit's
own class beside yours::

    from client_portal.testing import contract

    class OurPortal(contract.ClientPortalContract):
        records = EmrRecords()
"""

from __future__ import annotations

from typing import Any, ClassVar
from unittest import SkipTest

from client_portal.testing.contract.access import AccessPromises
from client_portal.testing.contract.adapters import AdapterPromises
from client_portal.testing.contract.files import FilePromises
from client_portal.testing.contract.mail import MailPromises
from client_portal.testing.contract.models import ModelPromises

__all__ = ["ClientPortalContract"]


class ClientPortalContract(ModelPromises, AdapterPromises, MailPromises, FilePromises, AccessPromises):
    """Everything that the portal asks of a host. Inherit from it, and set ``records`` if your rows need it."""

    __test__: ClassVar[bool] = False
    """pytest's word for *not to be collected*: true for each class that inherits."""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        cls.__test__ = cls.__dict__.get("__test__", True)

    @classmethod
    def setUpClass(cls) -> None:
        if cls is ClientPortalContract:
            message = "Inherit from ClientPortalContract: the kit's own class is no host."
            raise SkipTest(message)
        super().setUpClass()
