/* SPDX-License-Identifier: Apache-2.0 */
#include "protocol/application/decrypted.h"

void decrypted_content(struct observer *observer, const struct message *message, struct bytes content,
		       struct bytes where)
{
	struct carrier carrier = *observer_carrier(observer);
	struct outer_context outer;

	carrier.encrypted = true;
	outer = observer_enter(observer, &carrier, NULL);
	observer_content(observer, message, content, where);
	observer_leave(observer, &outer);
}
