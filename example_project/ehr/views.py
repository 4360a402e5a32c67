"""The EHR's own pages: a list of patients, and the sign-in that the portal's staff and clients come by as well."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from client_portal.practices.tenancy import portal_reverse
from example_project.ehr.models import Patient, Provider


class SignIn(LoginView):
    """The EHR's sign-in; addresses are its user names."""

    template_name = "ehr/sign_in.html"


@login_required
def patients(request: HttpRequest) -> HttpResponse:
    """The patients whom the person who is signed in treats."""
    treating = Provider.objects.filter(login=request.user)
    rows = Patient.objects.filter(treated_by__in=treating).select_related("card", "clinic", "client_portal_profile")
    charts = [(patient, _chart_address(patient)) for patient in rows.order_by("surname", "pk")]
    return render(request, "ehr/patients.html", {"charts": charts, "person_name": request.user.get_username()})


def _chart_address(patient: Any) -> str:
    return portal_reverse("staff:client_portal", patient.clinic, client_id=patient.client_portal_profile.pk)
