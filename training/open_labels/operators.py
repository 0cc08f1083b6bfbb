"""Norm, gate and rotary attention over trees, with their gradients: by the C operators, or by PyTorch where they cannot run.

They want bf16 on a processor; fp32, a GPU and a machine without a compiler take the PyTorch path.
"""

import ctypes
import functools
import math

import torch
from torch.nn import functional

from . import native
from .native import long, pointer, single, threads


def _native(x: torch.Tensor) -> bool:
    return native.LIBRARY is not None and x.dtype == torch.bfloat16 and x.device.type == "cpu"


def norm(x, weight, epsilon):
    """Root mean square norm of [rows, width] with an fp32 weight."""
    if _native(x):
        return _Norm.apply(x, weight, epsilon)
    scale = torch.rsqrt(x.float().pow(2).mean(-1, keepdim=True) + epsilon)
    return (x.float() * scale * weight).to(x.dtype)


class _Norm(torch.autograd.Function):
    @staticmethod
    def forward(context, x, weight, epsilon):
        out, scales = torch.empty_like(x), torch.empty(len(x))
        native.LIBRARY.norm_forward(pointer(x), pointer(weight), pointer(out), pointer(scales), long(len(x)), x.shape[1],
                                    single(epsilon), threads())
        context.save_for_backward(x, weight, scales)
        return out

    @staticmethod
    def backward(context, gradient):
        x, weight, scales = context.saved_tensors
        gradient, out = gradient.contiguous(), torch.empty_like(x)
        partial = torch.zeros(torch.get_num_threads(), x.shape[1])
        native.LIBRARY.norm_backward(pointer(gradient), pointer(x), pointer(weight), pointer(scales), pointer(out), pointer(partial),
                                     long(len(x)), x.shape[1], threads())
        return out, partial.sum(0), None


def product(x, weight, part=1.0):
    """x times the weight turned. The backward pass takes only this part of the rows, those with the largest gradients.

    Most rows are document tokens that hardly bear on any answer: two thirds of the rows carry nearly all of the gradient.
    """
    if not torch.is_grad_enabled():
        return _multiplied(x, weight.t())
    return _Product.apply(x, weight, part)


def _multiplied(left, right):
    """PyTorch's bf16 products on a processor without instructions for them take a hundred times as long as fp32 ones."""
    if left.dtype != torch.bfloat16 or left.device.type != "cpu" or native.MULTIPLIES_BF16:
        return left @ right
    return (left.float() @ right.float()).to(left.dtype)


class _Product(torch.autograd.Function):
    @staticmethod
    def forward(context, x, weight, part):
        context.save_for_backward(x, weight)
        context.part = part
        return _multiplied(x, weight.t())

    @staticmethod
    def backward(context, gradient):
        x, weight = context.saved_tensors
        gradient = gradient.contiguous()
        if context.part >= 1:
            return (_multiplied(gradient, weight) if context.needs_input_grad[0] else None,
                    _multiplied(gradient.t(), x) if context.needs_input_grad[1] else None, None)
        which = _row_squares(gradient).topk(math.ceil(len(x) * context.part)).indices.sort().values
        some = _rows(gradient, which)
        return (_among_zeros(_multiplied(some, weight), which, len(x)) if context.needs_input_grad[0] else None,
                _multiplied(some.t(), _rows(x, which)) if context.needs_input_grad[1] else None, None)


def _row_squares(x):
    if not _native(x):
        return x.float().pow(2).sum(1)
    out = torch.empty(len(x))
    native.LIBRARY.row_squares(pointer(x), pointer(out), long(len(x)), x.shape[1], threads())
    return out


def _rows(x, which):
    if not _native(x):
        return x.index_select(0, which)
    out = torch.empty(len(which), x.shape[1], dtype=x.dtype)
    native.LIBRARY.rows_out(pointer(x), pointer(which), pointer(out), long(len(which)), x.shape[1], threads())
    return out


def _among_zeros(x, which, rows):
    if not _native(x):
        return x.new_zeros(rows, x.shape[1]).index_copy_(0, which, x)
    out = torch.empty(rows, x.shape[1], dtype=x.dtype)
    native.LIBRARY.rows_in(pointer(x), pointer(which), pointer(out), long(len(which)), long(rows), x.shape[1], threads())
    return out


