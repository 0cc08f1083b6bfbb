/* Attention over trees.
 *
 * A row looks at the first `count` keys of its tree's document, which begins at key `document`, and at the keys of its list
 * (a branch node: its ancestors and itself). Rows are grouped by tree: group g has the rows group[g] to group[g + 1] and the
 * keys nodes[g] to nodes[g + 1], its document first (only the backward pass asks for the latter).
 * The chances that forward leaves behind lie row by row from start[row] on, head by head.
 */
#include <stdlib.h>

#include "numbers.h"

typedef struct {
    const int32_t *group, *nodes, *document, *count, *list_start, *list;
    const int64_t *start;
    int groups, heads, key_heads, size;
    int64_t query_stride, key_stride, value_stride, out_stride;
} Trees;

static inline int seen(const Trees *t, int row) { return t->count[row] + t->list_start[row + 1] - t->list_start[row]; }

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

void attention_backward(const Trees *trees, const bf16 *query, const bf16 *key, const bf16 *value, const float *chances,
                        const bf16 *gradient, bf16 *d_query, bf16 *d_key, bf16 *d_value, int threads) {
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
