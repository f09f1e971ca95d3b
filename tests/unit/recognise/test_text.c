/* SPDX-License-Identifier: Apache-2.0 */
/* What is found in text without structure, and what only looks like it. All persons are invented. */
#include "data_types.h"

#include "base/memory.h"
#include "recognise/recognise.h"

#include <stdio.h>
#include <stdlib.h>

/* What was found, as `type=value;type=value`. */
struct findings {
	struct bytes text, last;
	char list[1024];
	size_t size;
};

static void keep(void *self, const struct recognition *recognition)
{
	struct findings *findings = self;
	size_t room = sizeof findings->list - findings->size;

	assert_true(recognition->value.data >= findings->text.data);
	assert_true(recognition->value.data + recognition->value.size <=
		    findings->text.data + findings->text.size);
	assert_true(findings->last.data == NULL ||
		    recognition->value.data >= findings->last.data + findings->last.size);
	findings->last = recognition->value;
	int size = snprintf(findings->list + findings->size, room, "%s%s=%.*s", findings->size ? ";" : "",
			    recognition->type->id, (int)recognition->value.size,
			    (const char *)recognition->value.data);

	if (size > 0 && (size_t)size < room)
		findings->size += (size_t)size;
}

struct sample {
	const char *text, *found;
};

static void check(const struct taxonomy *taxonomy, const struct sample *samples, size_t count)
{
	unsigned wrong = 0;

	for (size_t i = 0; i < count; i++)
		/* At every place relative to the blocks in which text is read. */
		for (size_t shift = 0; shift < 17; shift++) {
			char text[512];
			int size = snprintf(text, sizeof text, "%.*s%s", (int)shift,
					    "\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n", samples[i].text);
			struct findings findings = { .text = hostile_copy((struct bytes){ (uint8_t *)text,
											  (size_t)size }) };

			recognise_text(taxonomy, findings.text, keep, &findings);
			hostile_free(findings.text);
			if (strcmp(findings.list, samples[i].found) == 0)
				continue;
			wrong++;
			print_error("%s: expected \"%s\", got \"%s\" (shift %zu)\n", samples[i].text,
				    samples[i].found, findings.list, shift);
			break;
		}
	assert_int_equal(wrong, 0);
}

static void finds_what_tells_itself(void **state)
{
	static const struct sample SAMPLES[] = {
		{ "call 13800138000 now", "contact.mobile=13800138000" },
		{ "电话13800138000，谢谢", "contact.mobile=13800138000" },
		{ "+86 138 0013 8000", "contact.mobile=+86 138 0013 8000" },
		{ "+8613800138000", "contact.mobile=+8613800138000" },
		{ "tel 138-0013-8000.", "contact.mobile=138-0013-8000" },
		{ "13800138000,13900139000", "contact.mobile=13800138000;contact.mobile=13900139000" },
		{ "ID 11010519491231002X ok", "id.cn-resident=11010519491231002X" },
		{ "pay 4111 1111 1111 1111 now", "finance.bank-card=4111 1111 1111 1111" },
		{ "write to zhang.wei@example.com, please", "contact.email=zhang.wei@example.com" },
		{ "From: Zhang <zhang.wei@example.com>", "contact.email=zhang.wei@example.com" },
		{ "RCPT TO:<li.ming@example.org>", "contact.email=li.ming@example.org" },
		{ "to li.ming@example.org.", "contact.email=li.ming@example.org" },
		{ "seen 00:16:3e:5a:6b:7c there", "device.mac=00:16:3e:5a:6b:7c" },
		{ "seen 00-16-3E-5A-6B-7C there", "device.mac=00-16-3E-5A-6B-7C" },
		{ "$GPRMC,081836,A,3113.8249,N,12128.4220,E,000.0,360.0,130998,011.3,E*75",
		  "location.precise=$GPRMC,081836,A,3113.8249,N,12128.4220,E,000.0,360.0,130998,011.3,E*75" },
		{ "x eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ4In0.c2lnbmF0dXJlLXNpZ25hdHVyZQ y",
		  "credential.token=eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ4In0.c2lnbmF0dXJlLXNpZ25hdHVyZQ" },
		{ "To: <sip:zhang.wei@example.com;tag=1>", "contact.sip-address=sip:zhang.wei@example.com" },
		{ "To: <sip:0097239555044@voip.example.net>", "contact.telephone=0097239555044" },
		{ "rtsp://admin:hunter2!@10.0.0.5/live", "credential.password=hunter2!" },
	};

	check(*state, SAMPLES, COUNT_OF(SAMPLES));
}

