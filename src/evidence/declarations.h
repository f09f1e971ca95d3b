/* SPDX-License-Identifier: Apache-2.0 */
/* What can be observed: every kind of observation and every attribute, declared once. The schema,
 * probity-evidence(5), the documents and the names that rules may use all come from here.
 *
 * To add an attribute: one line in ATTRIBUTES. To add a kind: one line in KINDS and one entry in
 * declarations.c. */
#ifndef PROBITY_EVIDENCE_DECLARATIONS_H
#define PROBITY_EVIDENCE_DECLARATIONS_H

#include <stdbool.h>
#include <stddef.h>

enum attribute_type {
	TYPE_WORD,     /* one of a few words of ours; never from the wire */
	TYPE_TEXT,     /* text that may come from the wire: cleaned, personal data in it masked */
	TYPE_PERSONAL, /* a personal value: masked by the rule of its data type unless revealed */
	TYPE_SECRET,   /* a secret: masked whole unless revealed */
	TYPE_NUMBER,   /* unsigned, decimal */
	TYPE_YESNO,    /* `yes` or `no` */
	TYPE_TIME,     /* ISO 8601 in UTC */
	TYPE_NUMBERS,  /* several numbers: blanks between in XML, an array in JSON */
};

/* A(identifier, name in documents, type, meaning) */
#define ATTRIBUTES(A) \
	/* context: set by the flow and the case, not by decoders */ \
	A(DEVICE, "device", TYPE_WORD, \
	  "address of the audited terminal, or of the side that opened the flow") \
	A(PEER, "peer", TYPE_WORD, "address of the other side") \
	A(HOST, "host", TYPE_TEXT, \
	  "name of the other side: as addressed (Host, SNI), else by DNS, else its address") \
	A(PORT, "port", TYPE_NUMBER, "port of the side that was called") \
	A(TRANSPORT, "transport", TYPE_WORD, \
	  "tcp, udp, link (a payload of neither, as of Bluetooth or PPP) or other") \
	A(SCOPE, "scope", TYPE_WORD, \
	  "where the bytes went to or came from: internet, local, multicast, unknown") \
	A(DIRECTION, "direction", TYPE_WORD, "sent or received, as seen from the device") \
	A(PROTOCOL, "protocol", TYPE_WORD, \
	  "application protocol; unknown where no decoder claimed the flow") \
	A(CLEARTEXT, "cleartext", TYPE_YESNO, "whether anyone on the way could read it") \
	A(PHASE, "phase", TYPE_WORD, \
	  "phase of the case's timeline: before-notice, before-consent, consented, refused, withdrawn, " \
	  "deleted, unknown") \
	A(COUNTRY, "country", TYPE_WORD, \
	  "country that the database of --mmdb places the other side (or the address) in; never proof") \
	A(AUDITED, "audited", TYPE_YESNO, \
	  "no: neither side is the audited terminal; never judged; absent otherwise") \
	A(ACTIVITY, "activity", TYPE_WORD, \
	  "what the tester was doing: idle, privacy-mode, muted, face-enrolment, face-unlock, none, " \
	  "unknown") \
	/* times and places: kept by the evidence itself */ \
	A(COUNT, "count", TYPE_NUMBER, "how often it was observed") \
	A(FIRST, "first", TYPE_TIME, "time of the first observation") \
	A(LAST, "last", TYPE_TIME, "time of the last observation") \
	A(FRAMES, "frames", TYPE_NUMBERS, "frame numbers of the first few observations") \
	A(LABEL, "label", TYPE_WORD, "equal values carry equal labels within a document") \
	A(MASK, "mask", TYPE_TEXT, "the masked form of a revealed value") \
	/* what a decoder or recogniser says */ \
	A(DATA, "data", TYPE_WORD, "data type, as declared in rules/data") \
	A(CATEGORY, "category", TYPE_WORD, "the data type's place in the taxonomy") \
	A(VALUE, "value", TYPE_PERSONAL, "the value, masked unless revealed") \
	A(EXCERPT, "excerpt", TYPE_TEXT, \
	  "the bytes around the value as they stand, on its line; only where values are revealed") \
	A(FIELD, "field", TYPE_TEXT, "name under which the value stood: key, parameter, header, part") \
	A(PATH, "path", TYPE_TEXT, \
	  "chain of containers from the message to the value, such as http:body>gzip>json:$.user.phone") \
	A(METHOD, "method", TYPE_TEXT, "request method or command") \
	A(TOPIC, "topic", TYPE_TEXT, "MQTT topic, path of a URL, or the like") \
	A(CONSENT, "consent", TYPE_WORD, \
	  "consent on record for this data at that time: none, general, separate, guardian, refused, " \
	  "withdrawn, unknown") \
	A(CONFIDENCE, "confidence", TYPE_WORD, "certain, likely or possible") \
	A(WHY, "why", TYPE_TEXT, "what the recognition rests on") \
	A(ENCODING, "encoding", TYPE_WORD, \
	  "transformations looked through: base64, gzip, hex, url, …; none") \
	A(CANARY, "canary", TYPE_WORD, "name of the planted value of the case that was found") \
	A(DECIMALS, "decimals", TYPE_NUMBER, "decimal places of a position") \
	A(MORE, "more", TYPE_YESNO, "stands for further values that are not listed one by one") \
	A(SCHEME, "scheme", TYPE_WORD, \
	  "how a credential travels: plain, basic, digest, form, json, bearer, cookie, community, …; how " \
	  "devices pair: just-works, passkey, numeric-comparison, out-of-band") \
	A(CLASS, "class", TYPE_WORD, \
	  "password, token, community, code, key, hash, encrypted, username-only, anonymous") \
	A(USER, "user", TYPE_PERSONAL, "user name") \
	A(SECRET, "secret", TYPE_SECRET, "password, token or code, masked unless revealed") \
	A(RESULT, "result", TYPE_WORD, "what the other side answered: accepted, refused, unknown") \
	A(AUTHENTICATION, "authentication", TYPE_WORD, \
	  "what a service asked for: none, anonymous, password, challenge, unknown") \
	A(ACTION, "action", TYPE_TEXT, "what was asked of a service") \
	A(GAVE, "gave", TYPE_WORD, \
	  "what a service gave: personal-data, configuration, media, shell, files, session, nothing, " \
	  "unknown") \
	A(STATUS, "status", TYPE_NUMBER, "status code of the answer") \
	A(VERSION, "version", TYPE_WORD, "protocol version") \
	A(SUITE, "suite", TYPE_WORD, "cipher suite, by its IANA name") \
	A(SNI, "sni", TYPE_TEXT, "server name in a ClientHello") \
	A(ALPN, "alpn", TYPE_TEXT, "application protocols offered or chosen") \
	A(RESUMED, "resumed", TYPE_YESNO, "handshake abbreviated: no certificate is seen") \
	A(OFFERED, "offered", TYPE_TEXT, "weak things a client offered") \
	A(WEAKNESS, "weakness", TYPE_TEXT, \
	  "what is weak in what was chosen; blanks between; empty if nothing") \
	A(SUBJECT, "subject", TYPE_TEXT, "whom a certificate names") \
	A(ISSUER, "issuer", TYPE_TEXT, "who issued it") \
	A(FINGERPRINT, "fingerprint", TYPE_WORD, "SHA-256 of the DER certificate") \
	A(NOT_BEFORE, "not-before", TYPE_TIME, "start of validity") \
	A(NOT_AFTER, "not-after", TYPE_TIME, "end of validity") \
	A(VALIDITY, "validity", TYPE_WORD, "at capture time: valid, expired, not-yet") \
	A(KEY_TYPE, "key-type", TYPE_WORD, "RSA, EC, SM2, …") \
	A(KEY_BITS, "key-bits", TYPE_NUMBER, "size of the public key") \
	A(SIGNATURE, "signature", TYPE_WORD, "signature algorithm") \
	A(SELF_SIGNED, "self-signed", TYPE_YESNO, "subject signs itself") \
	A(NAME_MATCHES, "name-matches", TYPE_WORD, \
	  "whether the certificate is for the host: yes, no, unknown") \
	A(POSITION, "position", TYPE_NUMBER, \
	  "place in the chain; 0 is the server's own; absent where it stood in a message") \
	A(SESSION, "session", TYPE_WORD, "handshake result: completed, refused, unknown") \
	A(FORMAT, "format", TYPE_WORD, "format of a file, image or document") \
	A(MEDIA, "media", TYPE_WORD, "image, voice, video") \
	A(FACE_CONTEXT, "face-context", TYPE_TEXT, "name that ties an image to a face; empty if none") \
	A(WIDTH, "width", TYPE_NUMBER, "pixels") \
	A(HEIGHT, "height", TYPE_NUMBER, "pixels") \
	A(POSITIONED, "positioned", TYPE_YESNO, "carries a position (EXIF GPS)") \
	A(BYTES, "bytes", TYPE_NUMBER, "size in bytes, summed over repeats") \
	A(PACKETS, "packets", TYPE_NUMBER, "packets, summed") \
	A(OPENED, "opened", TYPE_NUMBER, "flows, summed") \
	A(READABLE, "readable", TYPE_NUMBER, "bytes that a decoder could read") \
	A(OPAQUE, "opaque", TYPE_NUMBER, "bytes that nobody without keys could read") \
	A(UNREAD, "unread", TYPE_NUMBER, "bytes in clear that no decoder understood") \
	A(LOST, "lost", TYPE_NUMBER, "bytes that the capture misses") \
	A(REASON, "reason", TYPE_WORD, \
	  "why not all could be read: encrypted, looks-encrypted, unknown-protocol, malformed, gap, cut, " \
	  "limit, …") \
	A(GUESS, "guess", TYPE_WORD, "nDPI's name for a flow that no decoder claimed") \
	A(DECODER, "decoder", TYPE_WORD, "which decoder met it") \
	A(NAME, "name", TYPE_TEXT, "a name") \
	A(ADDRESS, "address", TYPE_WORD, "a network address") \
	A(DOMAIN, "domain", TYPE_TEXT, "registrable domain of a host") \
	A(SOURCE, "source", TYPE_WORD, \
	  "where a name or statement comes from: dns, sni, http-host, certificate, case, option, inferred, " \
	  "…") \
	A(QUERY_TYPE, "query-type", TYPE_WORD, "DNS record type") \
	A(TEXT, "text", TYPE_TEXT, "free text") \
	A(FILE, "file", TYPE_TEXT, "name of an input file, without its folders") \
	A(BUILT, "built", TYPE_TIME, "when a database was built, as it says itself") \
	A(DIGEST, "digest", TYPE_WORD, "SHA-256 of the whole file") \
	A(LINK_TYPES, "link-types", TYPE_WORD, "link types in a capture") \
	A(TRUNCATED, "truncated", TYPE_YESNO, "read only in part: it ends inside a record or is broken") \
	A(SNAPPED, "snapped", TYPE_NUMBER, "packets of which only the beginning was recorded") \
	A(LIMIT_NAME, "limit", TYPE_WORD, "which limit was met") \
	A(MOST, "most", TYPE_NUMBER, "its value")

