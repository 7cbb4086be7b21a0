"""Why nothing can be heard: codes that a screen turns into a sentence."""

from __future__ import annotations

NO_VOICE = "no_voice"
"""No speech engine on this computer."""
NO_SOUND = "no_sound"
"""No sound card, no speaker, or no PortAudio."""
VOICE_FAILED = "voice_failed"
"""The voice broke down again and again."""
