"""Staff pages for notices: write, publish, correct, withdraw."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import ForeignKey, QuerySet
from django.forms import ModelChoiceField
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from server.announcements import media, publishing
from server.announcements.forms import (
    AnnouncementForm,
    MediaForm,
    NoteForm,
    TranslationFormSet,
    missing_languages,
)
from server.announcements.models import Announcement, Media, Translation
from server.communities.access import communities_of
from server.communities.models import Issuer, Topic

State = Announcement.State
STEPS = {
    "publish": (_("Publish this notice"), _("Publish"), _("The notice is published.")),
    "correct": (
        _("Publish as a correction: what changed?"),
        _("Publish the correction"),
        _("The correction is published."),
    ),
    "withdraw": (
        _("Withdraw this notice: why?"),
        _("Withdraw"),
        _("The notice is withdrawn."),
    ),
}


class TranslationInline(admin.StackedInline[Translation, Announcement]):
    """The texts, one form for each language."""

    model = Translation
    formset = TranslationFormSet
    max_num = 2

    def get_extra(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> int:
        return len(missing_languages(obj))


class MediaInline(admin.StackedInline[Media, Announcement]):
    """Pictures and sounds."""

    model = Media
    form = MediaForm
    extra = 0
    fields = ("shown", "upload", "description", "language", "position")
    readonly_fields = ("shown",)

    def get_extra(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> int:
        # Without JavaScript there is no "add another", so one empty form is always there.
        return 1

    @admin.display(description=_("now"))
    def shown(self, one: Media) -> str:
        """The picture, or a link to the sound."""
        if one.pk is None:
            return "–"
        url = reverse("admin:announcements_announcement_media", args=[one.pk])
        if one.role == Media.Role.PICTURE:
            return format_html('<img src="{}" alt="" height="120">', url)
        return format_html('<a href="{}">{}</a>', url, _("Listen"))


@admin.register(Announcement)
class AnnouncementAdmin(admin.ModelAdmin[Announcement]):
    """Notices of the communities that the person works for."""

    form = AnnouncementForm
    inlines = (TranslationInline, MediaInline)
    list_display = ("__str__", "shown_state", "urgent", "issuer", "published_at", "expires_on")
    list_filter = ("state", "urgent", ("issuer", admin.RelatedOnlyFieldListFilter))
    search_fields = ("translations__title", "translations__body")
    fields = (
        *("shown_state", "issuer", "topic", "urgent", "expires_on"),
        *("published_at", "revised_at", "revision"),
    )
    readonly_fields = ("shown_state", "published_at", "revised_at", "revision")
    actions = ("publish_chosen",)
    change_form_template = "footbridge/announcement.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Announcement]:
        mine = communities_of(request.user)
        rows = super().get_queryset(request).filter(community__in=mine)
        return rows.select_related("issuer", "topic").prefetch_related("translations")

    def formfield_for_foreignkey(
        self, db_field: "ForeignKey[Any, Any]", request: HttpRequest, **kwargs: Any
    ) -> ModelChoiceField[Any] | None:
        kinds: dict[str, type[Issuer] | type[Topic]] = {"issuer": Issuer, "topic": Topic}
        if db_field.name in kinds:
            kwargs["queryset"] = kinds[db_field.name]._default_manager.filter(
                community__in=communities_of(request.user)
            )
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    @admin.display(description=_("state"), ordering="state")
    def shown_state(self, notice: Announcement) -> str:
        """The state, and whether people see what staff see."""
        if notice.state == State.PUBLISHED and publishing.has_unsent_changes(notice):
            return str(_("Published, with changes not yet sent"))
        return str(notice.get_state_display()) if notice.pk else str(State.DRAFT.label)

    @admin.action(description=_("Publish the chosen drafts"), permissions=["change"])
    def publish_chosen(self, request: HttpRequest, chosen: QuerySet[Announcement]) -> None:
        """Publishes each draft; says which could not go."""
        for notice in chosen:
            try:
                publishing.publish(notice)
            except ValidationError as error:
                text = f"{notice}: {' '.join(error.messages)}"
                self.message_user(request, text, messages.ERROR)
            else:
                self.log_change(request, notice, "publish")
                self.message_user(request, f"{notice}: {STEPS['publish'][2]}")

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Deletes one; says why where the deletion can't be signed."""
        try:
            return super().delete_view(request, object_id, extra_context)
        except ValidationError as error:
            self.message_user(request, " ".join(error.messages), messages.ERROR)
            page = reverse("admin:announcements_announcement_change", args=[object_id])
            return HttpResponseRedirect(page)

    def delete_model(self, request: HttpRequest, obj: Announcement) -> None:
        publishing.delete(obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Announcement]) -> None:
        for notice in queryset:
            try:
                publishing.delete(notice)
            except ValidationError as error:
                text = f"{notice}: {' '.join(error.messages)}"
                self.message_user(request, text, messages.ERROR)

    def get_urls(self) -> list[URLPattern]:
        site, name = self.admin_site, "announcements_announcement"
        own = [
            path("<uuid:key>/<str:step>/", site.admin_view(self.step_view), name=f"{name}_step"),
            path("media/<int:key>", site.admin_view(self.media_view), name=f"{name}_media"),
        ]
        # A step's address looks like `<id>/change/`, so the admin's own come first where they fit.
        return [own[1], *super().get_urls()[:-1], own[0], super().get_urls()[-1]]

    def response_add(
        self, request: HttpRequest, obj: Announcement, post_url_continue: str | None = None
    ) -> HttpResponse:
        return self._to_step(request, obj) or super().response_add(request, obj, post_url_continue)

    def response_change(self, request: HttpRequest, obj: Announcement) -> HttpResponse:
        return self._to_step(request, obj) or super().response_change(request, obj)

    def _to_step(self, request: HttpRequest, notice: Announcement) -> HttpResponse | None:
        for step in STEPS:
            if f"_{step}" in request.POST:
                url = reverse("admin:announcements_announcement_step", args=[notice.pk, step])
                return HttpResponseRedirect(url)
        return None

    def step_view(self, request: HttpRequest, key: Any, step: str) -> HttpResponse:
        """Shows what people will get, asks for words where they are needed, and does it."""
        notice = self.get_object(request, str(key))
        if notice is None or step not in STEPS:
            raise Http404
        if not self.has_change_permission(request, notice):
            raise PermissionDenied
        title, button, done = STEPS[step]
        form = None if step == "publish" else NoteForm(request.POST or None)
        problem = ""
        if request.method == "POST" and (form is None or form.is_valid()):
            try:
                self._do(step, notice, form)
            except ValidationError as error:
                problem = " ".join(error.messages)
            else:
                self.log_change(request, notice, step)
                self.message_user(request, done)
                return HttpResponseRedirect(
                    reverse("admin:announcements_announcement_change", args=[notice.pk])
                )
        context = {
            **self.admin_site.each_context(request),
            "title": title,
            "opts": self.opts,
            "original": notice,
            "texts": notice.translations.all(),
            "missing": missing_languages(notice),
            "form": form,
            "button": button,
            "problem": problem,
        }
        return render(request, "footbridge/step.html", context)

    @staticmethod
    def _do(step: str, notice: Announcement, form: NoteForm | None) -> None:
        if form is None:
            publishing.publish(notice)
        elif step == "correct":
            publishing.correct(notice, form.cleaned_data["note"])
        else:
            publishing.withdraw(notice, form.cleaned_data["note"])

    def media_view(self, request: HttpRequest, key: int) -> FileResponse:
        """The bytes of a picture or a sound, also of a draft's, for those who may see it."""
        mine = self.get_queryset(request)
        one = Media.objects.filter(pk=key, announcement__in=mine).select_related("file").first()
        if one is None or not self.has_view_permission(request):
            raise Http404
        return FileResponse(media.read(one.file.sha256), content_type=one.file.type)
