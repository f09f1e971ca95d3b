#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""picture.py face|surface|room WIDTHxHEIGHT FILE.jpg: draws a picture and writes it as a JPEG.

A face is a cartoon, nobody's; a surface is a pattern of tiles; a room is what a camera in a hall
sees. Baseline JPEG (ITU-T T.81) with the example tables of its annex K, written here so that making
samples needs no image library.
"""
import math
import struct
import sys

LUMA = [16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56,
        14, 17, 22, 29, 51, 87, 80, 62, 18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113,
        92, 49, 64, 78, 87, 103, 121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99]
DC_COUNTS = [0, 1, 5, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0]
DC_VALUES = list(range(12))
AC_COUNTS = [0, 2, 1, 3, 3, 2, 4, 3, 5, 5, 4, 4, 0, 0, 1, 0x7d]
AC_VALUES = bytes.fromhex(
    '01020300041105122131410613516107227114328191a1082342b1c11552d1f02433627282090a161718191a25262728'
    '292a3435363738393a434445464748494a535455565758595a636465666768696a737475767778797a83848586878889'
    '8a92939495969798999aa2a3a4a5a6a7a8a9aab2b3b4b5b6b7b8b9bac2c3c4c5c6c7c8c9cad2d3d4d5d6d7d8d9dae1e2'
    'e3e4e5e6e7e8e9eaf1f2f3f4f5f6f7f8f9fa')
ZIGZAG = sorted(range(64), key=lambda at: (at // 8 + at % 8, at // 8 if (at // 8 + at % 8) % 2 else at % 8))
COSINES = [[math.cos((2 * x + 1) * u * math.pi / 16) * (0.5 if u else math.sqrt(0.125)) for x in range(8)]
           for u in range(8)]


def inside(x, y, cx, cy, rx, ry):
    return ((x - cx) / rx) ** 2 + ((y - cy) / ry) ** 2 <= 1


def face(x, y):
    """Colour at x, y of 0 to 1."""
    mouth = inside(x, y, 0.5, 0.68, 0.13, 0.07) and y > 0.68
    eye = inside(x, y, 0.38, 0.45, 0.055, 0.04) or inside(x, y, 0.62, 0.45, 0.055, 0.04)
    pupil = inside(x, y, 0.385, 0.455, 0.022, 0.027) or inside(x, y, 0.625, 0.455, 0.022, 0.027)
    brow = (inside(x, y, 0.38, 0.37, 0.08, 0.018) or inside(x, y, 0.62, 0.37, 0.08, 0.018))
    if pupil:
        return 30, 25, 20
    if eye:
        return 250, 250, 250
    if mouth:
        return 170, 50, 60
    if brow or (inside(x, y, 0.5, 0.36, 0.31, 0.3) and y < 0.29 + 0.05 * math.cos(9 * x)):
        return 50, 35, 25
    if inside(x, y, 0.5, 0.55, 0.03, 0.07):
        return 215, 160, 125
    if inside(x, y, 0.5, 0.5, 0.27, 0.37):
        return 232, 185, 150
    if inside(x, y, 0.5, 1.12, 0.45, 0.28):
        return 60, 90, 160
    return 205 - int(30 * y), 215 - int(20 * y), 225


def surface(x, y):
    tile = (int(x * 8) + int(y * 8)) % 2
    return (180, 170, 150) if tile else (150 + int(40 * x), 140, 120 + int(40 * y))


def room(x, y):
    if 0.55 < x < 0.8 and 0.2 < y < 0.8:
        return (110, 75, 50) if not inside(x, y, 0.77, 0.5, 0.015, 0.02) else (220, 190, 80)
    if y > 0.8 - 0.05 * abs(x - 0.5):
        return 120 + int(30 * x), 110, 100
    return 200 - int(40 * abs(x - 0.4)), 200 - int(40 * abs(x - 0.4)), 190


def codes(counts, values):
    table, code, at = {}, 0, 0
    for size, count in enumerate(counts, 1):
        for _ in range(count):
            table[values[at]] = (code, size)
            code, at = code + 1, at + 1
        code <<= 1
    return table


class Bits:
    def __init__(self):
        self.data, self.word, self.used = bytearray(), 0, 0

    def put(self, value, size):
        self.word, self.used = self.word << size | value, self.used + size
        while self.used >= 8:
            byte = self.word >> (self.used - 8) & 255
            self.data += bytes([byte, 0] if byte == 255 else [byte])
            self.used -= 8
        self.word &= (1 << self.used) - 1

    def number(self, value, size):
        self.put(value if value >= 0 else value + (1 << size) - 1, size)


def block(bits, samples, table, last, dc, ac):
    rows = [[sum(row[x] * COSINES[u][x] for x in range(8)) for u in range(8)] for row in samples]
    freq = [sum(rows[y][u] * COSINES[v][y] for y in range(8)) for v in range(8) for u in range(8)]
    levels = [round(freq[at] / table[at]) for at in ZIGZAG]
    size = abs(levels[0] - last).bit_length()
    bits.put(*dc[size])
    bits.number(levels[0] - last, size)
    run = 0
    for level in levels[1:]:
        if level == 0:
            run += 1
            continue
        while run > 15:
            bits.put(*ac[0xf0])
            run -= 16
        size = abs(level).bit_length()
        bits.put(*ac[run << 4 | size])
        bits.number(level, size)
        run = 0
    if run:
        bits.put(*ac[0])
    return levels[0]


def segment(mark, payload):
    return bytes([255, mark]) + struct.pack('>H', len(payload) + 2) + payload


def jpeg(paint, width, height):
    table = [max(1, value * 6 // 10) for value in LUMA]
    dc, ac = codes(DC_COUNTS, DC_VALUES), codes(AC_COUNTS, AC_VALUES)
    planes = [[[0] * width for _ in range(height)] for _ in range(3)]
    for y in range(height):
        for x in range(width):
            r, g, b = paint(x / width, y / height)
            planes[0][y][x] = 0.299 * r + 0.587 * g + 0.114 * b - 128
            planes[1][y][x] = -0.1687 * r - 0.3313 * g + 0.5 * b
            planes[2][y][x] = 0.5 * r - 0.4187 * g - 0.0813 * b
    bits, last = Bits(), [0, 0, 0]
    for top in range(0, height, 8):
        for left in range(0, width, 8):
            for index, plane in enumerate(planes):
                samples = [[plane[min(y, height - 1)][min(x, width - 1)] for x in range(left, left + 8)]
                           for y in range(top, top + 8)]
                last[index] = block(bits, samples, table, last[index], dc, ac)
    bits.put(127, 7)
    frame = struct.pack('>BHHB', 8, height, width, 3) + b''.join(bytes([i, 0x11, 0]) for i in (1, 2, 3))
    scan = bytes([3, 1, 0, 2, 0, 3, 0, 0, 63, 0])
    return (b'\xff\xd8' + segment(0xe0, b'JFIF\0\1\1\0\0\1\0\1\0\0')
            + segment(0xdb, b'\0' + bytes(table[at] for at in ZIGZAG)) + segment(0xc0, frame)
            + segment(0xc4, b'\0' + bytes(DC_COUNTS) + bytes(DC_VALUES))
            + segment(0xc4, b'\x10' + bytes(AC_COUNTS) + AC_VALUES)
            + segment(0xda, scan) + bytes(bits.data) + b'\xff\xd9')


def main():
    what, size, path = sys.argv[1:]
    width, height = map(int, size.split('x'))
    with open(path, 'wb') as file:
        file.write(jpeg({'face': face, 'surface': surface, 'room': room}[what], width, height))


main()
