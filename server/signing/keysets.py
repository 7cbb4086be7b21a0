"""The community's keysets: who may sign its notices, said by the root key, version after version.

Version N + 1 is signed by N's root and by its own. A publisher's key may sign what has a number in
the feed from `from` to `until`; one that is revoked may sign nothing, whatever its number.
"""

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from django.db import connection, transaction
from nacl.utils import random

from server.communities.models import Community, FeedCounter
from server.signing import boxes, keyring
from server.signing.envelope import KEYSET, b64, compact, key_id, public_of, sign, unb64
from server.signing.models import Keysets


class KeysetError(Exception):
    """What was asked for can't be done; the text is for the operator."""


def chain(community: Community) -> list[dict[str, Any]]:
    """The envelopes of all keysets, oldest first; empty where nothing is signed."""
    row = Keysets.objects.filter(community=community).first()
    return list(json.loads(row.document)["keysets"]) if row else []


def newest(envelopes: list[dict[str, Any]]) -> dict[str, Any]:
    """What the last of them says. Raises KeysetError when there is none."""
    if not envelopes:
        raise KeysetError("This community has no keys yet: run `keys make`.")
    told: dict[str, Any] = json.loads(envelopes[-1]["signed"])
    return told


def root_of(envelopes: list[dict[str, Any]]) -> bytes:
    """The root's public key as it is now."""
    return unb64(newest(envelopes)["root"])


def make(community: Community, root: bytes) -> list[dict[str, Any]]:
    """The first keyset: `root` (a secret seed) names a new publisher's key.

    Everything published so far is published once more, signed. Raises KeysetError.
    """
    with transaction.atomic():
        number = _lock(community)
        if chain(community):
            raise KeysetError(f"{community.slug} has keys already.")
        told = {
            "type": "keyset",
            "community": community.slug,
            "version": 1,
            "root": b64(public_of(root)),
            "keys": [_new_key(community, number)],
            "boxes": [_new_box(community)],
            "revoked": [],
        }
        envelopes = _install(community, [sign(KEYSET, compact(told), root)])
        _publish_again(community)
    return envelopes


def rotate(
    community: Community, root: bytes, new_root: bytes | None = None
) -> list[dict[str, Any]]:
    """New keys to sign and to seal with; the publisher's before stays good for what it has signed.

    What was sealed with older ones can be opened as before. With `new_root` the root key changes,
    too. Raises KeysetError.
    """
    with transaction.atomic():
        number = _lock(community)
        before = _checked(community, root)
        told = newest(before)
        keys = _ended(told, number)
        keys.append(_new_key(community, number))
        changed = told | {"keys": keys, "boxes": [_new_box(community)]}
        return _next(community, before, changed, root, new_root)


def revoke(community: Community, root: bytes, key: str) -> list[dict[str, Any]]:
    """A publisher's key that was stolen signs nothing any more, nor did it ever.

    Who had it had the one that opens what is sealed, too: another one is sealed with from now on.
    All that is published now is signed anew by a new key. Raises KeysetError.
    """
    with transaction.atomic():
        number = _lock(community)
        before = _checked(community, root)
        told = newest(before)
        if key not in {one["key"] for one in told["keys"]}:
            raise KeysetError(f"{community.slug} has no key {key}.")
        keys = [one for one in _ended(told, number) if one["key"] != key]
        keys.append(_new_key(community, number))
        changed = told | {
            "keys": keys,
            "boxes": [_new_box(community)],
            "revoked": [*told["revoked"], key],
        }
        after = _next(community, before, changed, root, None)
        _publish_again(community)
    keyring.forget(community.slug, key)
    return after


def restore(
    community: Community,
    kept: list[dict[str, Any]],
    *seeds: bytes,
    box_secrets: Iterable[bytes] = (),
) -> None:
    """Put kept keysets and secrets back. Raises KeysetError when the kept ones are older."""
    with transaction.atomic():
        number = _lock(community)
        here = chain(community)
        told = newest(kept)
        if told["community"] != community.slug:
            raise KeysetError(f"These are the keys of {told['community']}.")
        if kept[: len(here)] != here:
            raise KeysetError("The keys on this server are newer, or others; nothing was changed.")
        if seeds or box_secrets:
            keyring.keep(community.slug, *seeds, boxes=box_secrets)
        _install(community, kept)
        # A database that was restored from a copy counts from an earlier number.
        begins = max(one["from"] for one in told["keys"]) - 1
        if number < begins:
            FeedCounter.objects.filter(community=community).update(n=begins)
        stolen = set(told["revoked"]) - set(newest(here)["revoked"] if here else [])
        if not here or stolen:
            # Nothing that the database holds is signed, or a key signed it that counts no more.
            _publish_again(community)


def _lock(community: Community) -> int:
    """The number of the last change; nothing is published until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE communities_feedcounter SET n = n WHERE community_id = %s RETURNING n",
            [community.pk],
        )
        (number,) = cursor.fetchone()
    return int(number)


def _new_key(community: Community, number: int) -> dict[str, Any]:
    seed = random(32)
    public = public_of(seed)
    # Before the commit: a key that nobody uses does no harm, one that is missing would.
    keyring.keep(community.slug, seed)
    return {"key": key_id(public), "public": b64(public), "from": number + 1, "until": None}


def _new_box(community: Community) -> dict[str, Any]:
    secret = random(32)
    keyring.keep(community.slug, boxes=[secret])
    public = boxes.public_of(secret)
    return {"key": key_id(public), "public": b64(public)}


def _ended(told: dict[str, Any], number: int) -> list[dict[str, Any]]:
    """The keys so far, the current one good up to this number."""
    return [
        {**one, "until": number if one["until"] is None else one["until"]} for one in told["keys"]
    ]


def _checked(community: Community, root: bytes) -> list[dict[str, Any]]:
    envelopes = chain(community)
    if root_of(envelopes) != public_of(root):
        raise KeysetError("This is not the root key of this community.")
    return envelopes


def _next(
    community: Community,
    before: list[dict[str, Any]],
    told: dict[str, Any],
    root: bytes,
    new_root: bytes | None,
) -> list[dict[str, Any]]:
    roots = [root] if new_root is None else [root, new_root]
    told = told | {"version": told["version"] + 1, "root": b64(public_of(roots[-1]))}
    return _install(community, [*before, sign(KEYSET, compact(told), *roots)])


def _install(community: Community, envelopes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    document = compact({"keysets": envelopes})
    told = newest(envelopes)
    current = next(one["key"] for one in told["keys"] if one["until"] is None)
    Keysets.objects.update_or_create(
        community=community,
        defaults={
            "document": document,
            "digest": hashlib.sha256(document.encode()).hexdigest(),
            "version": told["version"],
            "publisher": current,
        },
    )
    return envelopes


def _publish_again(community: Community) -> None:
    # Publishing signs, so it knows us; here it is needed once in a key's life.
    from server.announcements.publishing import enter_again

    enter_again(community.pk)
