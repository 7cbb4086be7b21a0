"""Why nothing can be heard: codes that a screen turns into a sentence."""

from __future__ import annotations

NO_MICROPHONE = "no_microphone"
"""No microphone on this computer, or no PortAudio."""
MICROPHONE_FAILED = "microphone_failed"
"""There is a microphone, but it gives nothing: refused, pulled out, or its server hangs."""
NO_RECOGNISER = "no_recogniser"
"""Nothing on this computer can write down that language."""
EAR_FAILED = "ear_failed"
"""What listens broke down again and again."""
VOICE_SPEAKS = "voice_speaks"
"""The reader did not fall silent; it would be heard instead of the person."""
NO_ROOM = "no_room"
"""The recording cannot be written: the disk is full, or the folder is not to be written."""
