/* SPDX-License-Identifier: Apache-2.0 */
#include "protocol/application/http_names.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

/* A name in lower case without `-`, `_` and `.`: `X-Auth_Token` is `xauthtoken`. */
struct folded {
	size_t size;
	uint8_t text[48 + 1]; /* one more, so that the second letter may be looked at */
};

static bool is_alphanumeric(uint8_t byte)
{
	return (byte >= '0' && byte <= '9') || ((byte | 32) >= 'a' && (byte | 32) <= 'z');
}

static struct folded fold(struct bytes name)
{
	struct folded folded = { .size = 0 };

	for (size_t i = 0; i < name.size && folded.size + 1 < sizeof folded.text; i++) {
		uint8_t byte = name.data[i];

		if (byte != '-' && byte != '_' && byte != '.')
			folded.text[folded.size++] = byte >= 'A' && byte <= 'Z' ? (uint8_t)(byte + 32) : byte;
	}
	return folded;
}

/* What a word inside a name says of it. */
enum sign {
	NO_PROOF =
		1, /* guards against forgery open nothing; nor does what a token is called, or when it ends */
	AUTHORIZES = 2,	 /* … unless it is no author's name after all */
	TOKEN = 4,	 /* stands for a token, a key or a password anywhere in the name */
	TOKEN_WHOLE = 8, /* only if it is the whole name */
	ACCESS = 16,	 /* tells who asks, anywhere in the name */
	ACCESS_WHOLE = 32,
	SESSION = 64, /* a cookie that has it is a session */
	SESSION_WHOLE = 128,
	PERHAPS_WHOLE = 256,
};

struct word {
	const char *text;
	unsigned char size;
	unsigned short signs;
};

#define WORD(text, signs) \
	{ \
		text, sizeof(text) - 1, signs \
	}
/* The bit of a small letter; that of any other sign is shared with one. */
#define LETTER(letter) (UINT32_C(1) << ((letter)&31))

/* By their first letter, with the letters that stand second in them. */
static const struct {
	uint32_t seconds;
	struct word words[10]; /* ended by one without text */
} name_words[26] = {
	['a' - 'a'] = { LETTER('p') | LETTER('c') | LETTER('u'),
			{ WORD("apikey", TOKEN), WORD("accesskey", TOKEN), WORD("authkey", TOKEN),
			  WORD("auth", TOKEN_WHOLE | ACCESS | SESSION), WORD("authoriz", AUTHORIZES),
			  WORD("author", NO_PROOF), WORD("account", ACCESS_WHOLE),
			  WORD("apisid", SESSION_WHOLE) } },
	['c' - 'a'] = { LETTER('s') | LETTER('r') | LETTER('o'),
			{ WORD("csrf", NO_PROOF), WORD("credential", ACCESS),
			  WORD("connectsid", SESSION_WHOLE) } },
	['e' - 'a'] = { LETTER('x'), { WORD("expire", NO_PROOF) } },
	['f' - 'a'] = { LETTER('o'), { WORD("forgery", NO_PROOF) } },
	['h' - 'a'] = { LETTER('s') | LETTER('m'),
			{ WORD("hsid", SESSION_WHOLE), WORD("hmac", ACCESS_WHOLE) } },
	['j' - 'a'] = { LETTER('w'), { WORD("jwt", TOKEN | ACCESS | SESSION) } },
	['k' - 'a'] = { LETTER('e'), { WORD("key", ACCESS) } },
	['l' - 'a'] = { LETTER('o'), { WORD("login", ACCESS), WORD("loginid", PERHAPS_WHOLE) } },
	['n' - 'a'] = { LETTER('o'), { WORD("nonce", ACCESS) } },
	['p' - 'a'] = { LETTER('a') | LETTER('w') | LETTER('i'),
			{ WORD("passw", TOKEN | ACCESS | SESSION), WORD("pwd", ACCESS),
			  WORD("pass", ACCESS_WHOLE), WORD("pin", ACCESS_WHOLE) } },
	['s' - 'a'] = { LETTER('e') | LETTER('i') | LETTER('s'),
			{ WORD("secret", TOKEN | ACCESS), WORD("sess", SESSION), WORD("sessionid", TOKEN),
			  WORD("session", ACCESS), WORD("sessid", TOKEN | ACCESS), WORD("sign", ACCESS),
			  WORD("sig", ACCESS_WHOLE), WORD("sid", TOKEN_WHOLE | ACCESS_WHOLE | SESSION_WHOLE),
			  WORD("sso", ACCESS_WHOLE | SESSION_WHOLE) } },
	['t' - 'a'] = { LETTER('o') | LETTER('i'),
			{ WORD("token", TOKEN | ACCESS | SESSION), WORD("tokentype", NO_PROOF),
			  WORD("ticket", ACCESS | SESSION) } },
	['u' - 'a'] = { LETTER('s') | LETTER('i'),
			{ WORD("user", ACCESS), WORD("uid", PERHAPS_WHOLE), WORD("usr", ACCESS_WHOLE),
			  WORD("userkey", PERHAPS_WHOLE) } },
	['x' - 'a'] = { LETTER('s'), { WORD("xsrf", NO_PROOF) } },
};

