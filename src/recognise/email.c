/* SPDX-License-Identifier: Apache-2.0 */
/* E-mail addresses (RFC 5321 without quoted local parts and address literals). What machines write in
 * the same form is none: message ids, `name@2x.png`, algorithm names, SIP users. One whose letters are all
 * x may be a placeholder or hidden by hand: possible at most.
 * An address with a top-level domain that is not listed counts under a name only. */
#include "recognise/shape.h"

static bool local_byte(uint8_t byte)
{
	uint8_t letter = byte | 32;

	return (letter >= 'a' && letter <= 'z') || (byte >= '0' && byte <= '9') || byte == '.' ||
	       byte == '_' || byte == '-' || byte == '+' || byte == '\'';
}

static bool digit(uint8_t byte)
{
	return byte >= '0' && byte <= '9';
}

static bool letter(uint8_t byte)
{
	return (byte | 32) >= 'a' && (byte | 32) <= 'z';
}

/* Labels of letters, digits and hyphens; the last one of letters. */
static bool domain_ok(struct bytes domain)
{
	struct bytes rest = domain, label = BYTES_EMPTY;
	unsigned labels = 0;

	while (rest.size) {
		label = bytes_split(&rest, '.');
		if (label.size == 0 || label.size > 63 || label.data[0] == '-' ||
		    label.data[label.size - 1] == '-')
			return false;
		labels++;
	}
	if (labels < 2 || domain.data[domain.size - 1] == '.' || label.size < 2 || label.size > 24)
		return false;
	for (size_t i = 0; i < domain.size; i++)
		if (!letter(domain.data[i]) && !digit(domain.data[i]) && domain.data[i] != '-' &&
		    domain.data[i] != '.')
			return false;
	for (size_t i = 0; i < label.size; i++)
		if (!letter(label.data[i]))
			return false;
	return true;
}

static bool one_of(struct bytes word, const char *const *list, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (bytes_equal_nocase(word, bytes_of(list[i])))
			return true;
	return false;
}

/* Every country's domain, two letters each. */
static const char COUNTRIES[] = "acadaeafagaialamaoaqarasatauawaxazbabbbdbebfbgbhbibjbmbnbobrbsbtbwbybzcacccd"
				"cfcgchcickclcmcncocrcucvcwcxcyczde"
				"djdkdmdodzeceeegereseteufifjfkfmfofrgagdgegfggghgiglgmgngpgqgrgsgtgugwgyhkhm"
				"hnhrhthuidieiliminioiqirisitjejmjo"
				"jpkekgkhkikmknkpkrkwkykzlalblclilklrlsltlulvlymamcmdmemgmhmkmlmmmnmompmqmrms"
				"mtmumvmwmxmymznancnenfngninlnonpnr"
				"nunzompapepfpgphpkplpmpnprpsptpwpyqarerorsrurwsasbscsdsesgshsiskslsmsnsosrss"
				"stsvsxsysztctdtftgthtjtktltmtntotr"
				"tttvtwtzuaugukusuyuzvavcvevgvivnvuwfwsyeytzazmzw";

static bool top_level_ok(struct bytes label)
{
	static const char *const GENERIC[] = {
		"com",	  "net",     "org",    "edu",	"gov",	  "mil",     "int",    "info",	"biz",
		"name",	  "pro",     "mobi",   "asia",	"tel",	  "xyz",     "top",    "vip",	"club",
		"shop",	  "site",    "online", "tech",	"app",	  "dev",     "cloud",  "email", "work",
		"group",  "store",   "ltd",    "wang",	"live",	  "link",    "space",  "icu",	"fun",
		"art",	  "life",    "world",  "today", "one",	  "digital", "global", "media", "news",
		"agency", "company", "center", "mail",	"museum", "aero",    "coop",   "jobs",	"travel",
		"cat",	  "post",    "example" /* RFC 2606: what examples and tests use */
	};

	if (label.size != 2)
		return one_of(label, GENERIC, sizeof GENERIC / sizeof *GENERIC);
	uint8_t first = label.data[0] | 32, second = label.data[1] | 32;

	for (size_t i = 0; i + 1 < sizeof COUNTRIES - 1; i += 2)
		if ((uint8_t)COUNTRIES[i] == first && (uint8_t)COUNTRIES[i + 1] == second)
			return true;
	return false;
}

/* Ends that files have, and domains that no one can write to (RFC 2606, RFC 6762). */
static bool end_is_no_domain(struct bytes label)
{
	static const char *const NONE[] = {
		"png",	  "jpg",    "jpeg",	 "gif",	    "webp", "svg",  "css",	"js",
		"html",	  "htm",    "json",	 "xml",	    "txt",  "php",  "bmp",	"ico",
		"mp3",	  "woff",   "ttf",	 "zip",	    "gz",   "exe",  "dll",	"service",
		"test",	  "local",  "localhost", "invalid", "lan",  "home", "internal", "localdomain",
		"socket", "target", "timer",	 "mount",   "slice"
	};

	return one_of(label, NONE, sizeof NONE / sizeof *NONE);
}

/* Domains whose addresses name algorithms or extensions, or users of telephone and chat servers. */
static bool domain_is_no_mail(struct bytes domain)
{
	static const char *const NONE[] = { "openssh.com", "libssh.org", "lysator.liu.se", "ssh.com",
					    "putty.projects.tartarus.org" };
	static const char *const FIRST[] = { "sip.", "voip.", "xmpp.", "jabber.", "conference." };

	for (size_t i = 0; i < sizeof FIRST / sizeof *FIRST; i++)
		if (bytes_start_with_nocase(domain, bytes_of(FIRST[i])))
			return true;
	/* Networks' own names for their subscribers: an IMSI is not an address. */
	if (bytes_find_nocase(domain, BYTES("mnc")) != SIZE_MAX &&
	    bytes_find_nocase(domain, BYTES(".mcc")) != SIZE_MAX)
		return true;
	return one_of(domain, NONE, sizeof NONE / sizeof *NONE) ||
	       bytes_find_nocase(domain, BYTES("3gppnetwork.org")) != SIZE_MAX;
}

