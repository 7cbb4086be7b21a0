"""A machine joins, is seen, and is sent away."""

import secrets
import uuid
from datetime import timedelta
from enum import Enum

from django.conf import settings
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.crypto import salted_hmac

from server.communities.models import Community
from server.devices.models import Device, JoinCode
from server.feedback import tokens

#: How many characters a join code has: 40 bits, expiring, counted and throttled.
LETTERS = 8
#: The last contact is written down no more often than that.
SEEN_EACH = timedelta(minutes=10)


class Refusal(Enum):
    """Why a machine is not taken, each with its own status on the wire."""

    CODE = "code"
    CONFLICT = "conflict"
    REVOKED = "revoked"
    UNKNOWN = "not_found"


class RefusedError(Exception):
    """The machine is not joined by this; nothing was written."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.value)
        self.refusal = refusal


def new_code() -> str:
    """`ABCD-EFGH`, to be shown once."""
    letters = "".join(secrets.choice(tokens.CROCKFORD) for _ in range(LETTERS))
    return f"{letters[:4]}-{letters[4:]}"


def code_hash(community_id: int, written: str, key: str | None = None) -> str:
    """What is kept of a code: 40 bits alone could be tried out, so the key is mixed in."""
    value = f"{community_id}:{tokens.plain_code(written)}"
    return salted_hmac("footbridge.join", value, secret=key, algorithm="sha256").hexdigest()


def join(
    community: Community, device_id: uuid.UUID, token: bytes, code: str, program: str
) -> tuple[Device, bool]:
    """Joins the machine and says whether that is new. Raises RefusedError.

    The same machine again is joined once and counted once, also when its receipt was lost. A code
    that is wrong, too old or used up is refused alike.
    """
    try:
        with transaction.atomic():
            before = _known(community, device_id, token)
            if before is not None:
                return before, False
            return _join(community, device_id, token, code, program), True
    except IntegrityError:
        before = _known(community, device_id, token)
        if before is None:
            raise
        return before, False


def seen(community: Community, device_id: uuid.UUID, token: bytes) -> Device:
    """The machine says that it is there. Raises RefusedError, UNKNOWN for a wrong token too."""
    try:
        device = _known(community, device_id, token)
    except RefusedError as refused:
        if refused.refusal is Refusal.CONFLICT:
            raise RefusedError(Refusal.UNKNOWN) from None
        raise
    if device is None:
        raise RefusedError(Refusal.UNKNOWN)
    now = timezone.now()
    if now - device.last_seen_at > SEEN_EACH:
        Device.objects.filter(pk=device.pk).update(last_seen_at=now)
    return device


def may_send(community: Community, device_id: str, token: str) -> bool:
    """Whether these are a joined machine's id and token; which one it is is not kept."""
    try:
        seen(community, uuid.UUID(device_id), tokens.decode(token))
    except (ValueError, RefusedError):
        return False
    return True


def revoke(devices: QuerySet[Device], by: User) -> int:
    """Sends machines away; returns how many were still joined."""
    return devices.filter(revoked_at=None).update(revoked_at=timezone.now(), revoked_by=by)


def _known(community: Community, device_id: uuid.UUID, token: bytes) -> Device | None:
    device = Device.objects.filter(pk=device_id).first()
    if device is None:
        return None
    if device.community_id != community.pk or not tokens.fits(device.token_hash, token):
        raise RefusedError(Refusal.CONFLICT)
    if device.revoked_at is not None:
        raise RefusedError(Refusal.REVOKED)
    return device


def _join(
    community: Community, device_id: uuid.UUID, token: bytes, code: str, program: str
) -> Device:
    keys = [None, *settings.SECRET_KEY_FALLBACKS]
    row = (
        # Locked: of two machines with a code for one, one joins.
        JoinCode.objects.select_for_update()
        .filter(
            community=community,
            code_hash__in=[code_hash(community.pk, code, key) for key in keys],
            expires_at__gt=timezone.now(),
            uses_left__gt=0,
        )
        .first()
    )
    if row is None:
        raise RefusedError(Refusal.CODE)
    row.uses_left -= 1
    row.save(update_fields=["uses_left"])
    return Device.objects.create(
        id=device_id,
        community=community,
        name=row.name,
        token_hash=tokens.token_hash(token),
        program=program,
    )