/* All that the words in a name say, by one pass over it. */
static unsigned signs_of(const struct folded *folded)
{
	const unsigned whole = TOKEN_WHOLE | ACCESS_WHOLE | SESSION_WHOLE | PERHAPS_WHOLE;
	unsigned signs = 0;

	for (size_t at = 0; at + 1 < folded->size; at++) {
		unsigned letter = folded->text[at] - 'a';

		if (letter >= 26 || !(name_words[letter].seconds >> (folded->text[at + 1] & 31) & 1))
			continue;
		for (const struct word *word = name_words[letter].words; word->text; word++)
			if (word->size <= folded->size - at &&
			    folded->text[at + 1] == (uint8_t)word->text[1] &&
			    memcmp(word->text, folded->text + at, word->size) == 0)
				signs |= word->size == folded->size ? word->signs : word->signs & ~whole;
	}
	if ((signs & NO_PROOF) && !(signs & AUTHORIZES))
		signs &= ~(unsigned)(TOKEN | TOKEN_WHOLE | SESSION | SESSION_WHOLE);
	return signs;
}

bool http_names_token(struct bytes name, bool *ret_access)
{
	struct folded folded = fold(name);
	struct bytes text = { folded.text, folded.size };
	unsigned signs = signs_of(&folded);

	if (ret_access)
		*ret_access = signs & (ACCESS | ACCESS_WHOLE);
	/* The field SID of UPnP is the number of a subscription. */
	if ((signs & (TOKEN | TOKEN_WHOLE)) && !bytes_equal(text, BYTES("sid")))
		return true;
	return bytes_equal(text, BYTES("xauth")) || bytes_equal(text, BYTES("authorization")) ||
	       bytes_equal(text, BYTES("xauthorization"));
}

static bool names_access(struct bytes name)
{
	struct folded folded = fold(name);

	return signs_of(&folded) & (ACCESS | ACCESS_WHOLE);
}

/* Which letters may stand second and third in a word of `name_words` that tells who asks, by the first. */
static const struct {
	uint32_t second, third;
} word_letters[256] = {
	['a'] = { LETTER('u') | LETTER('c'), LETTER('t') | LETTER('c') },
	['c'] = { LETTER('r'), LETTER('e') },
	['h'] = { LETTER('m'), LETTER('a') },
	['j'] = { LETTER('w'), LETTER('t') },
	['k'] = { LETTER('e'), LETTER('y') },
	['l'] = { LETTER('o'), LETTER('g') },
	['n'] = { LETTER('o'), LETTER('n') },
	['p'] = { LETTER('a') | LETTER('w') | LETTER('i'), LETTER('s') | LETTER('d') | LETTER('n') },
	['s'] = { LETTER('e') | LETTER('i') | LETTER('s'),
		  LETTER('c') | LETTER('s') | LETTER('g') | LETTER('d') | LETTER('o') },
	['t'] = { LETTER('o') | LETTER('i'), LETTER('k') | LETTER('c') },
	['u'] = { LETTER('s'), LETTER('e') | LETTER('r') },
};

static bool in_name(uint8_t byte)
{
	return is_alphanumeric(byte) || byte == '_' || byte == '-';
}

/* Whether the name that `at` lies in is one that tells who asks, and a value follows it. */
static bool is_access_at(struct bytes text, size_t at)
{
	size_t start = at, end = at;

	while (start > 0 && at - start < 48 && in_name(text.data[start - 1]))
		start--;
	while (end < text.size && end - at < 48 && in_name(text.data[end]))
		end++;
	return end < text.size && bytes_find_byte(BYTES("=\"':>"), text.data[end]) != SIZE_MAX &&
	       names_access(bytes_slice(text, start, end - start));
}

static uint32_t letter_bit(uint8_t byte)
{
	uint8_t letter = byte | 32;

	return letter >= 'a' && letter <= 'z' ? LETTER(letter) : 0;
}

/* Whether the letters before `at` and there begin a word that tells who asks. */
static bool begins_word(const uint8_t *at)
{
	uint32_t second = word_letters[at[-1] | 32].second;

	/* Most bytes begin no word; the bit is then checked to be a letter's. */
	return (second >> (at[0] & 31) & 1) && (second & letter_bit(at[0]));
}

