"""What people join with: an address with a code, as text, in a QR code, or in a file. Pure."""

from __future__ import annotations

import re

from app.domain.trust import JoinFile, community_code, tidy_code
from app.errors import BadData, ConnectionProblem
from app.formats.envelope import KEY_BYTES, base64_bytes
from app.formats.fields import Fields, load_json

JOIN_FILE_LIMIT = 64 * 1024
#: An address, a blank, and four groups of four: as it is read out or copied from paper.
_WITH_CODE = re.compile(r"(.*\S)\s+([0-9A-Za-z]{4}(?:[\s-]*[0-9A-Za-z]{4}){3})\s*", re.DOTALL)


def split_join_text(typed: str) -> tuple[str, str]:
    """The address and the code of `https://willow-lane.example#ABCD-EFGH-JKMN-PQRS`.

    The code is empty where none was typed; a blank may stand for `#`. Raises
    ConnectionProblem(`bad_code`) for a code that can't be one.
    """
    text = typed.strip().replace("＃", "#")
    address, mark, rest = text.partition("#")
    if mark:
        code = tidy_code(rest)
        if code is None:
            raise ConnectionProblem("bad_code", "not sixteen letters and digits")
        return address.strip(), code
    found = _WITH_CODE.fullmatch(text)
    code = tidy_code(found[2]) if found else None
    return (found[1], code) if found and code else (text, "")


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
