"""Forms of the page on which staff answer."""

from datetime import date

from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from server.announcements.checks import check_plain
from server.announcements.models import language_choices
from server.communities.access import display_name
from server.communities.models import Issuer
from server.communities.words import Words, say
from server.feedback.models import Feedback


def authors(first: Feedback, user: User) -> dict[str, Words]:
    """The names under which this person may answer: the office, its issuers, their own."""
    community = first.community
    names: dict[str, Words] = {"office": community.office}
    own = display_name(user, community)
    if own:
        names["me"] = own
    for issuer in Issuer.objects.filter(community=community):
        # Often the office is an issuer too: one name, one choice.
        if issuer.name not in names.values():
            names[f"issuer:{issuer.key}"] = issuer.name
    return names


class AnswerForm(forms.Form):
    """An answer."""

    text = forms.CharField(
        label=_("Your answer"),
        max_length=10_000,
        validators=[check_plain],
        widget=forms.Textarea(attrs={"rows": 8, "cols": 80}),
        help_text=_("Plain, short sentences. It will be read aloud."),
    )
    language = forms.ChoiceField(label=_("Language"), choices=language_choices)
    author = forms.ChoiceField(label=_("Signed by"))
    more_to_come = forms.BooleanField(label=_("This is not the last answer yet"), required=False)

    def __init__(self, *args: object, names: dict[str, Words], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        language = get_language() or "en"
        choice = self.fields["author"]
        assert isinstance(choice, forms.ChoiceField)
        choice.choices = [(key, say(words, language)) for key, words in names.items()]

    def clean_text(self) -> str:
        """One kind of line end."""
        return str(self.cleaned_data["text"]).replace("\r\n", "\n").strip()


class PromiseForm(forms.Form):
    """By when there will be an answer."""

    promised_by = forms.DateField(
        label=_("Answer promised by"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def clean_promised_by(self) -> date | None:
        """A promise looks ahead."""
        day: date | None = self.cleaned_data["promised_by"]
        if day and day < timezone.localdate():
            raise ValidationError(_("This day is over already."))
        return day


class ClaimForm(forms.Form):
    """The code on the sender's slip."""

    claim_code = forms.CharField(label=_("Claim code"), max_length=40)
