/* SPDX-License-Identifier: Apache-2.0 */
#include "conversations.h"

void plant_conversations(struct garden *garden, const struct conversation *rows, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		size_t turns = 0;

		while (turns < CONVERSATION_TURNS && rows[i].turns[turns].bytes.size)
			turns++;
		planting(garden, rows[i].name);
		for (size_t j = 0; j < CONVERSATION_TOLD && rows[i].told[j].type; j++)
			tells(garden, rows[i].told[j].type, rows[i].told[j].value);
		rows[i].say(garden, rows[i].port, rows[i].turns, turns);
	}
}
