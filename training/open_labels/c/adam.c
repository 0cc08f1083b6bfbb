/* Adam, and the weights that the model computes with.
 *
 * rounding 0: the master in bf16; 4: as Q4_0 will hold it; 8: as Q8_0 will. Weights come in whole blocks of 32.
 */
#include "numbers.h"

static inline float half_rounded(float x) {
#ifdef __FLT16_MAX__
    return (float)(_Float16)x;
#else
    union { float f; uint32_t i; } u = {x};
    u.i = (u.i + 0x0FFF + ((u.i >> 13) & 1)) & ~0x1FFFu;
    return u.f;
#endif
}

static void block_rounded(const float *w, bf16 *out, int rounding) {
    float least = w[0], most = w[0];
    for (int i = 1; i < 32; i++) {
        least = w[i] < least ? w[i] : least;
        most = w[i] > most ? w[i] : most;
    }
    float extreme = most > -least ? most : least;
    float scale = half_rounded(rounding == 4 ? extreme / -8.0f : fabsf(extreme) / 127.0f);
    float inverse = scale == 0 ? 0 : 1.0f / scale, low = rounding == 4 ? -8.0f : -127.0f, high = rounding == 4 ? 7.0f : 127.0f;
    for (int i = 0; i < 32; i++) {
        float n = rintf(w[i] * inverse);
        n = n < low ? low : n > high ? high : n;
        out[i] = narrow(n * scale);
    }
}

void weights_out(const float *master, bf16 *out, int64_t size, int rounding, int threads) {
#pragma omp parallel for num_threads(threads) schedule(static)
    for (int64_t b = 0; b < size / 32; b++) {
        if (rounding) block_rounded(master + b * 32, out + b * 32, rounding);
        else for (int i = 0; i < 32; i++) out[b * 32 + i] = narrow(master[b * 32 + i]);
    }
}

void adam(float *master, float *first, float *second, const bf16 *gradient, bf16 *out, int64_t size, float scale, float rate, float decay,
          float beta1, float beta2, float correct1, float correct2, float epsilon, int rounding, int threads) {
    float step = rate / correct1, shrink = 1.0f - rate * decay, other = 1.0f / correct2;
#pragma omp parallel for num_threads(threads) schedule(static)
    for (int64_t b = 0; b < size / 32; b++) {
        float *w = master + b * 32, *m = first + b * 32, *v = second + b * 32;
        const bf16 *g = gradient + b * 32;
        for (int i = 0; i < 32; i++) {
            float x = wide(g[i]) * scale;
            m[i] += (1.0f - beta1) * (x - m[i]);
            v[i] += (1.0f - beta2) * (x * x - v[i]);
            w[i] = w[i] * shrink - step * m[i] / (sqrtf(v[i] * other) + epsilon);
        }
        if (rounding) block_rounded(w, out + b * 32, rounding);
        else for (int i = 0; i < 32; i++) out[b * 32 + i] = narrow(w[i]);
    }
}

/* The sum of squares, for clipping. */
double squares(const bf16 *x, int64_t size, int threads) {
    double total = 0;
#pragma omp parallel for num_threads(threads) schedule(static) reduction(+ : total)
    for (int64_t b = 0; b < (size + 4095) / 4096; b++) {
        int64_t end = (b + 1) * 4096 < size ? (b + 1) * 4096 : size;
        float part = 0;
        for (int64_t i = b * 4096; i < end; i++) part += wide(x[i]) * wide(x[i]);
        total += part;
    }
    return total;
}
