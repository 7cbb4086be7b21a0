"""What can go wrong, told apart by whose fault it is.

`EnvironmentProblem` is what the machine or the network did wrong: it is expected, is told to a
person in plain words chosen by its `code`, and is never a traceback. Everything else that is
raised is a bug.
"""

from __future__ import annotations

#: The exit code of a second program on one folder, with a window and without.
OPEN_ALREADY = 4


class FootbridgeError(Exception):
    """The root of all errors that Footbridge raises on purpose."""


class EnvironmentProblem(FootbridgeError):
    """The machine, the disk or the network did not do its part.

    `code` is a stable word that the screens turn into a sentence (`ui/wording/problems.py`);
    `detail` is for the log and holds no personal text.
    """

    code = "problem"

    def __init__(self, code: str | None = None, detail: str = "") -> None:
        super().__init__(f"{code or self.code}: {detail}" if detail else (code or self.code))
        if code is not None:
            self.code = code
        self.detail = detail


class StoreProblem(EnvironmentProblem):
    """The store can't be opened, read or written.

    Codes: `store_newer`, `store_not_ours`, `store_damaged`, `disk_full`, `folder_read_only`,
    `folder_gone`, `folder_no_lock`, `store_busy`, `recording_lost` (what a person said can't be
    read any more).
    """

    code = "store_damaged"


class PackProblem(EnvironmentProblem):
    """A speech pack can't be put in or taken out; nothing of it is left half-way.

    Codes: `pack_none` (there is none), `pack_several`, `pack_damaged` (not what its maker wrote
    down), `pack_newer`, `pack_unsafe` (it would write outside its folder, or fill the disk),
    `pack_locked` (a password, or packed in a way that is not known), `pack_language` (which
    language?), `pack_gone` (the stick was pulled out, or can't be read), `pack_no_room`,
    `pack_not_kept` (the program's own folder can't be written), `pack_busy`, `pack_cancelled`.
    """

    code = "pack_damaged"


class CourierProblem(EnvironmentProblem):
    """A stick could not carry words out or in; nothing that was kept is lost.

    Codes: `stick_none` (no stick, or no such folder), `stick_gone` (pulled out, or broken),
    `stick_full`, `stick_read_only`, `stick_unsafe` (a link, or no plain file, where ours should
    be), `stick_no_key` (the community was not heard of yet, so that nothing can be sealed for it),
    `stick_no_box` (it takes no messages by stick), `stick_stopped` (somebody pressed Stop),
    `stick_busy` (the connection is at it).
    """

    code = "stick_gone"


class ConnectionProblem(EnvironmentProblem):
    """The community could not be reached, or what answered was not the community.

    Codes: `no_connection`, `login_page` (a captive portal), `server_trouble` (5xx),
    `bad_answer` (not what the wire promises), `too_old` (this program is older than `min_client`),
    `busy` (429), `bad_join_code` (no join code, or no longer one), `not_joined` (only machines that
    joined may send, and this one is none of them), `offline` (switched off on purpose),
    `no_community` (no address yet).
    """

    code = "no_connection"

    def __init__(
        self, code: str | None = None, detail: str = "", retry_after_s: float | None = None
    ) -> None:
        super().__init__(code, detail)
        self.retry_after_s = retry_after_s


class BadData(FootbridgeError):
    """Bytes from outside are not what their format promises. The message names the field."""