static void finds_positions_of_receivers(void **state)
{
	static const struct sample SAMPLES[] = {
		{ "$GNRMC,080000.00,A,3113.8249,N,12128.4220,E,000.0,360.0,010326,,,A*40",
		  "location.precise=$GNRMC,080000.00,A,3113.8249,N,12128.4220,E,000.0,360.0,010326,,,A*40" },
		{ "$GPGGA,080000.00,3113.8249,N,12128.4220,E,1,08,0.9,12.0,M,8.0,M,,*65",
		  "location.precise=$GPGGA,080000.00,3113.8249,N,12128.4220,E,1,08,0.9,12.0,M,8.0,M,,*65" },
		{ "$BDGLL,3113.82490,N,12128.42200,E,080000.00,A,A*7B",
		  "location.precise=$BDGLL,3113.82490,N,12128.42200,E,080000.00,A,A*7B" },
		{ "$GNGLL,3113.82490,N,12128.42200,E,080000.00,A,A*74",
		  "location.precise=$GNGLL,3113.82490,N,12128.42200,E,080000.00,A,A*74" },
		{ "at 08:00 $GNRMC,080000.00,A,3113.8249,N,12128.4220,E,000.0,360.0,010326,,,A*40, then",
		  "location.precise=$GNRMC,080000.00,A,3113.8249,N,12128.4220,E,000.0,360.0,010326,,,A*40" },
		/* no fix, cut, another sentence, empty, another beginning */
		{ "$GNGGA,080000.00,3113.8249,N,12128.4220,E,0,00,99.9,,M,,M,,*79", "" },
		{ "$GNGLL,3113.82490,N,12128.42200,E,080000.00,V,N*6C", "" },
		{ "$GPGGA,080000.00,3113.8249,N,12128.4220,E,1,08,0.9,12.0,M,8.0,M,,*6", "" },
		{ "$GPGGA,080000.00,3113.8249,N,12128.4220,", "" },
		{ "$GNGSV,3113,8249,N,12128.4220,E,1,08,0.9*4B", "" },
		{ "$GNRMC,080000.00,A,,,,,,,010326,,,A*75", "" },
		{ "$XX,080000.00,A,9973.8249,N,12128.4220,E,000.0,360.0,010326,,,A*5A", "" },
	};

	check(*state, SAMPLES, COUNT_OF(SAMPLES));
}

