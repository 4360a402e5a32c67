"""Addresses of forms and answers."""

from __future__ import annotations

from client_portal.api.questionnaires import viewsets
from client_portal.api.routing import endpoint

of_practice = [
    endpoint("forms/", viewsets.FormsViewSet, "forms", get="list"),
    endpoint("forms/install/", viewsets.FormsViewSet, "forms_install", post="install"),
    endpoint("forms/<uuid:form_id>/", viewsets.FormsViewSet, "form", get="retrieve"),
    endpoint("forms/<uuid:form_id>/enable/", viewsets.FormsViewSet, "form_enable", post="enable"),
    endpoint("forms/<uuid:form_id>/disable/", viewsets.FormsViewSet, "form_disable", post="disable"),
    endpoint("forms/<uuid:form_id>/archive/", viewsets.FormsViewSet, "form_archive", post="archive"),
    endpoint("forms/<uuid:form_id>/restore/", viewsets.FormsViewSet, "form_restore", post="restore"),
    endpoint("me/responses/", viewsets.MyResponsesViewSet, "my_responses", get="list"),
    endpoint("me/responses/<uuid:response_id>/", viewsets.MyResponsesViewSet, "my_response", get="retrieve"),
]

of_client = [
    endpoint("responses/", viewsets.ClientResponsesViewSet, "client_responses", get="list"),
    endpoint("responses/<uuid:response_id>/", viewsets.ClientResponsesViewSet, "client_response", get="retrieve"),
]