/* The same for each of 16 letters and the ones behind them, of which 17 are there. */
static unsigned begin_words(const uint8_t *at)
{
#ifdef __SSE2__
	const __m128i small = _mm_set1_epi8(32);
	const __m128i one = _mm_or_si128(_mm_loadu_si128((const __m128i *)(const void *)at), small);
	const __m128i two = _mm_or_si128(_mm_loadu_si128((const __m128i *)(const void *)(at + 1)), small);
	__m128i found = _mm_setzero_si128();

#define IS(letters, letter)  _mm_cmpeq_epi8(letters, _mm_set1_epi8(letter))
#define EITHER(a, b)	     _mm_or_si128(a, b)
#define PAIRS(first, letter) found = _mm_or_si128(found, _mm_and_si128(IS(two, letter), first))
	const __m128i a = IS(one, 'a'), p = IS(one, 'p'), s = IS(one, 's'), t = IS(one, 't');

	PAIRS(p, 'a');
	PAIRS(a, 'c');
	PAIRS(a, 'u');
	PAIRS(EITHER(IS(one, 'k'), s), 'e');
	PAIRS(EITHER(EITHER(p, s), t), 'i');
	PAIRS(IS(one, 'h'), 'm');
	PAIRS(EITHER(EITHER(IS(one, 'l'), IS(one, 'n')), t), 'o');
	PAIRS(IS(one, 'c'), 'r');
	PAIRS(EITHER(s, IS(one, 'u')), 's');
	PAIRS(EITHER(IS(one, 'j'), p), 'w');
#undef PAIRS
#undef EITHER
#undef IS
	return (unsigned)_mm_movemask_epi8(found);
#else
	unsigned found = 0;

	for (unsigned i = 0; i < 16; i++)
		found |= (unsigned)begins_word(at + i + 1) << i;
	return found;
#endif
}

/* Three letters tell at nearly all places that no such name is there: this runs over many a request's
 * body. `at`: of the second, which begins a word with the first. */
static inline bool is_access_word(struct bytes text, size_t at)
{
	uint8_t third = at + 1 < text.size ? text.data[at + 1] : 0;
	uint32_t letters = word_letters[text.data[at - 1] | 32].third;

	/* The bit is that of a letter, or of a sign that shares it. */
	if (third != '-' && third != '_' && !((letters >> (third & 31) & 1) && (letters & letter_bit(third))))
		return false;
	return is_access_at(text, at);
}

bool http_mentions_access(struct bytes text)
{
	size_t at = 0;

	for (; text.size - at > 16; at += 16)
		for (unsigned found = begin_words(text.data + at); found; found &= found - 1)
			if (is_access_word(text, at + (size_t)__builtin_ctz(found) + 1))
				return true;
	for (at++; at < text.size; at++)
		if (begins_word(text.data + at) && is_access_word(text, at))
			return true;
	return false;
}

/* Cookies by which pages count their visitors: they name a browser, not a login, whatever `session` in
 * their names says. */
static bool names_visitor(struct bytes name)
{
	static const char *const starts[] = { "_ga",	     "_gid",	  "__utm", "_hj",	 "_pk_",
					      "hm_lvt",	     "hm_lpvt",	  "_fbp",  "_fbc",	 "__gads",
					      "s_sv_",	     "s_vi",	  "s_fid", "ai_session", "ai_user",
					      "ajs_",	     "amplitude", "mp_",   "optimizely", "__hs",
					      "rl_session",  "_cls",	  "_uet",  "__atuv",	 "_ym_",
					      "cnzzdata",    "_sctr",	  "utag_", "_dc_gtm",	 "__qca",
					      "sensorsdata", NULL };

	for (const char *const *start = starts; *start; start++)
		if (bytes_start_with_nocase(name, bytes_of(*start)))
			return true;
	return false;
}

/* Cookies that are the login to services of many users, though no word of theirs says so. */
static bool names_login(struct bytes name)
{
	static const char *const names[] = { "gx",	  "lsid",     "osid",	 "ssid",     "sapisid",
					     "xs",	  "li_at",    "bduss",	 "stoken",   "skey",
					     "p_skey",	  "superkey", "cookie2", "sessdata", "sub",
					     "cookiehub", NULL };

	for (const char *const *known = names; *known; known++)
		if (bytes_equal_nocase(name, bytes_of(*known)))
			return true;
	return false;
}

bool http_names_session(struct bytes name, bool *ret_sure)
{
	struct folded folded = fold(name);
	unsigned signs = signs_of(&folded);
	bool sure = (signs & (SESSION | SESSION_WHOLE)) || names_login(name);

	if (names_visitor(name))
		return false;

	/* `fooSID`, `foo_sid`, but not `inside`. */
	if (!sure && name.size > 3 && folded.size > 3 &&
	    bytes_end_with((struct bytes){ folded.text, folded.size }, BYTES("sid")))
		sure = name.data[name.size - 3] == 'S' || !is_alphanumeric(name.data[name.size - 4]);
	if (!sure && !(signs & PERHAPS_WHOLE))
		return false;
	*ret_sure = sure;
	return true;
}

