/* SPDX-License-Identifier: Apache-2.0 */
/* What may be compared with what: a word with the words there are, a number with a number. */
#include "rules/checker.h"

static bool is_data(const struct known *known)
{
	return bytes_equal(known->attribute, BYTES("data"));
}

static bool check_data_word(struct checker *checker, struct bytes word)
{
	const struct taxonomy *taxonomy = checker->context->taxonomy;

	for (size_t i = 0; i < taxonomy_count(taxonomy); i++)
		if (bytes_equal(bytes_of(taxonomy_at(taxonomy, i)->id), word))
			return true;
	return checker_fail(checker, "@data is compared with '%.*s', which is no data type of rules/data%s",
			    (int)word.size, word.data,
			    word.size ? ": ask p:is-a(@data, '…') for a group" : "");
}

static bool check_category_word(struct checker *checker, struct bytes word)
{
	const struct taxonomy *taxonomy = checker->context->taxonomy;

	for (size_t i = 0; i < taxonomy_count(taxonomy); i++)
		if (bytes_equal(bytes_of(taxonomy_at(taxonomy, i)->category), word))
			return true;
	return checker_fail(checker, "@category is compared with '%.*s', which no data type has",
			    (int)word.size, word.data);
}

bool is_data_type(const struct checker *checker, struct bytes text)
{
	char id[128];

	if (text.size >= sizeof id)
		return false;
	memcpy(id, text.size ? (const void *)text.data : "", text.size);
	id[text.size] = '\0';
	return taxonomy_knows(checker->context->taxonomy, id);
}

static bool check_word(struct checker *checker, const struct known *attribute, struct bytes word)
{
	const struct vocabulary *vocabulary = checker->context->vocabulary;
	const struct known_attribute *known = NULL;
	uint64_t number;

	if (is_data(attribute))
		return check_data_word(checker, word);
	if (bytes_equal(attribute->attribute, BYTES("category")))
		return check_category_word(checker, word);
	for (size_t i = 0; i < vocabulary->count; i++) {
		if (!element_set_has(&attribute->elements, i))
			continue;
		known = vocabulary_attribute(vocabulary, i, attribute->attribute);
		if (known->list)
			return checker_fail(checker, "@%s is a list of words: ask p:word(@%s, '…')",
					    known->name, known->name);
		if (!known->words && known->type == TYPE_NUMBER && !bytes_to_number(word, &number))
			return checker_fail(checker, "@%s is a number and compared with '%.*s'", known->name,
					    (int)word.size, word.data);
		if (!known->words || words_have(known->words, word))
			return true;
	}
	return checker_fail(checker, "@%s of %s is never '%.*s' but one of: %s", known->name, "this element",
			    (int)word.size, word.data, known->words);
}

static bool check_order(struct checker *checker, const struct known *operand)
{
	const struct vocabulary *vocabulary = checker->context->vocabulary;

	if (operand->sort == KNOWN_STRING || operand->sort == KNOWN_BOOLEAN)
		return checker_fail(checker, "< and > compare numbers: use number() or p:seconds()");
	if (operand->sort != KNOWN_ATTRIBUTE)
		return true;
	for (size_t i = 0; i < vocabulary->count; i++) {
		const struct known_attribute *known = element_set_has(&operand->elements, i)
							      ? vocabulary_attribute(vocabulary, i,
										     operand->attribute)
							      : NULL;

		if (known && known->type == TYPE_TIME)
			return checker_fail(checker, "< and > of the time @%s: use p:seconds(@%s)",
					    known->name, known->name);
		if (known && known->type != TYPE_NUMBER)
			return checker_fail(checker, "< and > of @%s, which is no number", known->name);
	}
	return true;
}

bool check_comparison(struct checker *checker, const struct known *left, const struct known *right,
		      bool order)
{
	if (order)
		return check_order(checker, left) && check_order(checker, right);
	if (left->sort == KNOWN_ATTRIBUTE && right->literal)
		return check_word(checker, left, right->text);
	if (right->sort == KNOWN_ATTRIBUTE && left->literal)
		return check_word(checker, right, left->text);
	if (left->words && right->literal && right->text.size && !words_have(left->words, right->text))
		return checker_fail(checker, "compared with '%.*s', which is not one of: %s",
				    (int)right->text.size, right->text.data, left->words);
	if (left->sort == KNOWN_BOOLEAN || right->sort == KNOWN_BOOLEAN)
		return checker_fail(checker,
				    "a condition is compared with = : use it, or not() of it, as it is");
	return true;
}
