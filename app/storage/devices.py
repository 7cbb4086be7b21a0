"""By which communities this machine was registered."""

from __future__ import annotations

from datetime import datetime

from app.domain.device import Device
from app.storage.belonging import address_in_force
from app.storage.database import Store


class DeviceRepository:
    """At most one registration for each community's address."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def here(self) -> Device | None:
        """That of the community that is joined; None where it was joined without a code."""
        with self._store.read() as connection:
            row = connection.execute(
                "SELECT address, id, token, name, joined_at, revoked_at FROM device"
                " WHERE address = ?",
                (address_in_force(connection),),
            ).fetchone()
        if row is None:
            return None
        address, device_id, token, name, joined_at, revoked_at = row
        revoked = datetime.fromisoformat(revoked_at) if revoked_at else None
        joined = datetime.fromisoformat(joined_at)
        return Device(address, device_id, token, name, joined, revoked)

    def save(self, device: Device) -> None:
        """Keep it in the place of an earlier one."""
        with self._store.write() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO device (address, id, token, name, joined_at, revoked_at)"
                " VALUES (?, ?, ?, ?, ?, ?)",
                (
                    *(device.address, device.id, device.token, device.name),
                    device.joined_at.isoformat(),
                    device.revoked_at.isoformat() if device.revoked_at else None,
                ),
            )

    def revoke(self, device_id: str, at: datetime) -> None:
        """The community says that the machine is no longer joined."""
        with self._store.write() as connection:
            connection.execute(
                "UPDATE device SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL",
                (at.isoformat(), device_id),
            )
