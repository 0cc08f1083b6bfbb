/* Rows by themselves: norm, gate, rotary positions, rows taken out and put back. */
#include "numbers.h"

/* ---- RMS norm ---- */

void norm_forward(const bf16 *x, const float *weight, bf16 *out, float *scales, int64_t rows, int width, float epsilon, int threads) {
#pragma omp parallel for num_threads(threads) schedule(static)
    for (int64_t r = 0; r < rows; r++) {
        const bf16 *a = x + r * width;
        bf16 *o = out + r * width;
        float sum = 0;
        for (int i = 0; i < width; i++) sum += wide(a[i]) * wide(a[i]);
        float scale = 1.0f / sqrtf(sum / width + epsilon);
        scales[r] = scale;
        for (int i = 0; i < width; i++) o[i] = narrow(wide(a[i]) * scale * weight[i]);
    }
}

/* The weight's gradient is summed per thread: partial is [threads, width], zeroed. */
void norm_backward(const bf16 *gradient, const bf16 *x, const float *weight, const float *scales, bf16 *out, float *partial,
                   int64_t rows, int width, int threads) {
#pragma omp parallel for num_threads(threads) schedule(static)
    for (int t = 0; t < threads; t++) {
        float *total = partial + (int64_t)t * width;
        for (int64_t r = rows * t / threads; r < rows * (t + 1) / threads; r++) {
            const bf16 *g = gradient + r * width, *a = x + r * width;
            bf16 *o = out + r * width;
            if (zeros(g, width)) {
                memset(o, 0, sizeof(bf16) * width);
                continue;
            }
            float scale = scales[r], along = 0;
            for (int i = 0; i < width; i++) along += wide(g[i]) * weight[i] * wide(a[i]);
            along *= scale * scale / width;
            for (int i = 0; i < width; i++) {
                float v = wide(a[i]);
                total[i] += wide(g[i]) * v * scale;
                o[i] = narrow(scale * (wide(g[i]) * weight[i] - v * along));
            }
        }
    }
}

/* ---- rows of a matrix: their sums of squares, some of them taken out, put back among zeros ---- */

void row_squares(const bf16 *x, float *out, int64_t rows, int width, int threads) {
#pragma omp parallel for num_threads(threads) schedule(static)
    for (int64_t r = 0; r < rows; r++) {
        float sum = 0;
        for (int i = 0; i < width; i++) sum += wide(x[r * width + i]) * wide(x[r * width + i]);
        out[r] = sum;
    }
}

void rows_out(const bf16 *x, const int64_t *which, bf16 *out, int64_t rows, int width, int threads) {
#pragma omp parallel for num_threads(threads) schedule(static)
    for (int64_t r = 0; r < rows; r++) memcpy(out + r * width, x + which[r] * width, sizeof(bf16) * width);
}

void rows_in(const bf16 *x, const int64_t *which, bf16 *out, int64_t rows, int64_t all, int width, int threads) {
    memset(out, 0, sizeof(bf16) * all * width);
#pragma omp parallel for num_threads(threads) schedule(static)
    for (int64_t r = 0; r < rows; r++) memcpy(out + which[r] * width, x + r * width, sizeof(bf16) * width);
}

/* ---- silu(gate) * up; a row holds gate, then up ---- */

void gate_forward(const bf16 *x, bf16 *out, int64_t rows, int inner, int threads) {
#pragma omp parallel for num_threads(threads) schedule(static)
    for (int64_t r = 0; r < rows; r++) {
        const bf16 *gate = x + r * 2 * inner, *up = gate + inner;
        bf16 *o = out + r * inner;
        for (int i = 0; i < inner; i++) {
            float g = wide(gate[i]);
            o[i] = narrow(g / (1.0f + expo(-g)) * wide(up[i]));
        }
    }
}

void gate_backward(const bf16 *gradient, const bf16 *x, bf16 *out, int64_t rows, int inner, int threads) {
#pragma omp parallel for num_threads(threads) schedule(static)
    for (int64_t r = 0; r < rows; r++) {
        const bf16 *d = gradient + r * inner, *gate = x + r * 2 * inner, *up = gate + inner;
        bf16 *dg = out + r * 2 * inner, *du = dg + inner;
        if (zeros(d, inner)) {
            memset(dg, 0, sizeof(bf16) * 2 * inner);
            continue;
        }
        for (int i = 0; i < inner; i++) {
            float g = wide(gate[i]), s = 1.0f / (1.0f + expo(-g)), v = wide(d[i]);
            du[i] = narrow(v * g * s);
            dg[i] = narrow(v * wide(up[i]) * (s + g * s * (1.0f - s)));
        }
    }
}

/* ---- rotary positions, in place; pairs are (i, i + half) of a head; sign -1 turns back ---- */

void rotate(bf16 *x, const int32_t *positions, const float *cosine, const float *sine, int64_t rows, int64_t stride, int heads,
            int size, float sign, int threads) {
    int half = size / 2;
#pragma omp parallel for num_threads(threads) schedule(static)
    for (int64_t r = 0; r < rows; r++) {
        const float *c = cosine + (int64_t)positions[r] * half, *s = sine + (int64_t)positions[r] * half;
        for (int h = 0; h < heads; h++) {
            bf16 *a = x + r * stride + h * size, *b = a + half;
            for (int i = 0; i < half; i++) {
                float u = wide(a[i]), v = wide(b[i]), t = sign * s[i];
                a[i] = narrow(u * c[i] - v * t);
                b[i] = narrow(v * c[i] + u * t);
            }
        }
    }
}
