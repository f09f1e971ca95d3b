/* SPDX-License-Identifier: Apache-2.0 */
/* The list of report writers. To add one: a line here. */
REPORT_WRITER(text)
REPORT_WRITER(xml)
REPORT_WRITER(jsonl)
REPORT_WRITER(sarif)
