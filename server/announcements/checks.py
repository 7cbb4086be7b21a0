"""What a text that goes to people must keep to."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


def check_plain(text: str) -> None:
    """Raises ValidationError for U+0000, which the wire refuses everywhere."""
    if "\0" in text:
        raise ValidationError(_("The text holds a character that cannot be sent."))


def check_lines(text: str) -> None:
    """Raises ValidationError for more than three lines."""
    if len([line for line in text.splitlines() if line.strip()]) > 3:
        raise ValidationError(_("Write at most three lines."))
