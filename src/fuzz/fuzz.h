/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* What the fuzz targets share. An input that has several parts is a row of vectors with a length of
 * two octets each; tools/fuzz-seeds writes the same form. */

#include <stdint.h>

#include "certificate.h"
#include "verify.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A slice of a parser's answer borrows from its input. */
void fuzz_check_within(slice_t part, slice_t whole);

/* Reads a time from the input: 8 octets, any number. */
gint64 fuzz_read_time(reader_t *r);

/* Rules for a question at @when, as verdict_judge() would set them. */
verify_rules_t fuzz_rules(gint64 when);
