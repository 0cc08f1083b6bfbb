/* What the C operators share. Numbers are bf16 in memory and fp32 in the work.
 *
 * The plain loops are written so that a compiler turns them into vector instructions; nothing names an instruction set.
 */
#pragma once
#include <math.h>
#include <stdint.h>
#include <string.h>

typedef uint16_t bf16;

static inline float wide(bf16 x) {
    union { uint32_t i; float f; } u = {(uint32_t)x << 16};
    return u.f;
}

static inline bf16 narrow(float x) {
    union { float f; uint32_t i; } u = {x};
    return (bf16)((u.i + 0x7FFF + ((u.i >> 16) & 1)) >> 16);
}

/* e^x for x <= 88, by a polynomial, so that loops of it vectorise; relative error below 2e-7. */
static inline float expo(float x) {
    x = x < -87.0f ? -87.0f : x > 88.0f ? 88.0f : x;
    float n = floorf(x * 1.44269504f + 0.5f);
    float r = x - n * 0.693359375f + n * 2.12194440e-4f;
    float p = 1.9875691500e-4f;
    p = p * r + 1.3981999507e-3f;
    p = p * r + 8.3334519073e-3f;
    p = p * r + 4.1665795894e-2f;
    p = p * r + 1.6666665459e-1f;
    p = p * r + 5.0000001201e-1f;
    p = p * r * r + r + 1.0f;
    union { int32_t i; float f; } power = {((int32_t)n + 127) << 23};
    return p * power.f;
}

/* Many rows of a gradient are zeros (see rows_in in rows.c); what depends on them alone is not computed. */
static inline int zeros(const bf16 *x, int size) {
    uint32_t any = 0;
    for (int i = 0; i < size; i++) any |= x[i];
    return (any & 0x7FFF) == 0;
}

#define INLINE static inline __attribute__((always_inline))
