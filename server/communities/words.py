"""*Words*: one text in several languages, as the wire has it: `{"en": "…", "zh-CN": "…"}`."""

from typing import Any, ClassVar, cast

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

Words = dict[str, str]


def say(words: Words | None, language: str) -> str:
    """The text in `language` (a Django or BCP 47 tag), else in another language, else nothing."""
    if not words:
        return ""
    start = language.lower().split("-")[0]
    for tag, text in words.items():
        if tag.lower().split("-")[0] == start:
            return text
    return next(iter(words.values()))


def check_words(value: object) -> None:
    """Raises ValidationError unless `value` is a words object in the languages of this server."""
    if not isinstance(value, dict):
        raise ValidationError(_("Expected the words in one or more languages."))
    for tag, text in value.items():
        if tag not in settings.WIRE_LANGUAGES:
            raise ValidationError(
                _("This server does not know the language %(tag)s."), params={"tag": tag}
            )
        if not isinstance(text, str) or "\0" in text:
            raise ValidationError(_("The words must be plain text."))


class WordsWidget(forms.MultiWidget):
    """One input for each language, labelled with the language's own name."""

    template_name = "footbridge/words.html"
    own_names: ClassVar[dict[str, str]] = {"en": "English", "zh-CN": "中文"}

    def __init__(self, rows: int = 1) -> None:
        kind: type[forms.Widget] = forms.TextInput if rows == 1 else forms.Textarea
        attrs = {"size": "50"} if rows == 1 else {"rows": str(rows), "cols": "70"}
        tags = settings.WIRE_LANGUAGES
        widgets = {
            tag: kind(attrs={**attrs, "lang": tag, "aria-label": self.own_names.get(tag, tag)})
            for tag in tags
        }
        super().__init__({tag.replace("-", "_"): widget for tag, widget in widgets.items()})

    def decompress(self, value: Words | None) -> list[str]:
        return [(value or {}).get(tag, "") for tag in settings.WIRE_LANGUAGES]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        for tag, part in zip(settings.WIRE_LANGUAGES, context["widget"]["subwidgets"], strict=True):
            part["own_name"] = self.own_names.get(tag, tag)
        return context


class WordsFormField(forms.MultiValueField):
    """Reads a words object from one input for each language; at least one is needed."""

    def __init__(self, *, rows: int = 1, max_length: int = 2000, **kwargs: Any) -> None:
        required = kwargs.pop("required", True)
        parts = [
            forms.CharField(required=False, max_length=max_length)
            for _tag in settings.WIRE_LANGUAGES
        ]
        super().__init__(
            parts, required=required, require_all_fields=False, widget=WordsWidget(rows), **kwargs
        )

    def compress(self, data_list: list[str]) -> Words:
        pairs = zip(settings.WIRE_LANGUAGES, data_list, strict=True) if data_list else ()
        return {tag: text.strip().replace("\r\n", "\n") for tag, text in pairs if text.strip()}

    def has_changed(self, initial: Any, data: Any) -> bool:
        parts = initial if isinstance(initial, list) else self.widget.decompress(initial)
        return [part or "" for part in parts] != [
            part or "" for part in (data or [""] * len(parts))
        ]


class WordsField(models.JSONField):
    """A words object in the database."""

    def __init__(self, *args: Any, rows: int = 1, **kwargs: Any) -> None:
        self.rows = rows
        kwargs.setdefault("default", dict)
        super().__init__(*args, **kwargs)
        self.validators = [*self.validators, check_words]

    def formfield(self, **kwargs: Any) -> forms.Field:
        kwargs.pop("widget", None)
        return WordsFormField(
            rows=self.rows,
            required=not self.blank,
            label=kwargs.get("label", self.verbose_name and str(self.verbose_name).capitalize()),
            help_text=cast(str, self.help_text),
        )
