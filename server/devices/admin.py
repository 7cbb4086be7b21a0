"""Staff pages for machines: a new code in large print, the machines, and sending one away."""

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from server.communities.access import communities_of
from server.communities.models import Community
from server.devices import joining
from server.devices.models import Device, JoinCode

DAYS = ((1, _("one day")), (7, _("a week")), (30, _("a month")))


class JoinCodeForm(forms.ModelForm[JoinCode]):
    """Which machine, and how long its code is good."""

    days = forms.TypedChoiceField(label=_("good for"), choices=DAYS, coerce=int, initial=1)
    uses_left = forms.IntegerField(
        label=_("for how many machines"), min_value=1, max_value=50, initial=1
    )

    class Meta:
        model = JoinCode
        fields = ("community", "name", "days", "uses_left")


@admin.register(JoinCode)
class JoinCodeAdmin(admin.ModelAdmin[JoinCode]):
    """A code is shown once, when it is made; afterwards only what became of it."""

    form = JoinCodeForm
    list_display = ("name", "community", "uses_left", "expires_at", "made_by")

    def get_queryset(self, request: HttpRequest) -> QuerySet[JoinCode]:
        return super().get_queryset(request).filter(community__in=communities_of(request.user))

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "community":
            choices = communities_of(request.user)
            kwargs |= {"queryset": choices, "initial": choices.first()}
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def has_change_permission(self, request: HttpRequest, obj: JoinCode | None = None) -> bool:
        return False

    def save_model(
        self, request: HttpRequest, obj: JoinCode, form: JoinCodeForm, change: bool
    ) -> None:
        """The code lives as long as this request; then only its digest is left."""
        assert isinstance(request.user, User)
        code = joining.new_code()
        obj.code_hash = joining.code_hash(obj.community_id, code)
        obj.expires_at = timezone.now() + timedelta(days=form.cleaned_data["days"])
        obj.made_by = request.user
        super().save_model(request, obj, form, change)
        request.join_code = code  # type: ignore[attr-defined]

    def response_add(
        self, request: HttpRequest, obj: JoinCode, post_url_continue: str | None = None
    ) -> HttpResponse:
        """The code in large print, to be read out or printed."""
        context = {
            **self.admin_site.each_context(request),
            "title": _("Join code for %(name)s") % {"name": obj.name},
            "opts": self.opts,
            "row": obj,
            "code": request.join_code,  # type: ignore[attr-defined]
            "address": _address(request, obj.community),
        }
        return render(request, "footbridge/join_code.html", context)


@admin.register(Device)
class DeviceAdmin(admin.ModelAdmin[Device]):
    """The machines of the communities that the person works for."""

    list_display = ("name", "community", "last_seen_at", "program", "joined_at", "revoked_at")
    list_filter = (("revoked_at", admin.EmptyFieldListFilter),)
    readonly_fields = ("community", "last_seen_at", "program", "joined_at", "revoked_at")
    fields = ("name", *readonly_fields)
    actions = ("send_away",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Device | None = None) -> bool:
        # Sent away, it is told so; a machine that is not known any more would not be.
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Device]:
        return super().get_queryset(request).filter(community__in=communities_of(request.user))

    @admin.action(
        description=_("Send away: these machines are no longer joined"), permissions=["change"]
    )
    def send_away(self, request: HttpRequest, queryset: QuerySet[Device]) -> None:
        """Each machine says so at its next contact, and keeps what it has."""
        assert isinstance(request.user, User)
        for device in queryset.filter(revoked_at=None):
            self.log_change(request, device, "revoke")
        count = joining.revoke(queryset, request.user)
        text = _("Machines sent away: %(count)s.") % {"count": count}
        self.message_user(request, text, messages.SUCCESS)


def _address(request: HttpRequest, community: Community) -> str:
    """What people type to join this community."""
    root = request.build_absolute_uri("/")
    first = Community.objects.order_by("pk").first()
    return root.rstrip("/") if community == first else f"{root}c/{community.slug}"
