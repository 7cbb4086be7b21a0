"""A private virtual sound card: what the program plays is captured, what is fed is 'spoken'.

A PulseAudio server of the test's own, without the machine's sound, in a folder of its own:
a null sink `speaker` (the default output) and a null sink `micfeed` behind the virtual
microphone `mic` (the default input). Needs: pulseaudio, pulseaudio-utils, libasound2-plugins.
"""

from __future__ import annotations

import math
import os
import shutil
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import numpy

RATE = 16_000
_FRAME = RATE // 100  # 10 ms
_LOUD = 200.0  # of 32768: above the dither of a resampler, below any voice

_CONFIGURATION = """\
load-module module-native-protocol-unix auth-anonymous=1 socket={folder}/pulse/native
load-module module-null-sink sink_name=speaker rate=48000 channels=2
load-module module-null-sink sink_name=micfeed rate=48000 channels=1
load-module module-remap-source source_name=mic master=micfeed.monitor
set-default-sink speaker
set-default-source mic
"""


@dataclass
class Recording:
    """What the speaker played, 16 kHz mono; grows while it is being recorded."""

    _data: bytearray = field(default_factory=bytearray)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _began: float = math.inf

    def add(self, data: bytes) -> None:
        """More sound, just captured."""
        with self._lock:
            self._data += data
            self._began = min(self._began, time.monotonic() - len(self._data) / 2 / RATE)

    def place(self, moment: float) -> float:
        """The second of this recording that was captured at `moment` of `time.monotonic`.

        By the piece that came with the least delay: others were kept waiting by a busy machine.
        """
        return moment - self._began

    @property
    def samples(self) -> numpy.ndarray:
        """The samples so far, as floats."""
        with self._lock:
            whole = len(self._data) // 2 * 2
            return numpy.frombuffer(bytes(self._data[:whole]), numpy.int16).astype(float)

    @property
    def seconds(self) -> float:
        """How long it is so far."""
        with self._lock:
            return len(self._data) / 2 / RATE

    def loudness(self) -> numpy.ndarray:
        """The root mean square of every 10 ms."""
        samples = self.samples
        frames = samples[: len(samples) // _FRAME * _FRAME].reshape(-1, _FRAME)
        return numpy.sqrt((frames**2).mean(axis=1)) if len(frames) else numpy.zeros(0)

    def voiced_seconds(self) -> float:
        """How much of it is sound, not silence."""
        return float((self.loudness() > _LOUD).sum()) / 100

    def stretches(self, pause: float) -> list[tuple[float, float]]:
        """(start, end) in seconds of every stretch of sound between pauses of `pause` or more."""
        loud = numpy.flatnonzero(self.loudness() > _LOUD) / 100
        found: list[tuple[float, float]] = []
        for at in loud:
            if found and at - found[-1][1] < pause:
                found[-1] = (found[-1][0], float(at) + 0.01)
            else:
                found.append((float(at), float(at) + 0.01))
        return found

    def quiet_for(self, seconds: float) -> bool:
        """Whether the last `seconds` were recorded and are silence."""
        frames = round(seconds * 100)
        loudness = self.loudness()
        return len(loudness) >= frames and bool((loudness[-frames:] <= _LOUD).all())


class VirtualSound:
    """The server; a context manager. `environment` holds what a process needs to be on it."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="virtual-sound."))
        self._pulse = self.folder / "pulse"
        self.environment = {
            "XDG_RUNTIME_DIR": str(self.folder),
            "PULSE_RUNTIME_PATH": str(self._pulse),
            "PULSE_STATE_PATH": str(self._pulse),
            "PULSE_COOKIE": str(self._pulse / "cookie"),
            "PULSE_SERVER": f"unix:{self._pulse}/native",
        }
        self._server: subprocess.Popen[bytes] | None = None
        self._keeper: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> VirtualSound:
        try:
            self._start()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def full_environment(self) -> dict[str, str]:
        """This process's environment with the virtual card in it."""
        return os.environ | self.environment

    @property
    def server_pid(self) -> int:
        """The process of the sound server, for tests that stall it."""
        assert self._server is not None
        return self._server.pid

    def _start(self) -> None:
        self.folder.chmod(0o700)
        self._pulse.mkdir()
        script = self.folder / "test.pa"
        script.write_text(_CONFIGURATION.format(folder=self.folder))
        self._server = subprocess.Popen(
            ["pulseaudio", "-n", "--daemonize=no", "--exit-idle-time=-1", "--use-pid-file=no",
             "--disable-shm=yes", f"--log-target=file:{self.folder}/log", "-F", str(script)],
            env=self.full_environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )  # fmt: skip
        deadline = time.monotonic() + 30
        while self._pactl("info").returncode != 0:
            log = self.folder / "log"
            said = log.read_text() if log.exists() else "pulseaudio did not start"
            assert self._server.poll() is None, said
            assert time.monotonic() < deadline, said
            time.sleep(0.05)
        # Without a listener a null sink dozes, and the first capture comes seconds late.
        self._keeper = self._client(["parec", "--raw", "--device=mic", "--latency-msec=20"])

    def _pactl(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["pactl", *arguments],
            env=self.full_environment,
            capture_output=True,
            text=True,
            timeout=20,
            check=False,
        )

    def _client(
        self, command: list[str], stdout: int = subprocess.DEVNULL
    ) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            command, env=self.full_environment, stdout=stdout, stderr=subprocess.DEVNULL
        )

    @contextmanager
    def record(self) -> Iterator[Recording]:
        """Capture what the speaker plays, from the first sample that comes."""
        recording = Recording()
        process = self._client(
            ["parec", "--raw", "--device=speaker.monitor", "--latency-msec=10", "--format=s16le",
             f"--rate={RATE}", "--channels=1"],
            subprocess.PIPE,
        )  # fmt: skip
        stream = process.stdout
        assert stream is not None

        def collect() -> None:
            while data := os.read(stream.fileno(), 4096):
                recording.add(data)

        thread = threading.Thread(target=collect, name="parec")
        thread.start()
        try:
            deadline = time.monotonic() + 20
            while not recording.seconds:
                assert time.monotonic() < deadline, "the speaker's monitor gives nothing"
                time.sleep(0.01)
            yield recording
        finally:
            process.terminate()
            process.wait(10)
            thread.join(10)
            stream.close()

    def speak_into_microphone(self, wav: Path) -> None:
        """Play a WAV into the virtual microphone; returns when it has been played."""
        subprocess.run(
            ["paplay", "--device=micfeed", str(wav)],
            env=self.full_environment,
            check=True,
            timeout=120,
        )

    def players(self) -> int:
        """How many programs have the speaker open."""
        listed = self._pactl("list", "short", "sink-inputs").stdout.splitlines()
        return len(listed)

    def close(self) -> None:
        """End everything that was started, remove the folder, and see that it is so."""
        for process in (self._keeper, self._server):
            if process is None:
                continue
            process.terminate()
            try:
                process.wait(5)
            except subprocess.TimeoutExpired:
                os.kill(process.pid, signal.SIGCONT)
                process.kill()
                process.wait(5)
        self._keeper = self._server = None
        shutil.rmtree(self.folder, ignore_errors=True)
        assert not self.folder.exists(), "the virtual sound card left files"
