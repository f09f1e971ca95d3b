/* SPDX-License-Identifier: Apache-2.0 */
/* What a terminal calls itself to everybody around, and what it asks for. */
#include "conversations.h"

static const struct conversation names[] = {
	{ "DHCP",
	  67,
	  say_udp,
	  { { "device.hostname", "xiaomings-lock" } },
	  { CLIENT("\001\001\006\000\0224Vx\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000"
		   "\000\000\000\000\002\000^\020 "
		   "0\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000"
		   "\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000"
		   "\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000"
		   "\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000"
		   "\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000"
		   "\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000"
		   "\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000"
		   "\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000"
		   "\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000"
		   "\000\000\000\000c\202Sc5\001\001\014\016xiaomings-lock=\007\001\002\000^\020 0\377") } },
	{ "DNS-SD in mDNS",
	  5353,
	  say_udp,
	  { { "device.serial", "QX7K00412M" }, { "device.mac", "02:00:5e:10:20:30" } },
	  { CLIENT("\000\000\204\000\000\000\000\002\000\000\000\000\005_lock\004_"
		   "tcp\005local\000\000\014\000\001\000\000\000x\000\030\005lock7\005_lock\004_"
		   "tcp\005local\000\005lock7\005_lock\004_tcp\005local\000\000\020\200\001\000\000\000x\000$"
		   "\rsn=QX7K00412M\025mac=02:00:5e:10:20:30") } },
	{ "LLMNR",
	  5355,
	  say_udp,
	  { { "device.hostname", "xiaomings-lock" } },
	  { CLIENT("\000\007\200\000\000\001\000\001\000\000\000\000\016xiaomings-"
		   "lock\000\000\001\000\001\016xiaomings-"
		   "lock\000\000\001\000\001\000\000\000\036\000\004\300\250\n\024") } },
	{ "NetBIOS",
	  137,
	  say_udp,
	  { { "device.hostname", "XIAOMINGS-LOCK" } },
	  { CLIENT("\000\007)\020\000\001\000\000\000\000\000\001 FIEJEBEPENEJEOEHFDCNEMEPEDELCAAA\000\000 "
		   "\000\001\300\014\000 \000\001\000\004\223\340\000\006\000\000\300\250\n\024") } },
	{ "a description of UPnP",
	  80,
	  say_tcp,
	  { { "device.serial", "QX7K00412M" }, { "device.id", "3f2a9c64-7be1-4d05-9a38-02005e102030" } },
	  { CLIENT("GET /desc.xml HTTP/1.1\r\nHost: 192.0.2.7\r\n\r\n"),
	    SERVER("HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Length: 275\r\n\r\n<?xml "
		   "version=\"1.0\"?><root "
		   "xmlns=\"urn:schemas-upnp-org:device-1-0\"><device><deviceType>urn:schemas-upnp-org:"
		   "device:Basic:1</deviceType><friendlyName>door</friendlyName><serialNumber>QX7K00412M</"
		   "serialNumber><UDN>uuid:3f2a9c64-7be1-4d05-9a38-02005e102030</UDN></device></root>") } },
	{ "LLMNR that asks",
	  5355,
	  say_udp,
	  { { NULL, NULL } },
	  { CLIENT("\000\007\000\000\000\001\000\000\000\000\000\000\016xiaomings-"
		   "lock\000\000\001\000\001") } },
	{ "DNS of anything",
	  53,
	  say_udp,
	  { { NULL, NULL } },
	  { CLIENT("\000\007\001\000\000\001\000\000\000\000\000\000\003api\004lock\007example\000\000\001"
		   "\000\001") } },
	{ "mDNS that asks",
	  5353,
	  say_udp,
	  { { NULL, NULL } },
	  { CLIENT("\000\000\000\000\000\001\000\000\000\000\000\000\005_lock\004_"
		   "tcp\005local\000\000\014\000\001") } },
	{ "NTP",
	  123,
	  say_udp,
	  { { NULL, NULL } },
	  { CLIENT("#\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000"
		   "\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\352\001\002\003\004"
		   "\005\006\007") } },
	{ "SSDP that searches",
	  1900,
	  say_udp,
	  { { NULL, NULL } },
	  { CLIENT("M-SEARCH * HTTP/1.1\r\nHost: 239.255.255.250:1900\r\nMan: \"ssdp:discover\"\r\nMX: "
		   "1\r\nST: ssdp:all\r\n\r\n") } },
};

void plant_names(struct garden *garden)
{
	plant_conversations(garden, names, sizeof names / sizeof *names);
}
