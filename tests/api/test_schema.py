"""The OpenAPI document: whole, without complaints, and the one that is committed."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from django.conf import settings
from django.urls import path
from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.settings import patched_settings
from rest_framework.response import Response

from client_portal.api import openapi
from client_portal.api.schema import documented
from client_portal.api.views import ApiViewSet
from tests.permissions.routes import routes
from tools.openapi import PAGE, as_text, describe

METHODS = ("get", "post", "put", "patch", "delete")
Operations = dict[str, dict[str, Any]]


@pytest.fixture(scope="module")
def made() -> tuple[dict[str, Any], list[str]]:
    """The document as the tool makes it, and what there was to complain of."""
    GENERATOR_STATS.reset()
    return describe()


@pytest.fixture(scope="module")
def operations(made: Any) -> Operations:
    """Every operation by its name in the document."""
    found = [operation for methods in made[0]["paths"].values() for operation in methods.values()]
    return {operation["operationId"]: operation for operation in found}


def test_making_the_document_raises_no_warnings_and_no_errors(made: Any) -> None:
    document, complaints = made
    assert complaints == []
    assert document["paths"]


def test_an_endpoint_that_says_nothing_about_itself_would_be_complained_of() -> None:
    class Undescribed(ApiViewSet):
        """Has no description."""

        def list(self, request: Any) -> Response:
            """Answer something."""
            return Response({})

    class Described(ApiViewSet):
        """Has one."""

        @documented(summary="Nothing")
        def list(self, request: Any) -> Response:
            """Answer nothing."""
            return Response(None)

    def complaints(view: type[ApiViewSet]) -> int:
        GENERATOR_STATS.reset()
        with GENERATOR_STATS.silence(), patched_settings(openapi.SETTINGS):
            SchemaGenerator(patterns=[path("x/", view.as_view({"get": "list"}, basename="x"))]).get_schema(public=True)
        found = len(GENERATOR_STATS._warn_cache) + len(GENERATOR_STATS._error_cache)
        GENERATOR_STATS.reset()
        return found

    assert (complaints(Undescribed) > 0, complaints(Described)) == (True, False)


@pytest.mark.skipif(
    settings.SETTINGS_MODULE != "tests.projects.default.settings", reason="the committed one is of the default settings"
)
def test_the_committed_document_is_the_one_that_the_tool_makes(made: Any) -> None:
    assert PAGE.read_text() == as_text(made[0]), "run `python -m tools.openapi`"


def test_every_address_of_the_api_is_described_with_all_its_methods(made: Any) -> None:
    described = {name: set(methods) for name, methods in made[0]["paths"].items()}
    served = {
        name: {method.lower() for method in route.methods}
        for name, route in routes().items()
        if route.is_api and name != "api:schema"
    }
    assert len(described) == len(served)
    assert sum(map(len, described.values())) == sum(map(len, served.values()))


def test_each_operation_says_what_it_is_for_and_where_it_belongs(operations: Operations, made: Any) -> None:
    assert len(operations) == sum(len(methods) for methods in made[0]["paths"].values()), "two have one name"
    rooms = {tag["name"] for tag in made[0]["tags"]}
    for name, operation in operations.items():
        assert operation["summary"], name
        assert operation["description"], name
        assert set(operation["tags"]) <= rooms, name
        assert {"401", "429"} <= set(operation["responses"]), name
        assert operation["security"] == [{"session": []}, {"token": []}], name


def test_a_body_s_required_fields_are_required_in_the_document(operations: Operations, made: Any) -> None:
    schemas = made[0]["components"]["schemas"]

    def required(name: str) -> set[str]:
        schema = operations[name]["requestBody"]["content"]["application/json"]["schema"]
        return set(schemas[schema["$ref"].rpartition("/")[2]].get("required", ()))

    assert required("clients_create") == {"first_name", "last_name"}
    assert required("me_partial_update") == set()
    assert required("portal_partial_update") == set()
    assert required("features_partial_update") == {"states"}
    assert required("member_partial_update") == {"roles"}
    assert required("my_step_partial_update") == {"data", "version"}


def test_the_document_is_served_to_anybody_and_holds_nothing_of_anybody(client: Any, db: None, made: Any) -> None:
    answer = client.get("/portal/api/v1/schema/")
    assert answer.status_code == 200
    served = yaml.safe_load(answer.content)
    assert served["servers"] == [{"url": "/portal/"}]
    assert set(served["paths"]) == set(made[0]["paths"])
    assert "testserver" not in answer.content.decode()
