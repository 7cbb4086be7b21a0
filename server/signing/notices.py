"""What publishing asks for: the envelope of a notice, and the roll of all that stands."""

import json
from typing import Any

from server.announcements.models import FeedEntry
from server.signing import keyring
from server.signing.envelope import COURIER, NOTICE, ROLL, compact, sign
from server.signing.models import Keysets


def signed_notice(community_id: int, wire: dict[str, Any]) -> dict[str, Any] | None:
    """The envelope of a change of the feed; None where the community has no keys.

    Called with the feed's counter locked, so that the key is the one of that number.
    Raises KeyMissingError: what is not signed would be shown to nobody.
    """
    return _signed(community_id, NOTICE, wire)


def signed_roll(community_id: int, feed: str) -> dict[str, Any] | None:
    """The envelope of the ids of all notices that stand at that head; None without keys.

    A client that reads the feed anew drops only what this does not name. Raises KeyMissingError.
    """
    ids = FeedEntry.objects.filter(
        community_id=community_id, superseded_by=None, deleted=False
    ).order_by("announcement_id")
    names = [str(one) for one in ids.values_list("announcement_id", flat=True)]
    return _signed(community_id, ROLL, {"type": "roll", "feed": feed, "notices": names})


def signed_for_stick(community_id: int, told: dict[str, Any]) -> dict[str, Any] | None:
    """The envelope of what a stick carries; `told` names the head as `feed`. None without keys.

    Raises KeyMissingError.
    """
    return _signed(community_id, COURIER, told)


def _signed(community_id: int, domain: bytes, told: dict[str, Any]) -> dict[str, Any] | None:
    row = Keysets.objects.select_related("community").filter(community_id=community_id).first()
    if row is None:
        return None
    seed = keyring.seed_of(row.community.slug, row.publisher)
    return sign(domain, compact({"community": row.community.slug, **told}), seed)


def plain(wire: str) -> dict[str, Any]:
    """A feed's entry without its signature."""
    told: dict[str, Any] = json.loads(wire)
    told.pop("signed", None)
    return told
