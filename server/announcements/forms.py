"""Forms of the notices' staff pages."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from server.announcements import media
from server.announcements.models import Announcement, Media, Translation
from server.communities.words import WordsFormField


class AnnouncementForm(forms.ModelForm[Announcement]):
    """A notice; it belongs to its issuer's community."""

    class Meta:
        model = Announcement
        fields = ("issuer", "topic", "urgent", "expires_on")

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        issuer, topic = values.get("issuer"), values.get("topic")
        if issuer and topic and topic.community_id != issuer.community_id:
            self.add_error("topic", _("This topic belongs to another community."))
        if issuer and self.instance.revision and issuer.community_id != self.instance.community_id:
            self.add_error("issuer", _("A notice cannot move to another community."))
        if issuer:
            self.instance.community = issuer.community
        return values


class TranslationFormSet(forms.BaseInlineFormSet[Translation, Announcement, Any]):
    """Offers an empty form for each language that is still missing."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        instance = kwargs.get("instance")
        kwargs["initial"] = [{"language": tag} for tag in missing_languages(instance)]
        super().__init__(*args, **kwargs)

    def clean(self) -> None:
        """At least one language, each once."""
        super().clean()
        if any(self.errors):
            return
        kept = [form for form in self.forms if form.cleaned_data.get("title")]
        if not [form for form in kept if not form.cleaned_data.get("DELETE")]:
            raise ValidationError(_("Write the notice in at least one language."))


def missing_languages(announcement: Announcement | None) -> list[str]:
    """The languages in which a notice is not yet written."""
    written: set[str] = set()
    if announcement is not None and announcement.revision + 1 and not announcement._state.adding:
        written = set(announcement.translations.values_list("language", flat=True))
    return [tag for tag in settings.WIRE_LANGUAGES if tag not in written]


class MediaForm(forms.ModelForm[Media]):
    """A picture or a sound; the file is chosen once and then stays."""

    upload = forms.FileField(
        label=_("File"),
        required=False,
        help_text=_("A picture (PNG, JPEG, WebP) or a sound (Ogg, MP3, WAV, FLAC)."),
    )

    class Meta:
        model = Media
        fields = ("description", "language", "position")

    def clean_upload(self) -> media.Checked | None:
        """Looks at what the file is, whatever it calls itself."""
        upload = self.cleaned_data.get("upload")
        if not isinstance(upload, UploadedFile):
            if self.instance.pk is None:
                raise ValidationError(_("Choose a file."))
            return None
        if (upload.size or 0) > max(settings.PICTURE_MAX_BYTES, settings.SOUND_MAX_BYTES):
            raise ValidationError(_("The file is too large."))
        return media.check(upload.read())

    def save(self, commit: bool = True) -> Media:
        """Keeps the bytes before the row that names them."""
        checked = self.cleaned_data.get("upload")
        if checked is not None:
            self.instance.file = media.keep(checked)
            self.instance.role = checked.role
        return super().save(commit)


class NoteForm(forms.Form):
    """What changed, or why a notice is withdrawn; goes to everybody who reads it."""

    note = WordsFormField(label=_("In a few words"), rows=3, max_length=1000)