def gate(x):
    """silu(first half) * second half of each row."""
    if _native(x):
        return _Gate.apply(x)
    first, second = x.chunk(2, -1)
    return functional.silu(first) * second


class _Gate(torch.autograd.Function):
    @staticmethod
    def forward(context, x):
        context.save_for_backward(x)
        out = torch.empty(len(x), x.shape[1] // 2, dtype=x.dtype)
        native.LIBRARY.gate_forward(pointer(x), pointer(out), long(len(x)), out.shape[1], threads())
        return out

    @staticmethod
    def backward(context, gradient):
        x, = context.saved_tensors
        gradient, out = gradient.contiguous(), torch.empty_like(x)
        native.LIBRARY.gate_backward(pointer(gradient), pointer(x), pointer(out), long(len(x)), gradient.shape[1], threads())
        return out


class Rotation:
    """Cosines and sines of positions; pairs are half against half of a head."""

    def __init__(self, size: int, base: float, longest: int = 2048):
        frequencies = base ** (-torch.arange(size // 2, dtype=torch.float64) / (size // 2))
        angles = torch.arange(longest, dtype=torch.float64).unsqueeze(1) * frequencies
        self.cosine, self.sine, self.size = angles.cos().float(), angles.sin().float(), size

    def turn_(self, x, heads: int, positions, stride: int, back=False):
        """The first `heads` of each row, in place, by the C operator."""
        native.LIBRARY.rotate(pointer(x), pointer(positions), pointer(self.cosine), pointer(self.sine), long(len(x)), long(stride),
                              heads, self.size, single(-1 if back else 1), threads())

    def turned(self, x, positions):
        """[rows, heads, size] turned, by PyTorch."""
        where = positions.long().cpu()
        cosine, sine = (part[where].unsqueeze(1).to(x.device, x.dtype) for part in (self.cosine, self.sine))
        a, b = x.chunk(2, -1)
        return torch.cat([a * cosine - b * sine, b * cosine + a * sine], -1)


def tree_attention(joined, positions, forest, rotation, heads, key_heads, pointed=False):
    """[rows, heads * size] of joined queries, keys and values; with `pointed` also the first head's turned queries and keys."""
    if _native(joined):
        found = _TreeAttention.apply(joined, positions, forest, rotation, heads, key_heads, pointed)
        return found if pointed else (found, None)
    size = rotation.size
    parts = joined.view(len(joined), -1, size)
    turned = rotation.turned(parts[:, :heads + key_heads], positions)
    query, key, value = turned[:, :heads], turned[:, heads:], parts[:, heads + key_heads:]
    return seen(query, key, value, forest), torch.cat([query[:, 0], key[:, 0]], -1) if pointed else None


def rows_attention(query, joined, query_positions, positions, forest, rotation, heads, key_heads):
    """The same for some rows only: their queries, and keys and values of all nodes."""
    size = rotation.size
    if _native(joined):
        return _RowsAttention.apply(query, joined, query_positions, positions, forest, rotation, heads, key_heads)
    parts = joined.view(len(joined), 2 * key_heads, size)
    return seen(rotation.turned(query.view(-1, heads, size), query_positions), rotation.turned(parts[:, :key_heads], positions),
                parts[:, key_heads:], forest)


def cached_attention(query, keys, values, forest, size, heads, key_heads):
    """Without gradients, over turned queries and keys as they are kept between steps."""
    if not _native(query):
        return seen(query.view(-1, heads, size), keys.view(-1, key_heads, size), values.view(-1, key_heads, size), forest)
    out = torch.empty_like(query)
    trees = forest.native(heads, key_heads, size, query.stride(0), keys.stride(0), values.stride(0), out.stride(0))
    native.LIBRARY.attention_forward(ctypes.byref(trees), pointer(query), pointer(keys), pointer(values), None, pointer(out), threads())
    return out


def seen(query, key, value, forest):
    """Attention of [rows, heads, size] over [keys, key_heads, size], by PyTorch."""
    shared = query.shape[1] // key.shape[1]
    key, value = key.repeat_interleave(shared, 1), value.repeat_interleave(shared, 1)
    scores = torch.einsum("rhs,khs->hrk", query.float(), key.float()) * query.shape[-1] ** -0.5
    scores = scores.masked_fill(~forest.mask(len(key), key.device), -1e30)
    return torch.einsum("hrk,khs->rhs", torch.softmax(scores, -1), value.float()).to(query.dtype).flatten(1)


def _forward(trees, forest, heads, query, key, value, out):
    chances = torch.empty(forest.pairs * heads)
    native.LIBRARY.attention_forward(ctypes.byref(trees), query, key, value, pointer(chances), pointer(out), threads())
    return chances


class _TreeAttention(torch.autograd.Function):
    @staticmethod
    def forward(context, joined, positions, forest, rotation, heads, key_heads, pointed):
        # In place: nobody else reads what the product before has made.
        size, stride = rotation.size, joined.shape[1]
        rotation.turn_(joined, heads + key_heads, positions, stride)
        out = torch.empty(len(joined), heads * size, dtype=joined.dtype)
        trees = forest.native(heads, key_heads, size, stride, stride, stride, out.shape[1])
        parts = functools.partial(_parts, heads=heads, key_heads=key_heads, size=size)
        chances = _forward(trees, forest, heads, *parts(joined), out)
        context.save_for_backward(joined, positions, chances)
        context.given = trees, forest, rotation, heads, key_heads, parts, pointed
        context.set_materialize_grads(False)
        if not pointed:
            return out
        return out, torch.cat([joined[:, :size], joined[:, heads * size:(heads + 1) * size]], -1)

    @staticmethod
    def backward(context, gradient, pointing=None):
        joined, positions, chances = context.saved_tensors
        trees, forest, rotation, heads, key_heads, parts, _ = context.given
        gradient, out, size = gradient.contiguous(), torch.empty_like(joined), rotation.size
        native.LIBRARY.attention_backward(ctypes.byref(trees), *parts(joined), pointer(chances), pointer(gradient), *parts(out), threads())
        if pointing is not None:
            out[:, :size] += pointing[:, :size]
            out[:, heads * size:(heads + 1) * size] += pointing[:, size:]
        rotation.turn_(out, heads + key_heads, positions, joined.shape[1], back=True)
        return out, None, None, None, None, None, None


def _parts(joined, heads, key_heads, size):
    return pointer(joined), pointer(joined, heads * size), pointer(joined, (heads + key_heads) * size)


class _RowsAttention(torch.autograd.Function):
    @staticmethod
    def forward(context, query, joined, query_positions, positions, forest, rotation, heads, key_heads):
        size, stride = rotation.size, joined.shape[1]
        rotation.turn_(query, heads, query_positions, query.shape[1])
        rotation.turn_(joined, key_heads, positions, stride)
        out = torch.empty_like(query)
        trees = forest.native(heads, key_heads, size, query.shape[1], stride, stride, out.shape[1])
        values = key_heads * size
        chances = _forward(trees, forest, heads, pointer(query), pointer(joined), pointer(joined, values), out)
        context.save_for_backward(query, joined, query_positions, positions, chances)
        context.given = trees, forest, rotation, heads, key_heads
        return out

    @staticmethod
    def backward(context, gradient):
        query, joined, query_positions, positions, chances = context.saved_tensors
        trees, _, rotation, heads, key_heads = context.given
        gradient, values = gradient.contiguous(), key_heads * rotation.size
        d_query, out = torch.empty_like(query), torch.empty_like(joined)
        native.LIBRARY.attention_backward(ctypes.byref(trees), pointer(query), pointer(joined), pointer(joined, values), pointer(chances),
                                          pointer(gradient), pointer(d_query), pointer(out), pointer(out, values), threads())
        rotation.turn_(d_query, heads, query_positions, query.shape[1], back=True)
        rotation.turn_(out, key_heads, positions, joined.shape[1], back=True)
        return d_query, out, None, None, None, None, None, None
