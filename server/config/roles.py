"""What the staff of a community may do, as groups of Django's permissions."""

from django.contrib.auth.models import Group, Permission, User
from django.db.models import Q

STAFF = "Community staff"
MANAGERS = "Community managers"
CONFIDENTIAL = "Messages in confidence"

ABILITIES = {
    STAFF: {
        "announcements": ["announcement", "translation", "media"],
        "feedback": ["view_feedback", "change_feedback", "view_reply", "add_reply"],
        "devices": ["view_device", "change_device", "view_joincode", "add_joincode"],
    },
    MANAGERS: {
        "communities": [
            *("change_community", "view_community"),
            *("issuer", "topic", "place", "lesson", "lessonstep"),
        ],
    },
    CONFIDENTIAL: {"feedback": ["read_confidential"]},
}


def group(name: str) -> Group:
    """The group with its permissions, made when it is not there yet."""
    found, _made = Group.objects.get_or_create(name=name)
    wanted = Q(pk__in=[])
    for app, names in ABILITIES[name].items():
        for one in names:
            # A bare model name stands for all that can be done with it.
            exact = Q(codename=one) if "_" in one else Q(content_type__model=one)
            wanted |= Q(content_type__app_label=app) & exact
    found.permissions.add(*Permission.objects.filter(wanted))
    return found


def may_read_confidential(user: User) -> bool:
    """Whether this person may read what was sent in confidence."""
    return user.has_perm("feedback.read_confidential")