static void finds_what_modems_answer(void **state)
{
	static const struct sample SAMPLES[] = {
		{ "+CGNSINF: "
		  "1,1,20260301080000.000,31.230400,121.473700,12.0,0.00,0.0,1,,0.9,1.2,0.8,,11,9,,,40,,",
		  "location.precise=31.230400,121.473700" },
		{ "\r\n+CGNSINF: 1,1,20260301080000.000,31.230400,121.473700,12.0\r\n\r\nOK\r\n",
		  "location.precise=31.230400,121.473700" },
		{ "+CGPSINFO: 3113.824000,N,12128.422000,E,010326,080000.0,12.0,0.0,0.0",
		  "location.precise=3113.824000,N,12128.422000,E" },
		{ "+CGPSINFO:3113.824000,N,12128.422000,E,010326",
		  "location.precise=3113.824000,N,12128.422000,E" },
		{ "+CGNSSINFO: 2,09,05,00,3113.824000,N,12128.422000,E,010326,080000.0,12.0",
		  "location.precise=3113.824000,N,12128.422000,E" },
		{ "+QGPSLOC: 080000.000,3113.8240N,12128.4220E,1.0,12.0,3,0.00,0.0,0.0,010326,09",
		  "location.precise=3113.8240N,12128.4220E" },
		{ "+QGPSLOC: 080000.000,31.23040,121.47370,1.0,12.0,2,0.00,0.0,0.0,010326,09",
		  "location.precise=31.23040,121.47370" },
		{ "+CIPGSMLOC: 0,121.473700,31.230400,2026/03/01,08:00:00",
		  "location.precise=121.473700,31.230400" },
		{ "+CLBS: 0,31.230400,121.473700,550", "location.precise=31.230400,121.473700" },
		{ "+CENG: 0,\"0074,33,00,460,00,45,8c9d,07,05,50a1,255\"",
		  "location.cell=0,\"0074,33,00,460,00,45,8c9d,07,05,50a1,255" },
		{ "+QENG: "
		  "\"servingcell\",\"NOCONN\",\"LTE\",\"FDD\",460,00,8C9DF03,117,1850,3,5,5,50A1,-95,-10",
		  "location.cell=servingcell\",\"NOCONN\",\"LTE\",\"FDD\",460,00,8C9DF03,117,1850,3,5,5,50A1,"
		  "-95,-10" },
		{ "+CPSI: LTE,Online,460-00,0x50A1,146802435,117,EUTRAN-BAND3",
		  "location.cell=LTE,Online,460-00,0x50A1,146802435,117,EUTRAN-BAND3" },
		{ "+CREG: 2,1,\"50A1\",\"08C9DF03\",7", "location.cell=50A1\",\"08C9DF03" },
		{ "+CEREG: 1,\"50A1\",\"08C9DF03\",7", "location.cell=50A1\",\"08C9DF03" },
		{ "+CWLAP:(4,\"home\",-57,\"00:16:3e:5a:6b:7c\",6)\r\n+CWLAP:(3,\"x, "
		  "y\",-80,\"00:16:3e:5a:6b:7d\",1)\r\n",
		  "location.nearby-networks=00:16:3e:5a:6b:7c;location.nearby-networks=00:16:3e:5a:6b:7d" },
		{ "+QWIFISCAN: (-,-,-57,\"00:16:3e:5a:6b:7c\",6)\n+QWIFISCAN: "
		  "(-,-,-80,\"00:16:3e:5a:6b:7d\",1)\n",
		  "location.nearby-networks=00:16:3e:5a:6b:7c;location.nearby-networks=00:16:3e:5a:6b:7d" },
		{ "AT+CWJAP=\"garden house\",\"Invented#1\"\r\n",
		  "network.ssid=garden house;credential.wifi-passphrase=Invented#1" },
		{ "+CWJAP:\"garden house\",\"00:16:3e:5a:6b:7c\",6,-57",
		  "network.ssid=garden house;network.bssid=00:16:3e:5a:6b:7c" },
	};

	check(*state, SAMPLES, COUNT_OF(SAMPLES));
}

/* No fix, no service, no values, other replies. */
static void is_silent_about_other_replies(void **state)
{
	static const struct sample SAMPLES[] = {
		{ "+CGNSINF: 1,0,,,,,,,,,,", "" },
		{ "+CGNSINF: 1,1,20260301080000.000,0.000000,0.000000,0.0", "" },
		{ "+CGPSINFO: ,,,,,,,,", "" },
		{ "+CGPSINFO: 0000.000000,N,00000.000000,E,,,", "" },
		{ "+QGPSLOC: (1,2)", "" },
		{ "AT+QGPSLOC=2", "" },
		{ "+CSQ: 31.2304,121.4737", "" },
		{ "+CBC: 0,31,4137", "" },
		{ "+CLBS: 1", "" },
		{ "+CIPGSMLOC: 601", "" },
		{ "+CENG: 0,\"0074,33,00,000,00,45,0000,07,05,0000,255\"", "" },
		{ "+CREG: 0,1", "" },
		{ "+CREG: 2,0,\"0000\",\"00000000\",7", "" },
		{ "+CREG: 2,2,\"FFFE\",\"FFFFFFFF\",7", "" },
		{ "+QENG: \"servingcell\",\"SEARCH\"", "" },
		{ "+CPSI: NO SERVICE,Online", "" },
		{ "+CCLK: \"26/03/01,08:00:00+32\"", "" },
		{ "CGNSINF: 1,1,20260301080000.000,31.230400,121.473700", "" },
		{ "AT+CWJAP?", "" },
		{ "AT+CWJAP=\"home\",\"\"", "" },
		{ "+CWJAP:3", "" },
		{ "+CWLAP:(4,\"home\",-57)", "" },
		{ "+CENG: 1,\"0080,20,41,ffff,460,00,ffff\"", "" },
	};

	check(*state, SAMPLES, COUNT_OF(SAMPLES));
}

