"""Who may see which community's things."""

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, User
from django.db.models import QuerySet

from server.communities.models import Community, StaffMembership
from server.communities.words import Words

Person = User | AbstractBaseUser | AnonymousUser


def communities_of(user: Person) -> QuerySet[Community]:
    """The communities this person works for; all of them for a superuser."""
    if not isinstance(user, User):
        return Community.objects.none()
    if user.is_superuser:
        return Community.objects.all()
    return Community.objects.filter(memberships__user=user)


def display_name(user: User, community: Community) -> Words | None:
    """The name under which this person answers, or None where only the office's name is shown."""
    membership = StaffMembership.objects.filter(user=user, community=community).first()
    return membership.display_name if membership and membership.display_name else None
