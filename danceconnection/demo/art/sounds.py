"""Two short sounds, computed: a slow tide, and rain that stops."""

import math
import wave
from array import array
from io import BytesIO
from random import Random

RATE = 11025
SECONDS = 16
LOUDEST = 32000


def make_tide():
    """Return the bytes of a WAV file: waves that take longer to go than to come."""
    random = Random("slow-tide")  # noqa: S311 (for noise, not for secrets)
    low, samples = 0.0, array("h")
    for index in range(RATE * SECONDS):
        breath = (index / RATE) % 8 / 8
        swell = math.sin(math.pi * breath**0.62) ** 2
        low += (random.uniform(-1, 1) - low) * (0.03 + 0.2 * swell)
        samples.append(round(LOUDEST * low * (0.08 + 0.85 * swell)))
    return _to_wave(samples)


def make_rain():
    """Return the bytes of a WAV file: rain on a tin roof, fainter and fainter."""
    random = Random("rain-on-a-roof")  # noqa: S311 (for noise, not for secrets)
    ring, pitch, low, samples = 0.0, 0.0, 0.0, array("h")
    for index in range(RATE * SECONDS):
        left = max(0.0, 1 - index / RATE / (SECONDS - 2))
        if random.random() < 0.012 * left**1.5:
            ring, pitch = random.uniform(0.15, 0.6), random.uniform(0.5, 1.4)
        ring *= 0.985
        noise = random.uniform(-1, 1)
        low += (noise - low) * 0.25
        samples.append(
            round(LOUDEST * (ring * math.sin(index * pitch) + (noise - low) * 0.12 * left**2) * 0.6)
        )
    return _to_wave(samples)


def _to_wave(samples):
    file = BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(samples.itemsize)
        sound.setframerate(RATE)
        sound.writeframes(samples.tobytes())
    return file.getvalue()


#: By the last part of the address under which an article embeds them.
SOUNDS = {"slow-tide": make_tide, "rain-on-a-roof": make_rain}
