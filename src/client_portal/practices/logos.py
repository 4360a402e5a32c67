"""A practice's logo: from an uploaded file, whatever it says it is, to a PNG that we drew ourselves."""

from __future__ import annotations

import io
import uuid
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from client_portal.conf import conf

FORMATS = ("PNG", "JPEG", "WEBP", "GIF")
BOX = (600, 240)
MAX_PIXELS = 40_000_000


def draw_logo(upload: UploadedFile[Any]) -> ContentFile[bytes]:
    """An image of a known kind, drawn anew as a PNG that fits the header; ``ValidationError`` if it isn't one."""
    if (upload.size or 0) > conf.LOGO_MAX_BYTES:
        limit = filesizeformat(conf.LOGO_MAX_BYTES)
        raise ValidationError(_("This file is too large. A logo may have up to %(limit)s.") % {"limit": limit})
    picture = _open_picture(upload)
    picture.thumbnail(BOX)
    output = io.BytesIO()
    picture.save(output, format="PNG", optimize=True)
    return ContentFile(output.getvalue(), name=f"{uuid.uuid4().hex}.png")


def _open_picture(upload: UploadedFile[Any]) -> Image.Image:
    unusable = ValidationError(_("This file is not an image that we can use. Choose a PNG, JPEG, WebP or GIF file."))
    too_large = ValidationError(_("This image has too many pixels. Make it smaller and try again."))
    try:
        upload.seek(0)
        with Image.open(upload, formats=FORMATS) as picture:
            if picture.width * picture.height > MAX_PIXELS:
                raise too_large
            return ImageOps.exif_transpose(picture).convert("RGBA")
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise unusable from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise too_large from error