/* Providers whose users have numbers for names. */
static bool numbers_are_names(struct bytes domain)
{
	static const char *const PROVIDERS[] = { "qq.com",   "vip.qq.com", "foxmail.com", "163.com",
						 "126.com",  "139.com",	   "189.cn",	  "wo.cn",
						 "yeah.net", "sina.com",   "sina.cn",	  "sohu.com",
						 "188.com",  "aliyun.com", "21cn.com" };

	return one_of(domain, PROVIDERS, sizeof PROVIDERS / sizeof *PROVIDERS);
}

/* Whether a machine made the local part: long runs of digits or hexadecimal digits, letters and digits
 * changing often. */
static bool local_is_machine_made(struct bytes local)
{
	unsigned changes = 0, digits = 0, run = 0, longest = 0, hex = 0, longest_hex = 0, dashes = 0;

	for (size_t i = 0; i < local.size; i++) {
		uint8_t byte = local.data[i], lower = byte | 32;
		bool is_digit = digit(byte), is_hex = is_digit || (lower >= 'a' && lower <= 'f');

		if (i && is_digit != digit(local.data[i - 1]) && (is_digit || letter(byte)) &&
		    (digit(local.data[i - 1]) || letter(local.data[i - 1])))
			changes++;
		digits += is_digit;
		dashes += byte == '-';
		run = is_digit ? run + 1 : 0;
		hex = is_hex ? hex + 1 : 0;
		longest = run > longest ? run : longest;
		longest_hex = hex > longest_hex && digits ? hex : longest_hex;
	}
	if (local.size > 40 || longest >= 12 || longest_hex >= 16 || changes >= 6)
		return true;
	/* A date and a running number, or two of them: 20131212030845.GA715, 521663E3.7090401. */
	if (bytes_find_byte(local, '.') != SIZE_MAX && digits * 2 >= local.size && local.size >= 12)
		return true;
	/* Exim: 1bwpfB-0000Be-Tu. */
	return (dashes >= 2 && local.size >= 14 && changes >= 2) || (changes >= 4 && local.size >= 14);
}

/* `xxxx.xxx`: somebody may have hidden it already. */
static bool crossed_out(struct bytes local)
{
	unsigned crosses = 0;

	for (size_t i = 0; i < local.size; i++) {
		bool cross = (local.data[i] | 32) == 'x';

		crosses += cross;
		if (!cross && local.data[i] != '.' && local.data[i] != '-' && local.data[i] != '_')
			return false;
	}
	return crosses >= 3;
}

/* Mailboxes of offices, not of persons (RFC 2142 and habit). */
static bool is_an_office(struct bytes local)
{
	static const char *const OFFICES[] = { "abuse",	     "admin",	"contact",  "ftp",	 "help",
					       "hostmaster", "info",	"mail",	    "marketing", "news",
					       "newsmaster", "noc",	"no-reply", "noreply",	 "office",
					       "postmaster", "press",	"privacy",  "root",	 "sales",
					       "security",   "service", "support",  "sysadmin",	 "usenet",
					       "webmaster",  "www",	"git",	    "bugs" };

	return one_of(local, OFFICES, sizeof OFFICES / sizeof *OFFICES);
}

static enum fit fits_local(struct bytes local, struct bytes domain)
{
	bool number = true;

	if (local.size == 0 || local.size > 64 || local.data[0] == '.' || local.data[local.size - 1] == '.')
		return FIT_NO;
	for (size_t i = 0; i < local.size; i++) {
		if (!local_byte(local.data[i]))
			return FIT_NO;
		number = number && digit(local.data[i]);
	}
	if (number)
		return numbers_are_names(domain) && local.size >= 5 && local.size <= 11 ? FIT_STRONG
											: FIT_WEAK;
	return local_is_machine_made(local) ? FIT_WEAK : FIT_STRONG;
}

static enum fit fits(const struct shape *shape, struct fitting *fitting)
{
	struct bytes domain = shape->text;

	if (bytes_start_with_nocase(domain, BYTES("mailto:")))
		domain = bytes_from(domain, 7);
	struct bytes whole = domain, local = bytes_split(&domain, '@');

	if (domain.size < 4 || domain.size > 255 || !domain_ok(domain) || domain_is_no_mail(domain))
		return FIT_NO;
	struct bytes rest = domain, label = BYTES_EMPTY;

	while (rest.size)
		label = bytes_split(&rest, '.');
	enum fit fit = end_is_no_domain(label) ? FIT_NO : fits_local(local, domain);

	fitting->part = whole;
	if (fit != FIT_NO && is_an_office(local)) {
		fitting->doubtful = true;
		fitting->says = "an office's mailbox";
	}
	if (fit != FIT_NO && crossed_out(local)) {
		fitting->doubtful = true;
		fitting->says = "an address of x only: a placeholder, or hidden";
	}
	if (fit == FIT_STRONG && (local.size < 2 || domain.size < 5 || !top_level_ok(label)))
		return FIT_WEAK;
	return fit;
}

const struct validator validator_email = {
	.name = "email",
	.specification = "RFC 5321",
	.says = "local part and domain",
	.kinds = KIND_AT,
	.least = 6,
	.most = 320,
	.fits = fits,
};
