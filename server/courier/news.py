"""The news file: all that is published, signed, for any machine to read. A ZIP."""

import hashlib
import json
import logging
import stat
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from django.db.models import Q

from server.announcements import feed, media
from server.announcements.models import FeedEntry, MediaFile
from server.api import acts
from server.communities.models import Community
from server.signing import notices
from server.signing.envelope import compact
from server.signing.models import Keysets

log = logging.getLogger(__name__)

ENDING = ".fbnews"
#: One page, unpacked: a client takes at most 16 MiB.
_PAGE_BYTES, _PAGE_ITEMS = 4 * 1024 * 1024, 500
#: The same content gives the same bytes, whenever it is made. The first day that a ZIP knows.
_DAY = (1980, 1, 1, 0, 0, 0)
#: What a ZIP needs for the name and place of one file, at most.
_ENTRY_BYTES = 512
_PIECE = 256 * 1024


def prefix_of(slug: str) -> str:
    """How the names of a community's news begin."""
    return f"{slug[:24]}-notices-"


@dataclass
class NewsFile:
    """Writes the news of a community. `left_out` counts pictures and sounds without room."""

    community: Community
    left_out: int = 0
    items: int = 0
    head: str = ""
    _media: dict[str, int] = field(default_factory=dict)

    def name(self, digest: str) -> str:
        """The name of the file with that digest."""
        generation, _, number = self.head.removeprefix("g").partition(".")
        return f"{prefix_of(self.community.slug)}{generation}-{number}-{digest[:8]}{ENDING}"

    def fill(self, file: BinaryIO, room: int) -> None:
        """Write it to an empty file: words first, then pictures and sounds as far as `room` goes.

        `room` is in bytes. Raises OSError, and KeyMissingError where it can't be signed.
        """
        self.left_out, self.items, self._media = 0, 0, {}
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            self._words(archive)
            file.flush()
            left = room - file.tell()
            for sha256 in self._media:
                medium = MediaFile.objects.filter(pk=sha256).first()
                if medium is None:
                    continue
                if medium.size + _ENTRY_BYTES > left:
                    self.left_out += 1
                    continue
                left -= medium.size + _ENTRY_BYTES
                self._medium(archive, sha256)

    def _words(self, archive: zipfile.ZipFile) -> None:
        found = feed.head_of(self.community.slug)
        assert found is not None
        self.head = str(found.feed)
        pages, files = [], {}
        for number, (last, text) in enumerate(self._pages(found), 1):
            name = f"notices-{number}.json"
            pages.append({"file": name, "last": last, "sha256": _put(archive, name, text)})
        head = acts.head_value(found)
        # Read once more and named by what was read: it may have changed since the head was.
        text = Community.objects.values_list("document", flat=True).get(pk=self.community.pk)
        head["community"] = files["community.json"] = _put(archive, "community.json", text)
        keys = Keysets.objects.filter(pk=self.community.pk).first()
        if keys is not None:
            head["keyset"] = files["keyset.json"] = _put(archive, "keyset.json", keys.document)
            roll = notices.signed_roll(self.community.pk, self.head)
            files["roll.json"] = _put(archive, "roll.json", compact(roll))
        told = {
            "type": "footbridge-courier-news",
            "version": 1,
            "feed": self.head,
            "head": head,
            "horizon": found.horizon,
            "pages": pages,
            "files": files,
        }
        envelope = notices.signed_for_stick(self.community.pk, told)
        if envelope is None:
            plain = compact({"community": self.community.slug, **told})
            envelope = {"signed": plain, "signatures": []}
        _put(archive, "news.json", compact(envelope))

    def _pages(self, found: feed.Head) -> Iterator[tuple[int, str]]:
        """Pages as `GET /announcements` gives them, and the number of the last change of each."""
        items: list[str] = []
        size, last = 0, 0
        rows = (
            FeedEntry.objects.filter(community_id=found.community_id, seq__lte=found.feed.number)
            .filter(Q(superseded_by=None) | Q(superseded_by__gt=found.feed.number))
            .order_by("seq")
            .values_list("seq", "wire")
        )
        for seq, wire in rows.iterator(chunk_size=200):
            length = len(wire.encode())
            if items and (len(items) == _PAGE_ITEMS or size + length > _PAGE_BYTES):
                place = feed.Cursor(found.feed.generation, last)
                yield last, feed.Page(items, place, more=True).json()
                items, size = [], 0
            items.append(wire)
            size, last = size + length, seq
            self.items += 1
            self._note_media(json.loads(wire))
        yield max(last, found.feed.number), feed.Page(items, found.feed, more=False).json()

    def _note_media(self, item: dict[str, Any]) -> None:
        """The newest first: they are the likeliest to be looked at."""
        new = {one["sha256"]: int(one["size"]) for one in item.get("media", ())}
        self._media = new | self._media

    def _medium(self, archive: zipfile.ZipFile, sha256: str) -> None:
        try:
            stored = media.read(sha256)
        except FileNotFoundError:
            log.error("the bytes of a published file are missing: %s", sha256)
            return
        # Pictures and sounds are packed already.
        with stored, archive.open(_info(f"media-{sha256}", zipfile.ZIP_STORED), "w") as entry:
            while piece := stored.read(_PIECE):
                entry.write(piece)


def _info(name: str, how: int) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, _DAY)
    info.compress_type = how
    info.create_system = 3
    info.external_attr = (stat.S_IFREG | 0o644) << 16
    return info


def _put(archive: zipfile.ZipFile, name: str, text: str) -> str:
    """Write a file; returns its digest."""
    data = text.encode()
    archive.writestr(_info(name, zipfile.ZIP_DEFLATED), data)
    return hashlib.sha256(data).hexdigest()
