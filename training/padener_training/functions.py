"""The element-wise parts with their own backward: on a CPU they cost more than the matrix products."""

import torch


class RmsNorm(torch.autograd.Function):
    @staticmethod
    def forward(context, x, weight, epsilon):
        wide = x.float()
        scale = torch.rsqrt(wide.pow(2).mean(-1, keepdim=True).add_(epsilon))
        normal = wide.mul_(scale).to(x.dtype) if x.dtype != torch.float32 else wide * scale
        context.save_for_backward(normal, scale, weight)
        return normal * weight

    @staticmethod
    def backward(context, gradient):
        normal, scale, weight = context.saved_tensors
        weight_gradient = (gradient * normal).flatten(0, -2).sum(0)
        inner = gradient * weight
        along = (inner * normal).mean(-1, keepdim=True)
        inner = inner.sub_(normal * along)
        return inner.mul_(scale.to(inner.dtype)), weight_gradient, None


class Gated(torch.autograd.Function):
    """silu(gate) * up."""

    @staticmethod
    def forward(context, gate, up):
        context.save_for_backward(gate, up)
        return torch.nn.functional.silu(gate).mul_(up)

    @staticmethod
    def backward(context, gradient):
        gate, up = context.saved_tensors
        sigmoid = torch.sigmoid(gate)
        open_gate = gate * sigmoid
        up_gradient = gradient * open_gate
        # d silu = sigmoid + silu * (1 - sigmoid)
        slope = sigmoid.add(open_gate).sub_(open_gate.mul_(sigmoid))
        return slope.mul_(up).mul_(gradient), up_gradient


class Rotate(torch.autograd.Function):
    """Rotary positions on pairs (i, i + half): whole halves move, which is cheap. The export reorders
    rows of the query and key weights, so that the file has the interleaved pairs llama.cpp expects."""

    @staticmethod
    def forward(context, x, cosine, sine):
        context.save_for_backward(cosine, sine)
        return _turn(x, cosine, sine)

    @staticmethod
    def backward(context, gradient):
        cosine, sine = context.saved_tensors
        return _turn(gradient, cosine, -sine), None, None


def _turn(x, cosine, sine):
    half = x.shape[-1] // 2
    a, b = x[..., :half], x[..., half:]
    return torch.cat([a * cosine - b * sine, b * cosine + a * sine], dim=-1)