static bool all_one_of(struct bytes value, struct bytes set)
{
	for (size_t i = 0; i < value.size; i++)
		if (bytes_find_byte(set, value.data[i]) == SIZE_MAX)
			return false;
	return true;
}

bool http_is_placeholder(struct bytes value)
{
	static const char *const words[] = { "null",	"undefined", "deleted",	  "delete", "none",
					     "nil",	"true",	     "false",	  "yes",    "no",
					     "expired", "invalid",   "anonymous", "guest",  "bearer",
					     "basic",	"digest",    "token",	  NULL };

	if (value.size >= 2 && value.data[0] == '"' && value.data[value.size - 1] == '"')
		value = bytes_slice(value, 1, value.size - 2);
	/* One character over and over is what somebody put in a value's place. */
	if (value.size < 2 || all_one_of(value, BYTES("*xX.-0 ")) ||
	    all_one_of(value, bytes_slice(value, 0, 1)))
		return true;
	for (const char *const *word = words; *word; word++)
		if (bytes_equal_nocase(value, bytes_of(*word)))
			return true;
	/* What a template leaves when nothing was put in. */
	return value.data[0] == '<' || value.data[0] == '{' || value.data[0] == '[' ||
	       bytes_start_with(value, BYTES("${")) || bytes_start_with(value, BYTES("%s"));
}

/* Whether one of the words stands in `text`, whatever the case of its letters. */
static bool mentions(struct bytes text, const char *const *list)
{
	uint32_t second[32] = { 0 }; /* bits of the letters that stand second, by the first */

	for (const char *const *word = list; *word; word++)
		second[(*word)[0] & 31] |= UINT32_C(1) << ((*word)[1] & 31);
	for (size_t i = 0; i + 1 < text.size && i < 255; i++) {
		if (!(second[text.data[i] & 31] >> (text.data[i + 1] & 31) & 1))
			continue;
		for (const char *const *word = list; *word; word++)
			if ((text.data[i] | 32) == (uint8_t) * *word &&
			    bytes_start_with_nocase(bytes_slice(text, i, 256 - i), bytes_of(*word)))
				return true;
	}
	return false;
}

bool http_is_asset(struct bytes path)
{
	static const char *const assets[] = { ".css",  ".js",	 ".png",	".gif",	 ".ico", ".svg",
					      ".woff", ".woff2", ".ttf",	".eot",	 ".map", ".swf",
					      ".webp", ".bmp",	 ".properties", ".less", NULL };
	static const char *const pictures[] = { "snap",	  "capture", "cgi",   "photo",	"face",
						"frame",  "stream",  "video", "record", "image.jp",
						"img.jp", "live",    "cam",   NULL };
	struct bytes end = bytes_slice(path, path.size > 12 ? path.size - 12 : 0, 12);

	while (end.size && end.data[0] != '.')
		end = bytes_from(end, 1);
	if (!end.size)
		return false;
	for (const char *const *asset = assets; *asset; asset++)
		if (bytes_equal_nocase(end, bytes_of(*asset)))
			return true;
	/* A photo may be a camera's picture or a page's decoration: the path tells. */
	return (bytes_equal_nocase(end, BYTES(".jpg")) || bytes_equal_nocase(end, BYTES(".jpeg"))) &&
	       !mentions(path, pictures);
}

bool http_path_key(struct bytes path, struct bytes *ret_key)
{
	static const char *const resources[] = { "lights",	 "groups",  "config", "schedules",
						 "scenes",	 "sensors", "rules",  "resourcelinks",
						 "capabilities", "",	    NULL };
	struct bytes rest = bytes_from(path, 5), key = bytes_split(&rest, '/'),
		     resource = bytes_split(&rest, '/');
	unsigned digits = 0;
	bool known = false;

	if (!bytes_start_with(path, BYTES("/api/")) || key.size < 20 || key.size > 64)
		return false;
	for (size_t i = 0; i < key.size; i++) {
		if (!is_alphanumeric(key.data[i]) && key.data[i] != '-' && key.data[i] != '_')
			return false;
		digits += key.data[i] <= '9' && key.data[i] >= '0';
	}
	for (const char *const *word = resources; *word; word++)
		known |= bytes_equal(resource, bytes_of(*word));
	if (!known || digits < 3)
		return false;
	*ret_key = key;
	return true;
}

bool http_is_configuration(struct bytes path)
{
	static const char *const parts[] = { "config",	  "cgi-bin", "isapi",	"setup",  "wifi",
					     "wlan",	  "network", "setting", "goform", "hnap",
					     "param.cgi", "backup",  "/cfg",	NULL };

	return mentions(path, parts);
}
