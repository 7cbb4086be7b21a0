"""By voice alone, from outside: a voice into the microphone, the window's answer on the screen."""

from __future__ import annotations

import pytest
from pytest_bdd import given, scenarios

from tests.end2end.person import Person
from tests.end2end.staff import Notice, Staff, Texts

scenarios("features/by_voice.feature")
pytestmark = pytest.mark.usefixtures("server", "sound", "desktop")

SWANS = Notice(
    {
        "en": Texts("Swans on the pond", "Please keep dogs away.", ("Three swans are back.",)),
        "zh-CN": Texts("柳塘来了天鹅", "请牵好狗。", ("来了三只天鹅。",)),
    },
    urgent=True,  # so that it stands on the first page
)


@given("staff have published that the swans are back")
def _publish(staff: Staff) -> None:
    staff.publish(SWANS)


@given("the Willow Lane community, and Footbridge always listening on Home")
def _always(person: Person) -> None:
    """With a quick voice: what is read aloud has to be waited for."""
    person.has_been_here(always_listening=True, speed=6)
    person.start()
    person.see("Notices")
    person.program.see("Willow Lane")
