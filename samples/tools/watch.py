#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""watch.py rtsp://ADDRESS/PATH: plays a stream within its RTSP connection, as a viewer would."""
import socket
import sys


def main():
    url = sys.argv[1]
    address = url.split('/')[2]
    connection = socket.create_connection((address, 554), timeout=10)
    stream = connection.makefile('rb')
    steps = [('OPTIONS', url, ''), ('DESCRIBE', url, 'Accept: application/sdp\r\n'),
             ('SETUP', url + '/track1', 'Transport: RTP/AVP/TCP;unicast;interleaved=0-1\r\n'),
             ('PLAY', url, 'Session: 4f2a77\r\nRange: npt=0.000-\r\n'), ('TEARDOWN', url, 'Session: 4f2a77\r\n')]
    for number, (method, where, more) in enumerate(steps, 1):
        connection.sendall(('%s %s RTSP/1.0\r\nCSeq: %d\r\nUser-Agent: viewer/1.0\r\n%s\r\n'
                            % (method, where, number, more)).encode())
        size = 0
        while (line := stream.readline().strip()):
            if line.lower().startswith(b'content-length:'):
                size = int(line[15:])
        stream.read(size)
        for _ in range(12 if method == 'PLAY' else 0):
            stream.read(int.from_bytes(stream.read(4)[2:], 'big'))


main()
