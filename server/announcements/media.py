"""Keeping pictures and sounds: checked by what they are, without what they tell about their maker.

The bytes lie in Django's default storage under their own digest, so the same file is kept once and
an address never changes what it means.
"""

import hashlib
import io
from dataclasses import dataclass
from typing import IO

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from server.announcements.models import Announcement, Media, MediaFile
from server.communities.words import Words

PICTURES = {"PNG": "image/png", "JPEG": "image/jpeg", "WEBP": "image/webp"}
# What a picture may carry besides its points without telling anything about its maker.
HARMLESS = {
    *("dpi", "gamma", "jfif", "jfif_version", "jfif_density", "jfif_unit", "progression"),
    *("progressive", "transparency", "srgb", "interlace", "loop", "background", "chromaticity"),
    *("timestamp", "duration", "bbox", "default_image", "icc_profile", "adobe", "adobe_transform"),
}


@dataclass(frozen=True)
class Checked:
    """Bytes that may go to people."""

    role: str
    type: str
    data: bytes

    @property
    def sha256(self) -> str:
        """The name of the bytes."""
        return hashlib.sha256(self.data).hexdigest()


def path_of(sha256: str) -> str:
    """Where the bytes lie in the storage."""
    return f"{sha256[:2]}/{sha256}"


def check(data: bytes) -> Checked:
    """Finds out what `data` is. Raises ValidationError for anything but a picture or a sound."""
    sound = _sound_type(data)
    if sound is not None:
        if len(data) > settings.SOUND_MAX_BYTES:
            raise ValidationError(_("The sound is too large."))
        return Checked(Media.Role.SOUND, sound, data)
    return picture(data)


def keep(checked: Checked) -> MediaFile:
    """Puts the bytes into the storage, once."""
    name = path_of(checked.sha256)
    if not default_storage.exists(name):
        default_storage.save(name, ContentFile(checked.data))
    file, _made = MediaFile.objects.get_or_create(
        sha256=checked.sha256, defaults={"type": checked.type, "size": len(checked.data)}
    )
    return file


def attach(
    announcement: Announcement,
    data: bytes,
    description: Words,
    language: str = "",
    position: int = 0,
) -> Media:
    """Checks and keeps `data` and adds it to the notice. Raises ValidationError."""
    checked = check(data)
    return Media.objects.create(
        announcement=announcement,
        file=keep(checked),
        role=checked.role,
        description=description,
        language=language,
        position=position,
    )


def read(sha256: str) -> IO[bytes] | File:  # type: ignore[type-arg]
    """Opens the bytes. Raises FileNotFoundError."""
    return default_storage.open(path_of(sha256), "rb")


def _sound_type(data: bytes) -> str | None:
    if data.startswith(b"OggS"):
        return "audio/ogg"
    if data.startswith(b"fLaC"):
        return "audio/flac"
    if data.startswith(b"RIFF") and data[8:12] == b"WAVE":
        return "audio/wav"
    # An MPEG frame begins with eleven set bits; its layer is never 00 there.
    frame = len(data) > 2 and data[0] == 0xFF and data[1] & 0xE0 == 0xE0 and data[1] & 0x06 != 0
    return "audio/mpeg" if data.startswith(b"ID3") or frame else None


def picture(data: bytes) -> Checked:
    """A picture, without what it tells about its maker. Raises ValidationError for anything else.

    Notices and messages share it: the one place that strips place, time and camera.
    """
    if len(data) > settings.PICTURE_MAX_BYTES:
        raise ValidationError(_("The picture is too large."))
    refusal = ValidationError(_("This is not a picture or a sound that people can open here."))
    try:
        image = Image.open(io.BytesIO(data), formats=tuple(PICTURES))
        if image.width * image.height > settings.PICTURE_MAX_PIXELS:
            raise ValidationError(_("The picture has too many points."))
        # Reads every point: a cut-off or forged file is found here, not on somebody's screen.
        image.load()
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise refusal from error
    kind = image.format or ""
    if set(image.info) <= HARMLESS and not image.getexif():
        return Checked(Media.Role.PICTURE, PICTURES[kind], data)
    return Checked(Media.Role.PICTURE, PICTURES[kind], _without_traces(image, kind))


def _without_traces(image: Image.Image, kind: str) -> bytes:
    """The picture anew, turned upright, without place, time, camera or comments."""
    upright = ImageOps.exif_transpose(image) or image
    upright.info = {key: upright.info[key] for key in ("transparency",) if key in upright.info}
    upright.getexif().clear()
    out = io.BytesIO()
    options = {"quality": 90} if kind == "JPEG" else {"lossless": True} if kind == "WEBP" else {}
    upright.save(out, kind, exif=b"", **options)
    return out.getvalue()