static void finds_values_by_their_names(void **state)
{
	static const struct sample SAMPLES[] = {
		{ "phone=13800138000&ok=1", "contact.mobile=13800138000" },
		{ "log: {\"phone\":\"13800138000\"}", "contact.mobile=13800138000" },
		{ "{\\\"phone\\\":\\\"13800138000\\\"}", "contact.mobile=13800138000" },
		{ "姓名：张伟\n手机号：13800138000", "person.name=张伟;contact.mobile=13800138000" },
		{ "Phone: (617) 555-0123\r\n", "contact.telephone=(617) 555-0123" },
		{ "user=zhang&password=hunter2!", "credential.password=hunter2!" },
		{ "Password: hunter2!\n", "credential.password=hunter2!" },
		{ "  password: hunter2!", "credential.password=hunter2!" },
		{ "{'password': 'hunter2!'}", "credential.password=hunter2!" },
		{ "ssid=HomeNet5G&psk=correcthorse",
		  "network.ssid=HomeNet5G;credential.wifi-passphrase=correcthorse" },
		{ "imei:490154203237518,", "device.imei=490154203237518" },
		{ "mac=00163e5a6b7c ", "device.mac=00163e5a6b7c" },
		{ "email=zhang.wei@example.com&x", "contact.email=zhang.wei@example.com" },
		{ "idNo:11010519491231002X", "id.cn-resident=11010519491231002X" },
		{ "location=31.2304,121.4737", "location.precise=31.2304,121.4737" },
		{ "?bbox=-70.648215,-33.598417,-70.611908,-33.571204&x",
		  "location.precise=-70.648215,-33.598417,-70.611908,-33.571204" },
		{ "phone=13800138000,ok", "contact.mobile=13800138000" },
		{ "location=\"31.2304,121.4737\"", "location.precise=31.2304,121.4737" },
		{ "token=Zx81kQ9vT3mB7nRw", "credential.token=Zx81kQ9vT3mB7nRw" },
		/* whoever administers it */
		{ "    link/ether 02:32:5e:f6:a4:ec brd ff:ff:ff:ff:ff:ff", "device.mac=02:32:5e:f6:a4:ec" },
		{ "eth0 Link encap:Ethernet  HWaddr 02:32:5e:f6:a4:ec", "device.mac=02:32:5e:f6:a4:ec" },
		{ "together 02:32:5e:f6:a4:ec", "" },
		{ "link/loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00", "" },
		{ "link/ether 03:32:5e:f6:a4:ec", "" },
		{ "permaddr 02:32:5e:f6:a4:ec", "" },
	};

	check(*state, SAMPLES, COUNT_OF(SAMPLES));
}

static void is_silent_about_other_numbers(void **state)
{
	static const struct sample SAMPLES[] = {
		{ "1700000000000", "" },
		{ "ts=13800138000", "" },
		{ "id:13800138000", "" },
		{ "0.13800138000", "" },
		{ "13800138000.25", "" },
		{ "v13800138000", "" },
		{ "a13800138000b", "" },
		{ "order-13800138000", "" },
		{ "/13800138000/", "" },
		{ "13800138000-0001", "" },
		{ "#13800138000", "" },
		{ "113800138000", "" },
		{ "\x01\x02"
		  "13800138000\x03",
		  "" },
		{ "14600347125", "" },
		{ "0000014631 13800138000 00000", "" },
		{ "%13800138000", "" },
		{ "138 0013 80000", "" },
		{ "1380-0138-000", "" },
		{ "2026-11-20 11:15:27", "" },
		{ "12:30:45:12:30:45:11", "" },
		{ "ab:cd:ef:00:11:22:33:44:55:66:77:88:99:aa:bb:cc", "" },
		{ "fe80:00:11:22:33:44:55:66", "" },
		{ "ff:ff:ff:ff:ff:ff", "" },
		{ "3d1f7a52-60c9-4be8-9f37-c2a4d86b1e05", "" },
		{ "110105194912310021", "" },
		{ "9f86d081884c7d659a2feaa0c55ad015", "" },
		{ "1234 5678 9012 3456", "" },
		{ "$GPRMC,081836,A,3113.8249,N,12128.4220,E,000.0,360.0,130998,011.3,E*74", "" },
		{ "$GPRMC,081836,V,,,,,,,130998,,*00", "" },
		{ "M 31.2304,121.4737 L 31.2305,121.4738", "" },
		{ "eyJhbGciOiJIUzI1NiJ9", "" },
		{ "138****8000", "" },
	};

	check(*state, SAMPLES, COUNT_OF(SAMPLES));
}

