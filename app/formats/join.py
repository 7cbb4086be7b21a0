"""The file that people join with, from a USB stick. Pure."""

from __future__ import annotations

from app.domain.trust import JoinFile, community_code
from app.errors import BadData
from app.formats.envelope import KEY_BYTES, base64_bytes
from app.formats.fields import Fields, load_json

JOIN_FILE_LIMIT = 64 * 1024


def parse_join_file(data: bytes) -> JoinFile:
    """A `.footbridge` file; raises BadData."""
    fields = Fields(load_json(data, "join file", JOIN_FILE_LIMIT), "join file")
    if fields.raw("type") != "footbridge-join":
        raise fields.bad("type", "not a file to join with")
    address = fields.line("address")
    if not address or "#" in address:
        raise BadData("join file: no address")
    root = base64_bytes(fields, "root", KEY_BYTES)
    return JoinFile(address, fields.some_words("name"), community_code(root))
