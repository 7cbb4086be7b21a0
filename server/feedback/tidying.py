"""What crashes and broken-off sending leave behind, thrown away in time."""

from datetime import datetime

from django.core.files.storage import default_storage
from django.db import transaction

from server.feedback.blobs import FOLDER
from server.feedback.models import Blob, BlobPiece


def drop_halves(before: datetime) -> int:
    """Forget the pieces of what nobody has gone on with since; returns of how many.

    The message still names it: its sender may begin again from nothing.
    """
    stale = Blob.objects.filter(stored="", offset__gt=0, changed_at__lt=before)
    count = 0
    for key in list(stale.values_list("pk", flat=True)):
        with transaction.atomic():
            row = stale.select_for_update().filter(pk=key).first()
            if row is not None:
                BlobPiece.objects.filter(blob=row).delete()
                row.offset = 0
                row.save(update_fields=["offset", "changed_at"])
                count += 1
    return count


def drop_strays(before: datetime) -> int:
    """Delete files that no message names (a process was killed in the middle); returns how many.

    Young ones are left alone: the transaction that names them may not be over.
    """
    try:
        _folders, files = default_storage.listdir(FOLDER)
    except (FileNotFoundError, NotImplementedError):
        return 0
    count = 0
    for name in (f"{FOLDER}/{file}" for file in files):
        if Blob.objects.filter(stored=name).exists():
            continue
        if default_storage.get_modified_time(name) < before:
            default_storage.delete(name)
            count += 1
    return count