static void is_silent_about_other_addresses(void **state)
{
	static const struct sample SAMPLES[] = {
		{ "Message-ID: <zhang.wei@example.com>", "" },
		{ "References: <a.b@example.com>\r\n\t<c.d@example.com>", "" },
		{ "<20131212030845.GA715@example.net>", "" },
		{ "alpine.DEB.2.21.2402031415926.5358@mail.example.org", "" },
		{ "curve25519-sha256@libssh.org,hmac-sha2-256-etm@openssh.com", "" },
		{ "xmpp:zhang.wei@example.com", "" },
		{ "background: url(icon@2x.png)", "" },
		{ "https://example.com/@user.name", "" },
		{ "git@github.com:a/b", "contact.email=git@github.com" /* possible */ },
		{ "@media (max-width: 600px)", "" },
		{ "xxxx@xxxx.com", "contact.email=xxxx@xxxx.com" /* possible */ },
		{ "xxx@xxx.xxx", "" },
		{ "87654321@mail.example", "" },
		{ "http://example.com:8080/a@b", "" },
		{ "http://user:@example.com/", "" },
	};

	check(*state, SAMPLES, COUNT_OF(SAMPLES));
}

static void is_silent_about_programs(void **state)
{
	static const struct sample SAMPLES[] = {
		{ "password: function( elem ) {", "" },
		{ "\"password\" === elem.type", "" },
		{ "pass === undefined", "" },
		{ "pass = not ^ found", "" },
		{ "if (password == 'x') {", "" },
		{ "(using password: YES)", "" },
		{ "Access denied for user 'root'@'localhost' (using password: NO)", "" },
		{ "<input type=\"password\" name=\"password\" value=\"\">", "" },
		{ "<settings pass=\"offlineServicing\">", "" },
		{ "PWD=/home/admin\n", "" },
		{ "password=%s", "" },
		{ "ssid=%s", "" },
		{ "Password=0", "" },
		{ "access_token=null&x=1", "" },
		{ "oauth_token=';echo '", "" },
		{ "pass:password", "" },
		{ "token: string;", "" },
		{ "var password = document.getElementById('p');", "" },
		{ "  password: e,", "" },
		{ "  hostname: t,", "" },
		{ "password: \"logoff", "" },
		{ "{ Password: \"logoff\", x: 1 }", "" },
		{ "version=6.0 publicKeyToken=31bf3856ad364e35", "" },
		{ "Forgot your password? Click here: reset", "" },
		{ "The password: it must have eight characters", "" },
		{ "compass=north", "" },
		{ "http://www.example.com:80/", "" },
		{ "std::string", "" },
		{ "a ? phone : 13", "" },
		{ "xmp.did:72C1A0D64E9B11E8A5F3D10277CB49E6", "" },
		{ "ESN:B7A1-5520-C9E34", "" },
		{ "interfaceData: { a: 1 }", "" },
	};

	check(*state, SAMPLES, COUNT_OF(SAMPLES));
}

static void ignore(void *self, const struct recognition *recognition)
{
	(void)self;
	(void)recognition;
}

/* Bytes that the pass stops at, in every order of a short alphabet. */
static void survives_anything(void **state)
{
	static const char ALPHABET[] = "a1@=:-\"' \n$J\xef\xbc\x9aphoneG.+86x\\";
	uint32_t seed = 1;

	for (unsigned round = 0; round < 20000; round++) {
		uint8_t text[64];
		size_t size = round % sizeof text;

		for (size_t i = 0; i < size; i++) {
			seed = seed * 1664525u + 1013904223u;
			text[i] = (uint8_t)ALPHABET[(seed >> 16) % (sizeof ALPHABET - 1)];
		}
		struct bytes copy = hostile_copy((struct bytes){ text, size });

		recognise_text(*state, copy, ignore, NULL);
		hostile_free(copy);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(finds_what_tells_itself),
		cmocka_unit_test(finds_positions_of_receivers),
		cmocka_unit_test(finds_what_modems_answer),
		cmocka_unit_test(is_silent_about_other_replies),
		cmocka_unit_test(finds_values_by_their_names),
		cmocka_unit_test(is_silent_about_other_numbers),
		cmocka_unit_test(is_silent_about_other_addresses),
		cmocka_unit_test(is_silent_about_programs),
		cmocka_unit_test(survives_anything),
	};

	return cmocka_run_group_tests(tests, data_types_load, data_types_unload);
}
