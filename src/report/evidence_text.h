/* SPDX-License-Identifier: Apache-2.0 */
/* One piece of evidence in words, for reports that people read. */
#ifndef PROBITY_REPORT_EVIDENCE_TEXT_H
#define PROBITY_REPORT_EVIDENCE_TEXT_H

#include "report/report.h"

/* The value of an attribute, or NULL. */
const char *evidence_value(const struct evidence_item *item, const char *name);

/* Append clean text without a line feed; nothing where there is nothing to say. */

/* What: `transmission data=biometric.face.image value=…`. */
void evidence_what(struct buffer *to, const struct evidence_item *item);
/* On the way: `http POST /v1/face, 192.168.8.20 → api.example.com (internet), in clear, before-consent`. */
void evidence_way(struct buffer *to, const struct evidence_item *item, enum language language);
/* Where: `http:body>json:$.image; capture.pcap frame 12, 18-20; 3 times; 2026-03-01T08:00:00Z`. */
void evidence_place(struct buffer *to, const struct evidence_item *item, enum language language);

#endif