#define ATTRIBUTE_ENUM(identifier, name, type, meaning) ATTRIBUTE_##identifier,
enum attribute { ATTRIBUTES(ATTRIBUTE_ENUM) ATTRIBUTE_TOTAL };
#undef ATTRIBUTE_ENUM

struct attribute_declaration {
	const char *name;
	enum attribute_type type;
	const char *meaning;
};

/* Indexed by enum attribute. */
extern const struct attribute_declaration attribute_declarations[ATTRIBUTE_TOTAL];

/* Whether what is observed of it is text, not a number. */
bool attribute_is_text(enum attribute attribute);

/* K(identifier, element, group element, in traffic?, meaning) */
#define KINDS(K) \
	K(INPUT, "input", "inputs", false, "an input that was read") \
	K(DATABASE, "database", "databases", false, "a database that addresses were looked up in") \
	K(DEVICE, "device", "devices", false, "an audited terminal") \
	K(ENDPOINT, "endpoint", "endpoints", false, "an address and a name it goes by") \
	K(FLOW_GROUP, "flow-group", "flow-groups", true, "conversations of one sort between two hosts") \
	K(TRANSMISSION, "transmission", "transmissions", true, "a value of a data type that was carried") \
	K(CREDENTIAL, "credential", "credentials", true, "a user name or secret that was carried") \
	K(SERVICE, "service", "services", true, "a service that answered, and what it asked for first") \
	K(TLS, "tls", "tls-sessions", true, "a TLS handshake") \
	K(CERTIFICATE, "certificate", "certificates", true, \
	  "a certificate that a server showed or a message carried") \
	K(MEDIA, "media", "media-files", true, "an image, voice or video") \
	K(DNS_QUERY, "dns-query", "dns-queries", true, "a name that was asked for") \
	K(COMMENT, "comment", "comments", false, "a comment in a capture file") \
	K(SECRETS, "secrets", "secrets-blocks", false, "decryption secrets embedded in a capture") \
	K(OVERLAP, "overlap", "overlaps", true, "bytes sent twice with different content") \
	K(PAIRING, "pairing", "pairings", true, "two Bluetooth devices agreed on a key") \
	K(UNDECODED, "undecoded", "undecoded-parts", true, "bytes that could not be read, and why") \
	K(COVERAGE, "coverage", "coverages", true, "how much could be read") \
	K(LIMIT, "limit", "limits", false, "a limit that was met: what stands here is incomplete")

