#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""talk.py PROTOCOL ADDRESS PORT [USER PASSWORD]: small servers for what no small package serves.

smtp, pop3, imap (RFC 5321, 1939, 9051) know one account; telnet (RFC 854) asks for it before its
shell, or, without one, does not ask; rtsp (RFC 2326) plays a few frames to everybody; digest is HTTP
that believes any Digest answer (RFC 7616). The clients are real ones.
"""
import base64
import socketserver
import struct
import sys

PROTOCOL, ADDRESS, PORT = sys.argv[1], sys.argv[2], int(sys.argv[3])
USER, PASSWORD = (sys.argv[4:6] + [None, None])[:2]

SDP = ('v=0\r\no=- 1 1 IN IP4 {0}\r\ns=hall\r\nc=IN IP4 {0}\r\nt=0 0\r\na=control:*\r\n'
       'm=video 0 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\n'
       'a=fmtp:96 packetization-mode=1;profile-level-id=42e01e;sprop-parameter-sets=Z0LgHtoFB8Q=,aM4wpIA=\r\n'
       'a=control:track1\r\n')
NOTE = 'From: desk@recorder.example\r\nSubject: front door\r\n\r\nThe front door was opened.\r\n'


class Talk(socketserver.StreamRequestHandler):
    timeout = 15

    def say(self, text):
        self.wfile.write(text.encode() if isinstance(text, str) else text)
        self.wfile.flush()

    def hear(self):
        line = self.rfile.readline(4096)
        return line.decode('utf-8', 'replace').rstrip('\r\n') if line else None

    def handle(self):
        try:
            getattr(self, PROTOCOL)()
        except (OSError, ValueError):
            pass

    def right(self, user, password):
        return user == USER and password == PASSWORD

    def smtp(self):
        self.say('220 mail.recorder.example ESMTP\r\n')
        while (line := self.hear()) is not None:
            word = line.upper().split(' ')
            if word[0] == 'EHLO':
                self.say('250-mail.recorder.example\r\n250-AUTH PLAIN LOGIN\r\n250 8BITMIME\r\n')
            elif word[:2] == ['AUTH', 'LOGIN']:
                self.say('334 VXNlcm5hbWU6\r\n')
                user = base64.b64decode(self.hear()).decode()
                self.say('334 UGFzc3dvcmQ6\r\n')
                password = base64.b64decode(self.hear()).decode()
                self.say('235 2.7.0 ok\r\n' if self.right(user, password) else '535 5.7.8 no\r\n')
            elif word[:2] == ['AUTH', 'PLAIN']:
                if len(word) < 3:
                    self.say('334 \r\n')
                    line = 'AUTH PLAIN ' + self.hear()
                _, user, password = base64.b64decode(line.split(' ')[2]).decode().split('\0')
                self.say('235 2.7.0 ok\r\n' if self.right(user, password) else '535 5.7.8 no\r\n')
            elif word[0] == 'DATA':
                self.say('354 go on\r\n')
                while self.hear() not in ('.', None):
                    pass
                self.say('250 2.0.0 queued\r\n')
            elif word[0] == 'QUIT':
                return self.say('221 2.0.0 bye\r\n')
            else:
                self.say('250 2.0.0 ok\r\n')

    def pop3(self):
        user = None
        self.say('+OK ready\r\n')
        while (line := self.hear()) is not None:
            word = line.split(' ')
            if word[0].upper() == 'CAPA':
                self.say('+OK\r\nUSER\r\n.\r\n')
            elif word[0].upper() == 'USER':
                user = word[1]
                self.say('+OK\r\n')
            elif word[0].upper() == 'PASS':
                self.say('+OK 1 message\r\n' if self.right(user, line[5:]) else '-ERR no\r\n')
            elif word[0].upper() == 'LIST':
                self.say('+OK\r\n1 %d\r\n.\r\n' % len(NOTE))
            elif word[0].upper() == 'RETR':
                self.say('+OK\r\n' + NOTE + '.\r\n')
            elif word[0].upper() == 'QUIT':
                return self.say('+OK bye\r\n')
            else:
                self.say('-ERR unknown\r\n')

    def imap(self):
        self.say('* OK IMAP4rev1 ready\r\n')
        while (line := self.hear()) is not None:
            tag, word, rest = (line + '  ').split(' ', 2)
            rest = rest.strip()
            if word.upper() == 'CAPABILITY':
                self.say('* CAPABILITY IMAP4rev1\r\n%s OK\r\n' % tag)
            elif word.upper() == 'LOGIN':
                user, password = (part.strip('"') for part in rest.split(' ', 1))
                self.say('%s %s\r\n' % (tag, 'OK' if self.right(user, password) else 'NO'))
            elif word.upper() == 'LIST':
                self.say('* LIST () "/" INBOX\r\n%s OK\r\n' % tag)
            elif word.upper() == 'LOGOUT':
                return self.say('* BYE\r\n%s OK\r\n' % tag)
            else:
                self.say('%s OK\r\n' % tag)

    def telnet(self):
        self.say(b'\xff\xfd\x18\xff\xfb\x01\xff\xfb\x03\r\n')
        if USER:
            self.say('ipc login: ')
            user = self.typed()
            self.say(user + '\r\nPassword: ')
            if not self.right(user, self.typed()):
                return self.say('\r\nLogin incorrect\r\n')
        self.say('\r\n\r\nBusyBox v1.20.2 built-in shell (ash)\r\n\r\n# ')
        while (line := self.typed()) is not None:
            self.say(line + '\r\n')
            if line == 'exit':
                return
            self.say('Linux ipc 3.10.14 armv7l\r\n# ' if line == 'uname -a' else '# ')

    def typed(self):
        """A line of the keyboard, without negotiations of options."""
        text = bytearray()
        while byte := self.rfile.read(1):
            if byte == b'\xff':
                command = self.rfile.read(1)
                if command == b'\xfa':
                    while self.rfile.read(1) != b'\xff' or self.rfile.read(1) != b'\xf0':
                        pass
                elif command in b'\xfb\xfc\xfd\xfe':
                    self.rfile.read(1)
            elif byte in b'\r\n':
                if text or byte == b'\r':
                    return text.decode('utf-8', 'replace')
            elif byte != b'\0':
                text += byte
        return None

    def digest(self):
        """HTTP that asks for Digest authentication (RFC 7616)."""
        while (line := self.hear()) is not None:
            fields = {}
            while (header := self.hear()):
                name, _, value = header.partition(':')
                fields[name.lower()] = value.strip()
            body = '{"code":0}' if fields.get('authorization', '').startswith('Digest ') else '{"code":401}'
            asks = '' if body == '{"code":0}' else ('WWW-Authenticate: Digest realm="hub", qop="auth", '
                                                    'nonce="5f1d0c77a94b", algorithm=MD5\r\n')
            self.say('HTTP/1.1 %s\r\n%sContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s'
                     % ('401 Unauthorized' if asks else '200 OK', asks, len(body), body))

    def rtsp(self):
        while (line := self.hear()) is not None:
            number = None
            while (header := self.hear()):
                if header.lower().startswith('cseq:'):
                    number = header[5:].strip()
            method, url = line.split(' ')[:2]
            head = 'RTSP/1.0 200 OK\r\nCSeq: %s\r\nServer: ipc/1.2\r\n' % number
            if method == 'OPTIONS':
                self.say(head + 'Public: OPTIONS, DESCRIBE, SETUP, PLAY, TEARDOWN\r\n\r\n')
            elif method == 'DESCRIBE':
                body = SDP.format(ADDRESS)
                self.say(head + 'Content-Base: %s/\r\nContent-Type: application/sdp\r\nContent-Length: %d\r\n\r\n%s'
                         % (url, len(body), body))
            elif method == 'SETUP':
                self.say(head + 'Session: 4f2a77;timeout=60\r\nTransport: RTP/AVP/TCP;unicast;interleaved=0-1\r\n\r\n')
            elif method == 'PLAY':
                self.say(head + 'Session: 4f2a77\r\nRange: npt=0-\r\n\r\n')
                for at in range(12):
                    picture = (b'\x65\x88' if at == 0 else b'\x41\x9a') + bytes((at * 37 + i * 11) & 255 for i in range(400))
                    packet = struct.pack('>BBHII', 0x80, 96 | 0x80, at, at * 3600, 0x1a2b3c4d) + picture
                    self.say(b'$\0' + struct.pack('>H', len(packet)) + packet)
            else:
                self.say(head + 'Session: 4f2a77\r\n\r\n')


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


Server((ADDRESS, PORT), Talk).serve_forever()
