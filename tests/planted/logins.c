/* SPDX-License-Identifier: Apache-2.0 */
/* Logins whose secret passes in clear, in the protocols of services, made by hand from their specifications.
 */
#include "conversations.h"

static const struct conversation logins[] = {
	{ "simple bind of LDAP",
	  389,
	  say_tcp,
	  { { "credential", "Tulip-4711-x" } },
	  { CLIENT("07\002\001\001`2\002\001\003\004\037cn=lockuser7,dc=lock,dc=example\200\014Tulip-4711-x"),
	    SERVER("0\014\002\001\001a\007\n\001\000\004\000\004\000") } },
	{ "SOCKS 5",
	  1080,
	  say_tcp,
	  { { "credential", "Tulip-4711-x" } },
	  { CLIENT("\005\001\002"), SERVER("\005\002"), CLIENT("\001\011lockuser7\014Tulip-4711-x"),
	    SERVER("\001\000"), CLIENT("\005\001\000\001\313\000q\007\000P"),
	    SERVER("\005\000\000\001\313\000q\007\000P") } },
	{ "HSRP",
	  1985,
	  say_udp,
	  { { "credential", "Tulip471" } },
	  { CLIENT("\000\000\020\003\nd\001\000Tulip471\300\000\002\001") } },
	{ "RIP",
	  520,
	  say_udp,
	  { { "credential", "Tulip-4711-x" } },
	  { CLIENT("\002\002\000\000\377\377\000\002Tulip-4711-"
		   "x\000\000\000\000\000\002\000\000\300\000\002\000\377\377\377\000\000\000\000\000\000\000"
		   "\000\001") } },
	{ "MySQL with a password as it is",
	  3306,
	  say_tcp,
	  { { "credential", "Tulip-4711-x" } },
	  { SERVER("I\000\000\000\n8.0.30\000\007\000\000\000salt1234\000\377\377!"
		   "\002\000\377\337\025\000\000\000\000\000\000\000\000\000\000salt12345678\000mysql_clear_"
		   "password\000"),
	    CLIENT("M\000\000\001\005\242\n\000\000\000\000\001!"
		   "\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000"
		   "\000lockuser7\000\rTulip-4711-x\000mysql_clear_password\000"),
	    SERVER("\007\000\000\002\000\000\000\002\000\000\000") } },
	{ "PostgreSQL with a password as it is",
	  5432,
	  say_tcp,
	  { { "credential", "Tulip-4711-x" } },
	  { CLIENT("\000\000\000&\000\003\000\000user\000lockuser7\000database\000lock\000\000"),
	    SERVER("R\000\000\000\010\000\000\000\003"), CLIENT("p\000\000\000\021Tulip-4711-x\000"),
	    SERVER("R\000\000\000\010\000\000\000\000") } },
	{ "Redis",
	  6379,
	  say_tcp,
	  { { "credential", "Tulip-4711-x" } },
	  { CLIENT("*3\r\n$4\r\nAUTH\r\n$9\r\nlockuser7\r\n$12\r\nTulip-4711-x\r\n"), SERVER("+OK\r\n") } },
	{ "AMQP",
	  5672,
	  say_tcp,
	  { { "credential", "Tulip-4711-x" } },
	  { CLIENT("AMQP\000\000\011\001"),
	    SERVER("\001\000\000\000\000\000%\000\n\000\n\000\011\000\000\000\000\000\000\000\016PLAIN "
		   "AMQPLAIN\000\000\000\005en_US\316"),
	    CLIENT("\001\000\000\000\000\000/"
		   "\000\n\000\013\000\000\000\000\005PLAIN\000\000\000\027\000lockuser7\000Tulip-4711-"
		   "x\005en_US\316"),
	    SERVER("\001\000\000\000\000\000\014\000\n\000\036\007\377\000\002\000\000\000<\316") } },
	{ "STOMP",
	  61613,
	  say_tcp,
	  { { "credential", "Tulip-4711-x" } },
	  { CLIENT("CONNECT\naccept-version:1.2\nhost:lock\nlogin:lockuser7\npasscode:Tulip-4711-x\n\n\000"),
	    SERVER("CONNECTED\nversion:1.2\n\n\000") } },
	{ "NATS",
	  4222,
	  say_tcp,
	  { { "credential", "Tulip-4711-x" } },
	  { SERVER("INFO {\"server_id\":\"NALOCK\",\"auth_required\":true}\r\n"),
	    CLIENT("CONNECT {\"verbose\":true,\"user\":\"lockuser7\",\"pass\":\"Tulip-4711-x\"}\r\n"),
	    SERVER("+OK\r\n") } },
	{ "PLAIN of MongoDB",
	  27017,
	  say_tcp,
	  { { "credential", "Tulip-4711-x" } },
	  { CLIENT("v\000\000\000\007\000\000\000\000\000\000\000\335\007\000\000\000\000\000\000\000a\000"
		   "\000\000\020saslStart\000\001\000\000\000\002mechanism\000\006\000\000\000PLAIN\000\005pa"
		   "yload\000\027\000\000\000\000\000lockuser7\000Tulip-4711-x\002$db\000\n\000\000\000$"
		   "external\000\000"),
	    SERVER("A\000\000\000\010\000\000\000\007\000\000\000\335\007\000\000\000\000\000\000\000,"
		   "\000\000\000\020conversationId\000\001\000\000\000\010done\000\001\001ok\000\000\000\000"
		   "\000\000\000\360?\000") } },
	{ "NNTP",
	  119,
	  say_tcp,
	  { { "credential", "Tulip-4711-x" } },
	  { SERVER("200 news.lock.example ready\r\n"), CLIENT("AUTHINFO USER lockuser7\r\n"),
	    SERVER("381 more\r\n"), CLIENT("AUTHINFO PASS Tulip-4711-x\r\n"), SERVER("281 welcome\r\n") } },
	{ "IRC",
	  6667,
	  say_tcp,
	  { { "credential", "Tulip-4711-x" } },
	  { CLIENT("PASS Tulip-4711-x\r\nNICK lockuser7\r\nUSER lockuser7 0 * :lock\r\n"),
	    SERVER(":irc.lock.example 001 lockuser7 :Welcome\r\n") } },
	{ "XMPP",
	  5222,
	  say_tcp,
	  { { "credential", "Tulip-4711-x" } },
	  { CLIENT("<?xml version='1.0'?><stream:stream to='lock.example' xmlns='jabber:client' "
		   "xmlns:stream='http://etherx.jabber.org/streams' version='1.0'>"),
	    SERVER("<?xml version='1.0'?><stream:stream from='lock.example' id='1' xmlns='jabber:client' "
		   "xmlns:stream='http://etherx.jabber.org/streams' "
		   "version='1.0'><stream:features><mechanisms "
		   "xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><mechanism>PLAIN</mechanism></mechanisms></"
		   "stream:features>"),
	    CLIENT("<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' "
		   "mechanism='PLAIN'>AGxvY2t1c2VyNwBUdWxpcC00NzExLXg=</auth>"),
	    SERVER("<success xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>") } },
	{ "Telnet",
	  23,
	  say_tcp,
	  { { "credential", "Tulip-4711-x" } },
	  { SERVER("\377\375\030\r\nlock login: "), CLIENT("lockuser7\r\n"),
	    SERVER("lockuser7\r\nPassword: "), CLIENT("Tulip-4711-x\r\n"), SERVER("\r\n# ") } },
	{ "community of SNMP",
	  161,
	  say_udp,
	  { { "credential", "Tulip-4711-x" } },
	  { CLIENT("0,\002\001\001\004\014Tulip-4711-"
		   "x\240\031\002\001\021\002\001\000\002\001\0000\0160\014\006\010+"
		   "\006\001\002\001\001\003\000\005\000"),
	    SERVER("0/"
		   "\002\001\001\004\014Tulip-4711-"
		   "x\242\034\002\001\021\002\001\000\002\001\0000\0210\017\006\010+"
		   "\006\001\002\001\001\003\000C\003\001\002\003") } },
	{ "rexec",
	  512,
	  say_tcp,
	  { { "credential", "Tulip-4711-x" } },
	  { CLIENT("0\000lockuser7\000Tulip-4711-x\000uptime\000"), SERVER("\000 8:00 up 7 days\n") } },
	{ "ManageSieve",
	  4190,
	  say_tcp,
	  { { "credential", "Tulip-4711-x" } },
	  { SERVER("\"IMPLEMENTATION\" \"lamp\"\r\n\"SASL\" \"PLAIN\"\r\nOK\r\n"),
	    CLIENT("AUTHENTICATE \"PLAIN\" \"AGxvY2t1c2VyNwBUdWxpcC00NzExLXg=\"\r\n"), SERVER("OK\r\n") } },
	{ "TDS, whose password is turned by a constant",
	  1433,
	  say_tcp,
	  { { "credential", "Tulip-4711-x" } },
	  { CLIENT("\020\001\000\252\000\000\001\000\242\000\000\000\004\000\000t\000\020\000\000\007\000\000"
		   "\000d\000\000\000\000\000\000\000\340\003\000\000\000\000\000\000\011\004\000\000^"
		   "\000\000\000^"
		   "\000\011\000p\000\014\000\210\000\003\000\216\000\002\000\222\000\000\000\222\000\004\000"
		   "\232\000\000\000\232\000\004\000\002\000\000\000\000\007\242\000\000\000\242\000\000\000"
		   "\242\000\000\000\000\000\000\000l\000o\000c\000k\000u\000s\000e\000r\0007\000\340\245\362"
		   "\245c\2453\245\242\245w\245\346\245\326\245\266\245\266\245w\245\"\245a\000p\000p\000d"
		   "\000b\000o\000d\000b\000c\000l\000o\000c\000k\000"),
	    SERVER("\004\001\000("
		   "\000\000\001\000\255\020\000\001t\000\000\004\003d\000b\000\000\000\017\000\000\001\375"
		   "\000\000\000\000\000\000\000\000\000\000\000\000") } },
	{ "SMTP AUTH LOGIN",
	  25,
	  say_tcp,
	  { { "credential", "Tulip-4711-x" } },
	  { SERVER("220 mail.lock.example ESMTP\r\n"), CLIENT("EHLO lock\r\n"),
	    SERVER("250-mail.lock.example\r\n250 AUTH PLAIN LOGIN\r\n"), CLIENT("AUTH LOGIN\r\n"),
	    SERVER("334 VXNlcm5hbWU6\r\n"), CLIENT("bG9ja3VzZXI3\r\n"), SERVER("334 UGFzc3dvcmQ6\r\n"),
	    CLIENT("VHVsaXAtNDcxMS14\r\n"), SERVER("235 ok\r\n") } },
	{ "IMAP AUTHENTICATE PLAIN",
	  143,
	  say_tcp,
	  { { "credential", "Tulip-4711-x" } },
	  { SERVER("* OK IMAP4rev1 ready\r\n"), CLIENT("a1 AUTHENTICATE PLAIN\r\n"), SERVER("+ \r\n"),
	    CLIENT("AGxvY2t1c2VyNwBUdWxpcC00NzExLXg=\r\n"), SERVER("a1 OK done\r\n") } },
	{ "POP3 AUTH PLAIN",
	  110,
	  say_tcp,
	  { { "credential", "Tulip-4711-x" } },
	  { SERVER("+OK POP3 ready\r\n"), CLIENT("AUTH PLAIN AGxvY2t1c2VyNwBUdWxpcC00NzExLXg=\r\n"),
	    SERVER("+OK logged in\r\n") } },
	{ "Basic of RTSP",
	  554,
	  say_tcp,
	  { { "credential", "Tulip-4711-x" } },
	  { CLIENT("DESCRIBE rtsp://192.0.2.7/live RTSP/1.0\r\nCSeq: 2\r\nAuthorization: Basic "
		   "bG9ja3VzZXI3OlR1bGlwLTQ3MTEteA==\r\n\r\n"),
	    SERVER("RTSP/1.0 200 OK\r\nCSeq: 2\r\nContent-Length: 0\r\n\r\n") } },
	{ "Basic of an HTTP proxy",
	  8080,
	  say_tcp,
	  { { "credential", "Tulip-4711-x" } },
	  { CLIENT("CONNECT api.lock.example:443 HTTP/1.1\r\nHost: "
		   "api.lock.example:443\r\nProxy-Authorization: Basic "
		   "bG9ja3VzZXI3OlR1bGlwLTQ3MTEteA==\r\n\r\n"),
	    SERVER("HTTP/1.1 200 Connection established\r\n\r\n") } },
	{ "a login in the address of HTTP",
	  80,
	  say_tcp,
	  { { "credential", "Tulip-4711-x" } },
	  { CLIENT("GET /cgi-bin/snapshot.cgi?user=lockuser7&pwd=Tulip-4711-x HTTP/1.1\r\nHost: "
		   "cam.lock.example\r\n\r\n"),
	    SERVER("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok") } },
	{ "password of ONVIF as text",
	  80,
	  say_tcp,
	  { { "credential", "Tulip-4711-x" } },
	  { CLIENT("POST /onvif/device_service HTTP/1.1\r\nHost: cam.lock.example\r\nContent-Type: "
		   "application/soap+xml\r\nContent-Length: 479\r\n\r\n<?xml version=\"1.0\"?><s:Envelope "
		   "xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\"><s:Header><wsse:Security "
		   "xmlns:wsse=\"http://docs.oasis-open.org/wss/2004/01/"
		   "oasis-200401-wss-wssecurity-secext-1.0.xsd\"><wsse:UsernameToken><wsse:Username>"
		   "lockuser7</wsse:Username><wsse:Password "
		   "Type=\"http://docs.oasis-open.org/wss/2004/01/"
		   "oasis-200401-wss-username-token-profile-1.0#PasswordText\">Tulip-4711-x</wsse:Password></"
		   "wsse:UsernameToken></wsse:Security></s:Header><s:Body/></s:Envelope>"),
	    SERVER("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok") } },
	{ "PLAIN of Cassandra",
	  9042,
	  say_tcp,
	  { { "credential", "Tulip-4711-x" } },
	  { CLIENT("\004\000\000\001\001\000\000\000\026\000\001\000\013CQL_VERSION\000\0053.0.0"),
	    SERVER("\204\000\000\001\003\000\000\0001\000/org.apache.cassandra.auth.PasswordAuthenticator"),
	    CLIENT("\004\000\000\001\017\000\000\000\033\000\000\000\027\000lockuser7\000Tulip-4711-x"),
	    SERVER("\204\000\000\001\020\000\000\000\004\377\377\377\377") } },
	{ "PLAIN of Kafka",
	  9092,
	  say_tcp,
	  { { "credential", "Tulip-4711-x" } },
	  { CLIENT("\000\000\000\025\000\021\000\001\000\000\000\001\000\004lock\000\005PLAIN"),
	    SERVER("\000\000\000\021\000\000\000\001\000\000\000\000\000\001\000\005PLAIN"),
	    CLIENT("\000\000\000)\000$"
		   "\000\000\000\000\000\002\000\004lock\000\000\000\027\000lockuser7\000Tulip-4711-x"),
	    SERVER("\000\000\000\014\000\000\000\002\000\000\377\377\000\000\000\000") } },
	{ "ZooKeeper",
	  2181,
	  say_tcp,
	  { { "credential", "Tulip-4711-x" } },
	  { CLIENT("\000\000\000,"
		   "\000\000\000\000\000\000\000\000\000\000\000\000\000\000u0\000\000\000\000\000\000\000"
		   "\000\000\000\000\020\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000"),
	    SERVER("\000\000\000$"
		   "\000\000\000\000\000\000u0\000\000\000\000\000\000\0224\000\000\000\020\000\001\002\003"
		   "\004\005\006\007\010\011\n\013\014\r\016\017"),
	    CLIENT("\000\000\0000\377\377\377\374\000\000\000d\000\000\000\000\000\000\000\006digest\000\000"
		   "\000\026lockuser7:Tulip-4711-x"),
	    SERVER("\000\000\000\020\377\377\377\374\000\000\000\000\000\000\000\000\000\000\000\000") } },
	{ "PLAIN of Memcached",
	  11211,
	  say_tcp,
	  { { "credential", "Tulip-4711-x" } },
	  { CLIENT("\200!"
		   "\000\005\000\000\000\000\000\000\000\034\000\000\000\000\000\000\000\000\000\000\000\000P"
		   "LAIN\000lockuser7\000Tulip-4711-x"),
	    SERVER("\201!"
		   "\000\000\000\000\000\000\000\000\000\r\000\000\000\000\000\000\000\000\000\000\000\000Aut"
		   "henticated") } },
};

void plant_logins(struct garden *garden)
{
	plant_conversations(garden, logins, sizeof logins / sizeof *logins);
}
