/* What lies between the matrix products, for processors: norms, rotary attention over trees, the gate, Adam.
 *
 * Numbers are bf16 in memory and fp32 in the work. Rows are nodes of trees, one after another without padding. The plain
 * loops are written so that a compiler turns them into vector instructions; nothing here names an instruction set.
 */
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
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

/* Many rows of a gradient are zeros (see rows_in); what depends on them alone is not computed. */
static inline int zeros(const bf16 *x, int size) {
    uint32_t any = 0;
    for (int i = 0; i < size; i++) any |= x[i];
    return (any & 0x7FFF) == 0;
}

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

/* ---- attention over trees ----
 *
 * A row looks at the first `count` keys of its tree's document, which begins at key `document`, and at the keys of its list
 * (a branch node: its ancestors and itself). Rows are grouped by tree: group g has the rows group[g] to group[g + 1] and the
 * keys nodes[g] to nodes[g + 1], its document first (only the backward pass asks for the latter).
 * The chances that forward leaves behind lie row by row from start[row] on, head by head.
 */
typedef struct {
    const int32_t *group, *nodes, *document, *count, *list_start, *list;
    const int64_t *start;
    int groups, heads, key_heads, size;
    int64_t query_stride, key_stride, value_stride, out_stride;
} Trees;

static inline int seen(const Trees *t, int row) { return t->count[row] + t->list_start[row + 1] - t->list_start[row]; }

#define INLINE static inline __attribute__((always_inline))

/* out[j] = sum over d of vector[d] * turned[d][j]; in whole vectors, what lies beyond `count` is of no meaning. */
INLINE void products(const float *vector, const float *turned, float *out, int size, int64_t room, int count) {
    count = (count + 15) / 16 * 16;
    for (int j = 0; j < count; j++) out[j] = 0;
    for (int d = 0; d < size; d += 8) {
        const float *a = turned + d * room;
        float v0 = vector[d], v1 = vector[d + 1], v2 = vector[d + 2], v3 = vector[d + 3];
        float v4 = vector[d + 4], v5 = vector[d + 5], v6 = vector[d + 6], v7 = vector[d + 7];
        for (int j = 0; j < count; j++)
            out[j] += v0 * a[j] + v1 * a[room + j] + v2 * a[2 * room + j] + v3 * a[3 * room + j]
                    + v4 * a[4 * room + j] + v5 * a[5 * room + j] + v6 * a[6 * room + j] + v7 * a[7 * room + j];
    }
}

INLINE float product(const float *vector, const bf16 *key, int size) {
    float sum = 0;
    for (int d = 0; d < size; d++) sum += vector[d] * wide(key[d]);
    return sum;
}

/* A group's document part of one head: as it is, and turned (dimension by dimension). */
INLINE void load(const bf16 *from, int64_t stride, int count, int size, float *plain, float *turned, int64_t room) {
    for (int j = 0; j < count; j++)
        for (int d = 0; d < size; d++) {
            float v = wide(from[j * stride + d]);
            if (plain) plain[(int64_t)j * size + d] = v;
            if (turned) turned[d * room + j] = v;
        }
}

static int longest(const Trees *t, int g, int *most) {
    int document = 0;
    *most = 0;
    for (int r = t->group[g]; r < t->group[g + 1]; r++) {
        if (t->count[r] > document) document = t->count[r];
        if (seen(t, r) > *most) *most = seen(t, r);
    }
    return document;
}

INLINE void group_forward(const Trees *t, int g, int k, int size, const bf16 *query, const bf16 *key, const bf16 *value, float *chances,
                          bf16 *out) {
    int shared = t->heads / t->key_heads, most, first = t->group[g];
    int document = longest(t, g, &most);
    int64_t room = (document + 15) / 16 * 16;
    float *turned = aligned_alloc(64, sizeof(float) * ((room * size + (int64_t)document * size + most + 31) / 16 * 16));
    float *values = turned + room * size, *scores = values + (int64_t)document * size;
    float vector[size], sum[size], root = 1.0f / sqrtf((float)size);
    const bf16 *keys = key + k * size, *contents = value + k * size;
    load(keys + (int64_t)t->document[first] * t->key_stride, t->key_stride, document, size, NULL, turned, room);
    load(contents + (int64_t)t->document[first] * t->value_stride, t->value_stride, document, size, values, NULL, 0);
    for (int r = first; r < t->group[g + 1]; r++) {
        int count = t->count[r], all = seen(t, r);
        const int32_t *list = t->list + t->list_start[r];
        for (int h = k * shared; h < (k + 1) * shared; h++) {
            const bf16 *q = query + r * t->query_stride + h * size;
            for (int d = 0; d < size; d++) vector[d] = wide(q[d]) * root;
            products(vector, turned, scores, size, room, count);
            for (int j = count; j < all; j++) scores[j] = product(vector, keys + (int64_t)list[j - count] * t->key_stride, size);
            float top = scores[0], total = 0;
            for (int j = 1; j < all; j++) top = scores[j] > top ? scores[j] : top;
            for (int j = 0; j < all; j++) scores[j] = expo(scores[j] - top);
            for (int j = 0; j < all; j++) total += scores[j];
            for (int j = 0; j < all; j++) scores[j] /= total;
            for (int d = 0; d < size; d++) sum[d] = 0;
            for (int j = 0; j < count; j++) {
                const float *v = values + (int64_t)j * size;
                for (int d = 0; d < size; d++) sum[d] += scores[j] * v[d];
            }
            for (int j = count; j < all; j++) {
                const bf16 *v = contents + (int64_t)list[j - count] * t->value_stride;
                for (int d = 0; d < size; d++) sum[d] += scores[j] * wide(v[d]);
            }
            bf16 *o = out + r * t->out_stride + h * size;
            for (int d = 0; d < size; d++) o[d] = narrow(sum[d]);
            if (chances) memcpy(chances + t->start[r] * t->heads + (int64_t)h * all, scores, sizeof(float) * all);
        }
    }
    free(turned);
}

