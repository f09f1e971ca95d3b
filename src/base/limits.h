/* SPDX-License-Identifier: Apache-2.0 */
/* Every limit that hostile or huge input can meet, with its reason. A limit that is hit is observed
 * (`limit` or `undecoded` with reason `limit`) and lowers coverage; it is never silent. */
#ifndef PROBITY_BASE_LIMITS_H
#define PROBITY_BASE_LIMITS_H

enum {
	/* Largest frame a capture may hold: libpcap's MAXIMUM_SNAPLEN is 262,144, USB and D-Bus captures
	 * go up to 128 MB; nothing that a terminal sends is larger than 1 MB. Observed: frame skipped. */
	LIMIT_FRAME_SIZE = 1 << 20,

	/* A block of a pcapng file (a frame with options, secrets, names) that is read; larger ones are
	 * skipped. 4 MB are the secrets of 20,000 TLS sessions. */
	LIMIT_BLOCK_SIZE = 4 << 20,

	/* A record said to be larger is a broken file, not a large frame: libpcap's largest (USB). */
	LIMIT_RECORD_SIZE = 128 << 20,

	/* Interfaces of one pcapng section: merging tools write one for each file merged. */
	LIMIT_INTERFACES = 65536,

	/* Bytes of one message (an HTTP body, a PUBLISH) that are kept for reading: the largest photo or
	 * voice message seen is below 4 MB. The rest is counted as unread. */
	LIMIT_MESSAGE_SIZE = 4 << 20,

	/* The same for a message's head: nginx and Apache refuse more than 8 to 32 KB. */
	LIMIT_HEAD_SIZE = 64 << 10,

	/* A line of a line-based protocol: RFC 5321 says 512, base64 AUTH up to 12,288. */
	LIMIT_LINE_SIZE = 16 << 10,

	/* Flows that conversations of one shard announced (data connections of FTP, media of RTSP) and that
	 * are remembered: a recorder with sixteen channels announces twice as many at once. */
	LIMIT_EXPECTATIONS = 64,

	/* Ends of flows with third hosts that calls announced and that are remembered, a power of two: four
	 * a call, so that an exchange with 250 calls at once is followed. 44 kB, once there is a call. */
	LIMIT_ROUTES = 1024,

	/* DNS questions of one flow that wait for their answer: a stub resolver has a handful under way. */
	LIMIT_DNS_PENDING = 32,

	/* CoAP requests of one flow whose tokens are remembered: a terminal observes a dozen resources. */
	LIMIT_COAP_PENDING = 32,

	/* A CoAP payload in blocks, and how many of one flow are under way: what terminals tell is below
	 * 64 KB; firmware is larger, and its start is enough. */
	LIMIT_COAP_TRANSFER = 256 << 10,
	LIMIT_COAP_TRANSFERS = 4,

	/* Bytes of a file that TFTP carries: configurations and small images; the rest is passed over. */
	LIMIT_TFTP_FILE = 1 << 20,

	/* Peers and channels of one TURN allocation that are told apart: a call has two or three. */
	LIMIT_TURN_PEERS = 8,

	/* Topic aliases of one direction of an MQTT 5 connection: brokers allow 10 unless told otherwise. */
	LIMIT_MQTT_ALIASES = 32,

	/* Values of one record of a binary protocol, and bytes of their text: a position of JT/T 808 has some
	 * 20, with all cells and access points around it 2 KB. Observed: record-members. */
	LIMIT_RECORD_MEMBERS = 48,
	LIMIT_RECORD_TEXT = 4096,

	/* A message of JT/T 808 that came in packets of up to 1,023 bytes and is joined: photos of recorders
	 * have 20 to 200 KB. Two at once are kept of a flow. */
	LIMIT_JTT808_JOINED = 1 << 20,

	/* HTTP requests of one flow that wait for their answer: clients keep to about 10. */
	LIMIT_HTTP_PIPELINED = 32,

	/* All bytes kept for all flows of one shard while messages are incomplete, and what is kept with them
	 * of the frames they came in: segments of one byte take more than that byte. */
	LIMIT_SHARD_BUFFERED = 8 << 20,

	/* All bytes that the decoders of one shard keep besides: unwrapped streams, tables of HTTP/2. */
	LIMIT_SHARD_HELD = 8 << 20,

	/* Streams unwrapped from streams: MQTT in a WebSocket in TLS behind SOCKS is 3. */
	LIMIT_INNER_DEPTH = 4,

	/* Streams of an HTTP/2 connection that are open at once: servers allow 100 to 256. */
	LIMIT_HTTP2_STREAMS = 256,

	/* The table of one direction's compressed fields: 4,096 at first, Chromium allows 65,536. */
	LIMIT_HPACK_TABLE = 64 << 10,

	/* Out-of-order bytes kept for one direction while a gap may still be filled: four times the
	 * window of a link of 100 Mbit/s and 50 ms. Then the gap is given up and observed. */
	LIMIT_OUT_OF_ORDER = 1 << 20,

	/* Flows live at once in one shard (16 shards, so 262,144 in all, of 1 to 1.5 KB each when idle); the
	 * longest idle one is closed for a new one. */
	LIMIT_SHARD_FLOWS = 16384,

	/* Hosts remembered with their link addresses in one shard, to tell which is the device: a home has
	 * a hundred; a scan shows thousands. */
	LIMIT_HOSTS = 4096,

	/* Sorts of flow that nobody claimed, kept in one shard for the classifier (2 KB each); the rest go
	 * without a guess. */
	LIMIT_UNCLAIMED = 512,

	/* IP datagrams in reassembly at once, and bytes held for them (RFC 791: 64 KB each). */
	LIMIT_FRAGMENTED_DATAGRAMS = 256,
	LIMIT_FRAGMENT_BYTES = 4 << 20,