#define KIND_ENUM(identifier, element, group, traffic, meaning) KIND_##identifier,
enum kind { KINDS(KIND_ENUM) KIND_TOTAL };
#undef KIND_ENUM

/* What becomes of an attribute when equal observations are joined. */
enum role {
	ROLE_END,   /* ends a list */
	ROLE_KEY,   /* part of what makes observations equal */
	ROLE_VALUE, /* the same; at most LIMIT_VALUES different ones are kept per rest of the key */
	ROLE_SUM,   /* added up */
	ROLE_MOST,  /* the largest is kept */
	ROLE_NOTE,  /* the one of the earliest observation is kept */
};

/* Most attributes of one kind, the context's not counted. */
enum { KIND_ATTRIBUTES = 20 };

struct attribute_role {
	enum attribute attribute;
	enum role role;
};

struct kind_declaration {
	const char *element, *group;
	bool traffic; /* carries the context attributes of a flow */
	const char *meaning;
	const struct attribute_role *attributes; /* ends with ROLE_END */
};

/* Indexed by enum kind. */
extern const struct kind_declaration kind_declarations[KIND_TOTAL];

/* The context attributes that every kind in traffic carries, in document order. */
extern const enum attribute context_attributes[];
extern const size_t context_attribute_count;

/* Every attribute that a kind may show, in the order of the document: its own, the context's, those that
 * the evidence keeps itself. Returns how many. */
size_t kind_attributes(enum kind kind, enum attribute list[ATTRIBUTE_TOTAL]);

/* Finds a declaration by its name in documents; returns ATTRIBUTE_TOTAL or KIND_TOTAL if none. */
enum attribute attribute_by_name(const char *name);
enum kind kind_by_element(const char *element);

/* The role of an attribute in a kind: ROLE_END where the kind does not carry it. Context attributes
 * and those the evidence keeps itself (count, first, …) are ROLE_NOTE. */
enum role kind_role(enum kind kind, enum attribute attribute);

#endif
