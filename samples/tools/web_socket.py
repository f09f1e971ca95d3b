#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""web_socket.py serve ADDRESS PORT [BROKER-PORT]: a WebSocket server that answers every message by `{"code":0}`;
of the subprotocol mqtt it passes the bytes on to a broker on this host.
web_socket.py proxy ADDRESS PORT: an HTTP proxy that makes tunnels.
web_socket.py send URL USER:PASSWORD [TEXT]...: sends texts, compressed, each as two frames.
web_socket.py mqtt URL CLIENT USER:PASSWORD TOPIC TEXT: publishes over a WebSocket."""
import asyncio
import base64
import struct
import sys

import websockets


async def relay(socket, port):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)

    async def up():
        async for message in socket:
            writer.write(message)
        writer.close()

    async def down():
        while data := await reader.read(4096):
            await socket.send(data)

    await asyncio.gather(up(), down())


async def serve(address, port, broker=0):
    async def answer(socket, path=None):
        try:
            if socket.subprotocol == "mqtt":
                await relay(socket, int(broker))
            async for _ in socket:
                await socket.send('{"code":0}')
        except (OSError, websockets.ConnectionClosed):
            pass

    async with websockets.serve(answer, address, int(port), subprotocols=["mqtt"], compression="deflate"):
        await asyncio.Future()


async def proxy(address, port):
    async def copy(reader, writer):
        while data := await reader.read(4096):
            writer.write(data)
        writer.close()

    async def answer(reader, writer):
        host, target = (await reader.readline()).split()[1].decode().rsplit(":", 1)
        while (await reader.readline()).strip():
            pass
        onward = await asyncio.open_connection("203.0.113.60" if "api" in host else host, int(target))
        writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        await asyncio.gather(copy(reader, onward[1]), copy(onward[0], writer))

    async with await asyncio.start_server(answer, address, int(port)):
        await asyncio.Future()


async def send(url, login, *texts):
    fields = {"Authorization": "Basic " + base64.b64encode(login.encode()).decode()}
    async with websockets.connect(url, extra_headers=fields) as socket:
        for text in texts:
            await socket.send([text[:20], text[20:]])
            await socket.recv()


def packet(kind, *parts):
    body = b"".join(part if isinstance(part, bytes) else struct.pack(">H", len(part)) + part.encode()
                    for part in parts)
    return bytes([kind, len(body)]) + body


async def mqtt(url, client, login, topic, text):
    name, password = login.split(":")
    async with websockets.connect(url, subprotocols=["mqtt"]) as socket:
        await socket.send(packet(0x10, "MQTT", b"\4\xc2\0\x3c", client, name, password))
        await socket.recv()
        await socket.send(packet(0x30, topic, text.encode()))
        await socket.send(packet(0xE0))


asyncio.run({"serve": serve, "proxy": proxy, "send": send, "mqtt": mqtt}[sys.argv[1]](*sys.argv[2:]))
