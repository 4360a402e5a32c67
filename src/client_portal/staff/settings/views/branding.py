"""The portal's looks, with a preview before anything is saved."""

from __future__ import annotations

import base64
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _

from client_portal.pages.forms import add_service_errors
from client_portal.practices import services
from client_portal.practices.branding import derive_palette, is_color, preview_css
from client_portal.practices.logos import draw_logo
from client_portal.practices.welcome_text import harmless, to_html, to_typed
from client_portal.staff.settings.forms import BrandingForm
from client_portal.staff.settings.pages import SettingsFormPage, SettingsPage

LOOKS = (("light", _("Light look")), ("dark", _("Dark look")))
TEXTS = ("accent_color", "welcome_text", "sender_name", "footer_text")


class Branding(SettingsFormPage):
    """Logo, color and texts."""

    capability = "branding.manage"
    current = "staff:settings_branding"
    form_class = BrandingForm
    template = "staff/settings/branding.html"

    def form_options(self) -> dict[str, Any]:
        """The looks as they are saved."""
        portal = self.practice.client_portal_settings
        saved = {name: getattr(portal, name) for name in TEXTS}
        saved["welcome_text"] = to_typed(saved["welcome_text"])
        return {"initial": saved, "has_logo": bool(portal.logo)}

    def page_context(self) -> dict[str, Any]:
        """The title, where previews come from, and the preview of what is saved."""
        return {
            "title": _("Branding"),
            "preview_url": self.url("staff:settings_brand_preview"),
            **self.preview({name: getattr(self.practice.client_portal_settings, name) for name in TEXTS}),
        }

    def save(self, form: Any) -> HttpResponse:
        """Save the looks."""
        data = form.cleaned_data
        services.save_branding(
            self.actor,
            **{name: data[name] for name in TEXTS},
            logo=data["logo"],
            removes_logo=data.get("removes_logo", False),
        )
        self.say(_("Saved. Clients see the new looks with the next page that they open."))
        return self.go("staff:settings_branding")

    def preview(self, looks: dict[str, Any], *, logo: str = "", removes_logo: bool = False) -> dict[str, Any]:
        """What the sample shows for looks that may never be saved."""
        portal = self.practice.client_portal_settings
        color = looks["accent_color"] if is_color(looks["accent_color"]) else portal.accent_color
        saved_logo = self.logo_url() if portal.logo and not removes_logo else ""
        return {
            "looks": LOOKS,
            "palette": derive_palette(color),
            "preview_css_url": self.url("staff:settings_brand_css", color=color.lstrip("#")),
            "preview_logo": logo or saved_logo,
            "preview_welcome": mark_safe(harmless(looks["welcome_text"])),  # noqa: S308 - harmless() keeps safe tags
            "preview_sender": looks["sender_name"] or str(self.practice),
            "preview_footer": looks["footer_text"],
        }

    def logo_url(self) -> str:
        """Where the saved logo is."""
        version = self.practice.client_portal_settings.logo.name.rsplit("/", 1)[-1].split(".")[0]
        return self.url("portal:logo", version=version)


class BrandPreview(Branding):
    """The sample for what stands in the form: a fragment for a script, else the whole page with nothing saved."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Nothing was typed: to the form."""
        return self.go("staff:settings_branding")

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        """The sample."""
        form: Any = self.make_form(request.POST, request.FILES)
        looks = self.typed_looks(form)
        if request.headers.get("X-Requested-With") == "fetch":
            return self.render("staff/settings/_brand_preview.html", **looks)
        return self.show(form, status=422 if form.errors else 200, is_preview=True, **looks)

    def typed_looks(self, form: Any) -> dict[str, Any]:
        """What the sample shows for a form that may have errors, which are put on the form."""
        form.is_valid()
        looks = {name: form.cleaned_data.get(name, "") for name in TEXTS}
        self.attempt(form, "welcome_text", to_html)
        logo = self.attempt(form, "logo", _data_address)
        return self.preview(looks, logo=logo, removes_logo=form.cleaned_data.get("removes_logo", False))

    @staticmethod
    def attempt(form: Any, name: str, clean: Any) -> str:
        """A value for the sample; empty, with an error at the field, where it can't be used."""
        try:
            return str(clean(form.cleaned_data[name])) if name in form.cleaned_data else ""
        except ValidationError as error:
            add_service_errors(form, ValidationError({name: error.error_list}))
            return ""


class BrandCss(SettingsPage):
    """A style sheet with the tokens of any color, for the sample alone."""

    capability = "branding.manage"
    is_passive = True

    def get(self, request: HttpRequest, color: str, **kwargs: Any) -> HttpResponse:
        """The style sheet; the practice's own color for an address that names none."""
        chosen = f"#{color}" if is_color(f"#{color}") else self.practice.client_portal_settings.accent_color
        return HttpResponse(preview_css(derive_palette(chosen)), content_type="text/css")


def _data_address(upload: UploadedFile[Any] | None) -> str:
    if upload is None:
        return ""
    return "data:image/png;base64," + base64.b64encode(draw_logo(upload).read()).decode()