	/* Tunnels inside tunnels. */
	LIMIT_ENCAPSULATION = 8,

	/* Values of one Bluetooth device whose kinds are remembered; a device with 20 services has 100. */
	LIMIT_GATT_HANDLES = 128,

	/* Bluetooth connections remembered at once; a bench has a few. */
	LIMIT_BLUETOOTH_LINKS = 32,

	/* Headers of one frame, from the link's to the transport's: a tunnel of tunnels has 20. */
	LIMIT_HEADERS = 64,

	/* Containers inside containers: JSON in base64 in form in gzip is 4. */
	LIMIT_CONTENT_DEPTH = 12,

	/* Values and nested contents read in one message: a JSON array of a million numbers is a flood,
	 * not a disclosure. */
	LIMIT_CONTENT_VALUES = 100000,

	/* Bytes that decompression may give for one message in all, and for one byte put in. */
	LIMIT_EXPANDED_SIZE = 16 << 20,
	LIMIT_EXPANSION_RATIO = 1100, /* deflate cannot exceed 1,032 */

	/* What a zstd stream may say to look back: RFC 9659 allows 8 MB on the web, and more than may come
	 * out in all is no use. */
	LIMIT_ZSTD_WINDOW = 16 << 20,

	/* Parts within parts of an image: a file system in LZMA in a uImage in a partition in a package is 5.
	 */
	LIMIT_IMAGE_DEPTH = 10,

	/* Files, directories and devices of one image: a rooted Android has 50,000. */
	LIMIT_IMAGE_ENTRIES = 1 << 20,

	/* What the reading of one image may do, in about a microsecond each: a minute. */
	LIMIT_IMAGE_WORK = 60 * 1000 * 1000,

	/* Bytes that the unpacking of one image may give in all, and that may be held of it at once. */
	LIMIT_IMAGE_EXPANDED = 2000 << 20,
	LIMIT_IMAGE_HELD = 400 << 20,

	/* A file of an image that is read, and a table of a file system (inodes, directories): larger files
	 * are models and media, of which the start tells what they are. */
	LIMIT_IMAGE_FILE = 64 << 20,
	LIMIT_IMAGE_TABLE = 64 << 20,

	/* A path in an image: PATH_MAX of Linux. */
	LIMIT_PATH_SIZE = 4096,

	/* What an LZMA decoder may take: its dictionary is 8 MB in kernels, 64 MB with xz -9. */
	LIMIT_LZMA_MEMORY = 80 << 20,

	/* JSON, XML nesting. */
	LIMIT_NESTING = 64,

	/* Attributes of one XML element: libxml2 2.9 takes time with their square, 36 s for 300,000. Ours
	 * have below 40; what is escaped as text in an element counts as well (lists of UPnP: hundreds). */
	LIMIT_XML_ATTRIBUTES = 4096,

	/* Observations of one kind, in a shard's tables as in the document, and of all kinds in the
	 * document: XPath costs grow with it. */
	LIMIT_SHARD_OBSERVATIONS = 4096,
	LIMIT_OBSERVATIONS = 25000,

	/* Different values kept for one sort of transmission; further ones are counted together. */
	LIMIT_VALUES = 200,

	/* Digests made at the end of a run to find what digests of identifiers are of: a quarter of a second.
	 * --hash-budget sets another. */
	LIMIT_HASHES = 1 << 20,

	/* Addresses and numbers seen from which that counting goes outward. */
	LIMIT_HASH_KNOWN = 256,

	/* Places kept for one observation. */
	LIMIT_ORIGINS = 4,

	/* Bytes of one attribute's text; longer ones are cut and end in an ellipsis. */
	LIMIT_ATTRIBUTE_SIZE = 1024,

	/* Steps that one expression of a rule may take: about two seconds. A rule that compares every
	 * observation with every other stops here, and its verdict is undetermined. */
	LIMIT_RULE_STEPS = 20000000,

	/* Observations shown as the evidence of one finding; all are counted. */
	LIMIT_EVIDENCE_ITEMS = 10,

	/* A case, rule, evidence or findings document. */
	LIMIT_DOCUMENT_SIZE = 256 << 20,

	/* A case file: the longest policies quoted whole are below 200 KB. */
	LIMIT_CASE_SIZE = 4 << 20,

	/* Elements of a case: validation by libxml2 2.9 takes time with their square, here 0.3 s. */
	LIMIT_CASE_ELEMENTS = 25000,

	/* Events, and intervals, of a case: a day of trials with one every ten seconds is 8,640. */
	LIMIT_CASE_EVENTS = 10000,

	/* Different data types that consents cover: each costs a table of all consents. There are fewer
	 * than a hundred data types. */
	LIMIT_CASE_COVERS = 256,

	/* Shortest and longest planted value: four digits turn up by chance in every capture; the longest
	 * passphrase of Wi-Fi has 64 characters. */
	LIMIT_CANARY_LEAST = 6,
	LIMIT_CANARY_SIZE = 256,

	/* Keys to read traffic with: each that fits a protocol is tried on each connection. */
	LIMIT_CASE_KEYS = 64,

	/* Planted values, and addresses of audited terminals: what one laboratory bench holds. */
	LIMIT_CANARIES = 256,
	LIMIT_CASE_DEVICES = 256,
};

/* Seconds of capture time without a packet after which a flow is over: half of it for UDP. RFC 5382
 * asks a NAT for two hours; a capture's memory must be bounded, a keep-alive comes within minutes. */
#define LIMIT_FLOW_IDLE_SECONDS 900

/* Seconds that an incomplete IP datagram is waited for (RFC 791: TTL; Linux: 30). */
#define LIMIT_FRAGMENT_SECONDS 30

#endif