void attention_forward(const Trees *trees, const bf16 *query, const bf16 *key, const bf16 *value, float *chances, bf16 *out, int threads) {
    int work = trees->groups * trees->key_heads;
#pragma omp parallel for num_threads(threads) schedule(dynamic)
    for (int w = 0; w < work; w++)
        if (trees->size == 64) /* the common size, for which the compiler unrolls */
            group_forward(trees, w / trees->key_heads, w % trees->key_heads, 64, query, key, value, chances, out);
        else
            group_forward(trees, w / trees->key_heads, w % trees->key_heads, trees->size, query, key, value, chances, out);
}

INLINE void group_backward(const Trees *t, int g, int k, int size, const bf16 *query, const bf16 *key, const bf16 *value,
                           const float *chances, const bf16 *gradient, bf16 *d_query, bf16 *d_key, bf16 *d_value) {
    int shared = t->heads / t->key_heads, most, first = t->group[g];
    int document = longest(t, g, &most), base = t->nodes[g], nodes = t->nodes[g + 1] - base;
    int64_t room = (document + 15) / 16 * 16;
    int64_t floats = room * size + (int64_t)document * size + 2 * (int64_t)nodes * size + most + 31;
    float *turned = aligned_alloc(64, sizeof(float) * (floats / 16 * 16));
    float *keys = turned + room * size, *dk = keys + (int64_t)document * size;
    float *dv = dk + (int64_t)nodes * size, *slopes = dv + (int64_t)nodes * size;
    memset(dk, 0, sizeof(float) * 2 * nodes * size);
    float vector[size], up[size], down[size], root = 1.0f / sqrtf((float)size);
    const bf16 *all_keys = key + k * size, *contents = value + k * size;
    load(all_keys + (int64_t)t->document[first] * t->key_stride, t->key_stride, document, size, keys, NULL, 0);
    load(contents + (int64_t)t->document[first] * t->value_stride, t->value_stride, document, size, NULL, turned, room);
    for (int r = first; r < t->group[g + 1]; r++) {
        int count = t->count[r], all = seen(t, r);
        const int32_t *list = t->list + t->list_start[r];
        for (int h = k * shared; h < (k + 1) * shared; h++) {
            const bf16 *q = query + r * t->query_stride + h * size, *u = gradient + r * t->out_stride + h * size;
            const float *p = chances + t->start[r] * t->heads + (int64_t)h * all;
            bf16 *o = d_query + r * t->query_stride + h * size;
            if (zeros(u, size)) {
                memset(o, 0, sizeof(bf16) * size);
                continue;
            }
            for (int d = 0; d < size; d++) vector[d] = wide(q[d]) * root, up[d] = wide(u[d]), down[d] = 0;
            products(up, turned, slopes, size, room, count);
            for (int j = count; j < all; j++) slopes[j] = product(up, contents + (int64_t)list[j - count] * t->value_stride, size);
            float mean = 0;
            for (int j = 0; j < all; j++) mean += p[j] * slopes[j];
            for (int j = 0; j < all; j++) slopes[j] = p[j] * (slopes[j] - mean);
            for (int j = 0; j < count; j++) {
                float s = slopes[j], c = p[j];
                float *a = dk + (int64_t)j * size, *b = dv + (int64_t)j * size;
                const float *x = keys + (int64_t)j * size;
                for (int d = 0; d < size; d++) {
                    down[d] += s * x[d];
                    a[d] += s * vector[d];
                    b[d] += c * up[d];
                }
            }
            for (int j = count; j < all; j++) {
                float s = slopes[j], c = p[j];
                int64_t node = list[j - count];
                const bf16 *x = all_keys + node * t->key_stride;
                float *a = dk + (node - base) * size, *b = dv + (node - base) * size;
                for (int d = 0; d < size; d++) {
                    down[d] += s * wide(x[d]);
                    a[d] += s * vector[d];
                    b[d] += c * up[d];
                }
            }
            for (int d = 0; d < size; d++) o[d] = narrow(down[d] * root);
        }
    }
    for (int n = 0; n < nodes; n++) {
        bf16 *a = d_key + (int64_t)(base + n) * t->key_stride + k * size, *b = d_value + (int64_t)(base + n) * t->value_stride + k * size;
        for (int d = 0; d < size; d++) a[d] = narrow(dk[(int64_t)n * size + d]), b[d] = narrow(dv[(int64_t)n * size + d]);
    }
    free(turned);
}

void attention_backward(const Trees *trees, const bf16 *query, const bf16 *key, const bf16 *value, const float *chances, const bf16 *gradient,
                        bf16 *d_query, bf16 *d_key, bf16 *d_value, int threads) {
    int work = trees->groups * trees->key_heads;
#pragma omp parallel for num_threads(threads) schedule(dynamic)
    for (int w = 0; w < work; w++)
        if (trees->size == 64)
            group_backward(trees, w / trees->key_heads, w % trees->key_heads, 64, query, key, value, chances, gradient, d_query, d_key,
                           d_value);
        else
            group_backward(trees, w / trees->key_heads, w % trees->key_heads, trees->size, query, key, value, chances, gradient, d_query,
                           d_key, d_value);
}

/* ---- Adam, and the weights that the model computes with ----
 *
 * rounding 0: the master in bf16; 4: as Q4_0 will hold it; 8: as Q8_0 will. Weights come in whole blocks of 32.
 */
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
