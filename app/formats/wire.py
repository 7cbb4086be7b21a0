"""The wire, both ways: see docs/protocol.md. All of it is pure; every parser raises BadData."""

from __future__ import annotations

from app.formats.fields import SetAside
from app.formats.wire_announcements import (
    ANNOUNCEMENT_LIMIT,
    PAGE_LIMIT,
    Page,
    parse_announcements_page,
)
from app.formats.wire_community import (
    COMMUNITY_LIMIT,
    HEAD_LIMIT,
    Cursor,
    Head,
    parse_community,
    parse_head,
    parse_version,
)
from app.formats.wire_device import DEVICE_LIMIT, Joined, join_payload, parse_joined
from app.formats.wire_feedback import (
    MAILBOX_LIMIT,
    MAILBOX_MOST,
    RECEIPT_LIMIT,
    RECORDING_ROLE,
    RECORDING_TYPE,
    Mailbox,
    feedback_payload,
    follow_up_payload,
    mailbox_payload,
    parse_blob_status,
    parse_mailbox,
    parse_receipt,
    parse_refusal,
    parse_taken_back,
)
from app.formats.wire_snapshot import (
    SNAPSHOT_LIMIT,
    Snapshot,
    SnapshotFile,
    SnapshotName,
    parse_kept,
    parse_name,
    parse_snapshot,
    unpack,
)

__all__ = [
    "ANNOUNCEMENT_LIMIT",
    "COMMUNITY_LIMIT",
    "DEVICE_LIMIT",
    "HEAD_LIMIT",
    "MAILBOX_LIMIT",
    "MAILBOX_MOST",
    "PAGE_LIMIT",
    "RECEIPT_LIMIT",
    "RECORDING_ROLE",
    "RECORDING_TYPE",
    "SNAPSHOT_LIMIT",
    "Cursor",
    "Head",
    "Joined",
    "Mailbox",
    "Page",
    "SetAside",
    "Snapshot",
    "SnapshotFile",
    "SnapshotName",
    "feedback_payload",
    "follow_up_payload",
    "join_payload",
    "mailbox_payload",
    "parse_announcements_page",
    "parse_blob_status",
    "parse_community",
    "parse_head",
    "parse_joined",
    "parse_kept",
    "parse_mailbox",
    "parse_name",
    "parse_receipt",
    "parse_refusal",
    "parse_snapshot",
    "parse_taken_back",
    "parse_version",
    "unpack",
]
