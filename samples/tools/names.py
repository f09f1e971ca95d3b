#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""names.py ADDRESS FILE: answers DNS queries for A records from FILE (lines `address name`), so that
names are in the capture. Everything else gets an empty answer or "no such name"."""
import socket
import struct
import sys


def question(query):
    labels, at = [], 12
    while query[at]:
        labels.append(query[at + 1:at + 1 + query[at]].decode('ascii', 'replace'))
        at += 1 + query[at]
    return '.'.join(labels).lower(), struct.unpack('>H', query[at + 1:at + 3])[0], query[12:at + 5]


def main():
    address, path = sys.argv[1:]
    with open(path) as file:
        hosts = {name: ip for ip, name in (line.split() for line in file if line.strip())}
    server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    server.bind((address, 53))
    while True:
        query, client = server.recvfrom(512)
        name, kind, asked = question(query)
        known = name in hosts
        answers = 1 if known and kind == 1 else 0
        head = query[:2] + struct.pack('>HHHHH', 0x8180 if known else 0x8183, 1, answers, 0, 0)
        record = struct.pack('>HHHIH', 0xc00c, 1, 1, 300, 4) + socket.inet_aton(hosts[name]) if answers else b''
        server.sendto(head + asked + record, client)


main()
