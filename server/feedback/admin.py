"""Staff pages for messages: the inbox, and one page for each conversation."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from server.announcements.models import Announcement
from server.communities.access import communities_of
from server.communities.models import Place, Topic
from server.communities.words import say
from server.config.roles import may_read_confidential
from server.feedback import answering, attachments, tokens
from server.feedback.attachments import Attachment
from server.feedback.forms import AnswerForm, ClaimForm, PromiseForm, authors
from server.feedback.models import Blob, Feedback


@dataclass(frozen=True)
class Line:
    """One message or answer on the page."""

    ours: bool
    who: str
    when: datetime
    text: str
    language: str
    verdict: str = ""
    attachments: list[Attachment] = field(default_factory=list)


def _named(kind: type[Topic] | type[Place], field: str) -> Subquery:
    rows = kind._default_manager.filter(community=OuterRef("community"), key=OuterRef(field))
    return Subquery(rows.values("name")[:1])


@admin.register(Feedback)
class FeedbackAdmin(admin.ModelAdmin[Feedback]):
    """Conversations of the communities that the person works for; those waiting longest first."""

    list_display = (
        *("reference", "kind", "topic_name", "place_name", "spoken", "state"),
        *("waiting_since", "promised_by", "assigned_to", "erase_asked_at"),
    )
    list_display_links = ("reference", "kind")
    list_filter = (
        "state",
        "kind",
        ("assigned_to", admin.RelatedOnlyFieldListFilter),
        ("erase_asked_at", admin.EmptyFieldListFilter),
    )
    search_fields = ("reference",)
    search_help_text = _("The number that the sender says, or words of the message.")
    ordering = (F("waiting_since").asc(nulls_last=True), "-received_at")
    actions = None

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Feedback | None = None) -> bool:
        # Erasing is on the conversation's page, so that the id stays dead.
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Feedback]:
        rows = (
            super()
            .get_queryset(request)
            .filter(follows=None, community__in=communities_of(request.user))
        )
        if not (isinstance(request.user, User) and may_read_confidential(request.user)):
            rows = rows.exclude(kind=Feedback.Kind.CONFIDENTIAL)
        return (
            rows.annotate(topic_words=_named(Topic, "topic"), place_found=_named(Place, "place"))
            .select_related("community", "assigned_to")
            .prefetch_related("blobs")
        )

    def get_urls(self) -> list[URLPattern]:
        """The bytes of recordings and photos, below the page of their conversation."""
        view = self.admin_site.admin_view(self.blob_view)
        name = "feedback_feedback_blob"
        return [path("<uuid:object_id>/blob/<int:blob_id>/", view, name=name), *super().get_urls()]

    def blob_view(
        self, request: HttpRequest, object_id: uuid.UUID, blob_id: int
    ) -> HttpResponseBase:
        """A recording or a photo, for those who may see the conversation."""
        first = self.get_object(request, str(object_id))
        if first is None:
            raise Http404
        if not self.has_view_permission(request, first):
            raise PermissionDenied
        of_it = Q(feedback=first) | Q(feedback__follows=first)
        blob = Blob.objects.select_related("feedback").filter(of_it, pk=blob_id).first()
        if blob is None:
            raise Http404
        return attachments.send(request, blob)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Feedback], search_term: str
    ) -> tuple[QuerySet[Feedback], bool]:
        term = search_term.strip().replace("\0", "")
        if not term:
            return queryset, False
        if term.isdigit() and term.isascii() and len(term) < 18:
            return queryset.filter(reference=int(term)), False
        # Also in what was written back: staff remember the words, not where they stood.
        later = Feedback.objects.filter(follows__in=queryset, text__icontains=term)
        said = Q(text__icontains=term) | Q(pk__in=later.values("follows"))
        return queryset.filter(said), False

    @admin.display(description=_("topic"))
    def topic_name(self, row: Feedback) -> str:
        """The topic in the reader's language."""
        return say(getattr(row, "topic_words", None), get_language() or "en") or row.topic or "–"

    @admin.display(description=_("place"))
    def place_name(self, row: Feedback) -> str:
        """The place in the reader's language, or in the sender's words."""
        known = say(getattr(row, "place_found", None), get_language() or "en")
        return known or row.place_words or row.place or "–"

    @admin.display(description=_("voice or photo"))
    def spoken(self, row: Feedback) -> str:
        """What goes with the message, and whether it is here."""
        return ", ".join(attachments.state_of(blob) for blob in row.blobs.all()) or "–"

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """The conversation: read, answer, take on, promise, close."""
        first = self.get_object(request, object_id)
        if first is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)  # type: ignore[attr-defined,no-any-return]
        if not self.has_view_permission(request, first):
            raise PermissionDenied
        user = request.user
        assert isinstance(user, User)
        answering.look_at(first)
        forms = self._forms(request, first, user)
        if request.method == "POST":
            if not self.has_change_permission(request, first):
                raise PermissionDenied
            response = self._act(request, first, user, forms)
            if response is not None:
                return response
        return render(request, "footbridge/conversation.html", self._page(request, first, forms))

    def _forms(self, request: HttpRequest, first: Feedback, user: User) -> dict[str, Form]:
        action = request.POST.get("action")

        def given(name: str) -> Any:
            return request.POST if action == name else None

        spoken = "zh-CN" if first.language.lower().startswith("zh") else "en"
        return {
            "answer": AnswerForm(
                given("answer"), names=authors(first, user), initial={"language": spoken}
            ),
            "promise": PromiseForm(given("promise"), initial={"promised_by": first.promised_by}),
            "claim": ClaimForm(given("claim")),
        }

    def _act(
        self, request: HttpRequest, first: Feedback, user: User, forms: dict[str, Form]
    ) -> HttpResponse | None:
        """Does what was pressed; None shows the page again with what is wrong in a form."""
        action = request.POST.get("action", "")
        if action in forms and not forms[action].is_valid():
            return None
        if action == "claim":
            self._check_claim(request, first, forms["claim"].cleaned_data["claim_code"])
            return None
        doing: dict[str, Callable[[], object]] = {
            "answer": lambda: self._answer(first, user, forms["answer"].cleaned_data),
            "promise": lambda: answering.promise(
                first, forms["promise"].cleaned_data["promised_by"]
            ),
            "assign": lambda: answering.assign(first, user),
            "release": lambda: answering.release(first),
            "close": lambda: answering.close(first),
            "reopen": lambda: answering.reopen(first),
        }
        if action == "erase" and request.POST.get("sure"):
            self.log_change(request, first, "erase")
            answering.erase(first)
            self.message_user(request, _("The conversation is erased."))
            return HttpResponseRedirect(reverse("admin:feedback_feedback_changelist"))
        if action not in doing:
            self.message_user(request, _("Tick the box to erase for good."), messages.WARNING)
            return None
        doing[action]()
        self.log_change(request, first, action)
        self.message_user(request, DONE[action])
        return HttpResponseRedirect(request.path)

    @staticmethod
    def _answer(first: Feedback, user: User, values: dict[str, Any]) -> None:
        answering.answer(
            first,
            user,
            values["text"],
            values["language"],
            authors(first, user)[values["author"]],
            last=not values["more_to_come"],
        )

    def _check_claim(self, request: HttpRequest, first: Feedback, code: str) -> None:
        if tokens.claim_fits(first.claim_hash, str(first.pk), code):
            self.message_user(request, _("The claim code fits this message."))
        else:
            text = _("The claim code does not fit this message.")
            self.message_user(request, text, messages.ERROR)

    def _page(
        self, request: HttpRequest, first: Feedback, forms: dict[str, Form]
    ) -> dict[str, Any]:
        about = None
        if first.about:
            about = Announcement.objects.filter(
                pk=first.about, community_id=first.community_id
            ).first()
        return {
            **self.admin_site.each_context(request),
            "title": _("Message %(number)s") % {"number": first.reference},
            "opts": self.opts,
            "first": first,
            "topic": self.topic_name(first),
            "place": self.place_name(first),
            "about": about,
            "lines": _lines(first),
            "forms": forms,
            "may_change": self.has_change_permission(request, first),
            "closed": first.state == Feedback.State.CLOSED,
        }


DONE = {
    "answer": _("The answer is sent."),
    "promise": _("The day is noted, and the sender will see it."),
    "assign": _("You look after this message now."),
    "release": _("Nobody looks after this message now."),
    "close": _("The conversation is closed."),
    "reopen": _("The conversation is open again."),
}


def _lines(first: Feedback) -> list[Line]:
    language = get_language() or "en"
    sender = str(_("The sender"))
    theirs = [
        Line(
            *(False, sender, one.received_at, one.text, one.language, one.get_verdict_display()),
            attachments.attachments_of(one),
        )
        for one in [first, *first.follow_ups.prefetch_related("blobs")]
    ]
    ours = [
        Line(True, say(one.author, language), one.sent_at, one.text, one.language)
        for one in first.replies.all()
    ]
    return sorted([*theirs, *ours], key=lambda line: line.when)
