"""Staff pages for what a community calls its things, and for who works for it."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import User
from django.db.models import ForeignKey, QuerySet
from django.forms import ModelChoiceField
from django.http import HttpRequest

from server.communities.access import communities_of
from server.communities.models import (
    Community,
    Issuer,
    Lesson,
    LessonStep,
    Place,
    StaffMembership,
    Topic,
)


class IssuerInline(admin.TabularInline[Issuer, Community]):
    """Who notices come from."""

    model = Issuer
    extra = 0


class TopicInline(admin.TabularInline[Topic, Community]):
    """What messages may be about."""

    model = Topic
    extra = 0


class PlaceInline(admin.TabularInline[Place, Community]):
    """Where things are."""

    model = Place
    extra = 0


@admin.register(Community)
class CommunityAdmin(admin.ModelAdmin[Community]):
    """A community and its lists."""

    list_display = ("__str__", "slug", "help_telephone")
    inlines = (IssuerInline, TopicInline, PlaceInline)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Community]:
        return super().get_queryset(request).filter(pk__in=communities_of(request.user))

    def get_readonly_fields(self, request: HttpRequest, obj: Community | None = None) -> list[str]:
        # The address is on people's machines already.
        return ["slug"] if obj else []


class StepInline(admin.StackedInline[LessonStep, Lesson]):
    """The screens of a lesson."""

    model = LessonStep
    extra = 1


@admin.register(Lesson)
class LessonAdmin(admin.ModelAdmin[Lesson]):
    """A lesson and its steps."""

    list_display = ("__str__", "community", "position")
    inlines = (StepInline,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Lesson]:
        mine = communities_of(request.user)
        return super().get_queryset(request).filter(community__in=mine)

    def formfield_for_foreignkey(
        self, db_field: "ForeignKey[Any, Any]", request: HttpRequest, **kwargs: Any
    ) -> ModelChoiceField[Any] | None:
        if db_field.name == "community":
            kwargs["queryset"] = communities_of(request.user)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class MembershipInline(admin.TabularInline[StaffMembership, User]):
    """The communities that a person works for."""

    model = StaffMembership
    extra = 0


admin.site.unregister(User)


@admin.register(User)
class PersonAdmin(UserAdmin[User]):
    """Accounts, with the communities they work for."""

    inlines = (MembershipInline,)
