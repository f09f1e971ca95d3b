#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""retime.py RAW MARKS START OUT: gives the packets of a capture times that do not depend on when it
was made.

MARKS holds lines `clock offset`: packets recorded after `clock` (seconds since 1970) happened `offset`
seconds after START (seconds since 1970), one millisecond apart. OUT is a pcap with microseconds, or,
if its name says so, a pcapng with nanoseconds. RAW is what tcpdump writes: little-endian pcap.
"""
import struct
import sys


def records(data):
    assert data[:4] == b'\xd4\xc3\xb2\xa1', 'a little-endian pcap is expected'
    at = 24
    while at + 16 <= len(data):
        seconds, micros, size, whole = struct.unpack_from('<IIII', data, at)
        if at + 16 + size > len(data):
            break
        yield seconds + micros / 1e6, data[at + 16:at + 16 + size], whole
        at += 16 + size


def block(kind, body):
    body += bytes(-len(body) % 4)
    size = struct.pack('<I', len(body) + 12)
    return struct.pack('<I', kind) + size + body + size


def option(code, value):
    return struct.pack('<HH', code, len(value)) + value + bytes(-len(value) % 4)


def main():
    raw, marks, start, out = sys.argv[1:]
    with open(marks) as file:
        steps = [tuple(map(float, line.split())) for line in file]
    with open(raw, 'rb') as file:
        data = file.read()
    link = struct.unpack_from('<I', data, 20)[0]
    new = out.endswith('.pcapng')
    if new:
        written = block(0x0a0d0d0a, struct.pack('<IHHq', 0x1a2b3c4d, 1, 0, -1))
        written += block(1, struct.pack('<HHI', link, 0, 262144) + option(2, b'lan0') + option(9, b'\x09')
                         + option(0, b''))
    else:
        written = struct.pack('<IHHiIII', 0xa1b2c3d4, 2, 4, 0, 0, 262144, link)
    at, since, before = -1, 0, None
    for clock, packet, whole in records(data):
        while at + 1 < len(steps) and steps[at + 1][0] <= clock:
            at, since = at + 1, 0
        if at < 0:
            continue  # before the first mark: setting up
        millis = round((float(start) + steps[at][1]) * 1000) + since
        since += 1
        assert before is None or millis >= before, 'steps overlap: leave more time between them'
        before = millis
        if new:
            nanos = millis * 1000000
            written += block(6, struct.pack('<IIIII', 0, nanos >> 32, nanos & 0xffffffff, len(packet), whole)
                             + packet)
        else:
            written += struct.pack('<IIII', millis // 1000, millis % 1000 * 1000, len(packet), whole) + packet
    with open(out, 'wb') as file:
        file.write(written)


main()
