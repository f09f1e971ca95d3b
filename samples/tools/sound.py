#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""sound.py MILLISECONDS FILE.wav: a hum with three formants that says "ah", in nobody's voice."""
import math
import struct
import sys
import wave


def main():
    milliseconds, path = int(sys.argv[1]), sys.argv[2]
    with wave.open(path, 'wb') as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        for at in range(8 * milliseconds):
            seconds = at / 8000
            level = sum(math.sin(2 * math.pi * tone * (1 + 0.01 * math.sin(5 * seconds)) * seconds) / weight
                        for tone, weight in ((120, 1), (730, 2), (1090, 3), (2440, 6)))
            file.writeframes(struct.pack('<h', int(6000 * level)))


main()
