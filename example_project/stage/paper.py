"""Things that people hold in their hands: a page to read, a practice's mark, an insurance card. Drawn, not stored."""

from __future__ import annotations

import io
from collections.abc import Sequence

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw, ImageFont

PINE, MIST, INK = "#1d6358", "#dfeeea", "#22312e"


def leaflet(name: str, title: str, lines: Sequence[str]) -> SimpleUploadedFile:
    """A one-page PDF with a title and lines of text."""
    drawn = [f"BT /F1 22 Tf 72 700 Td ({_escaped(title)}) Tj ET"]
    drawn += [f"BT /F1 12 Tf 72 {660 - 20 * row} Td ({_escaped(line)}) Tj ET" for row, line in enumerate(lines)]
    content = "\n".join(drawn).encode("latin-1", "replace")
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%b\nendstream" % (len(content), content),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    ]
    return SimpleUploadedFile(name, _pdf(parts), content_type="application/pdf")


def mark() -> SimpleUploadedFile:
    """Juniper Counseling's mark: a twig with three berries."""
    picture = Image.new("RGBA", (480, 480), (0, 0, 0, 0))
    pen = ImageDraw.Draw(picture)
    pen.rounded_rectangle((0, 0, 479, 479), 120, fill=PINE)
    pen.line((110, 370, 370, 110), fill=MIST, width=26)
    for x, y in ((170, 190), (290, 300), (330, 180)):
        pen.ellipse((x - 52, y - 52, x + 52, y + 52), fill=MIST)
    return _png("mark.png", picture)


def insurance_card(payer: str, member_id: str) -> SimpleUploadedFile:
    """The front of a card, as a phone would photograph it."""
    picture = Image.new("RGB", (860, 540), MIST)
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 0, 860, 120), fill=PINE)
    pen.text((40, 36), payer, fill="white", font=ImageFont.load_default(44))
    pen.text((40, 220), "Member ID", fill=INK, font=ImageFont.load_default(28))
    pen.text((40, 260), member_id, fill=INK, font=ImageFont.load_default(56))
    return _png("card-front.png", picture)


def _png(name: str, picture: Image.Image) -> SimpleUploadedFile:
    buffer = io.BytesIO()
    picture.save(buffer, "PNG", optimize=True)
    return SimpleUploadedFile(name, buffer.getvalue(), content_type="image/png")


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


def _pdf(parts: Sequence[bytes]) -> bytes:
    written = bytearray(b"%PDF-1.4\n")
    places = []
    for number, part in enumerate(parts, 1):
        places.append(len(written))
        written += b"%d 0 obj%b endobj\n" % (number, part)
    start = len(written)
    written += b"xref\n0 %d\n0000000000 65535 f \n" % (len(parts) + 1)
    written += b"".join(b"%010d 00000 n \n" % place for place in places)
    written += b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(parts) + 1, start)
    return bytes(written)
