"""What each row of a batch may look at: the rows are nodes of trees, one tree after another, without padding."""

import ctypes

import numpy
import torch


class _Trees(ctypes.Structure):
    """As c/attention.c has it."""

    _fields_ = [(name, ctypes.c_void_p) for name in ("group", "nodes", "document", "count", "list_start", "list", "start")] + \
               [(name, ctypes.c_int) for name in ("groups", "heads", "key_heads", "size")] + \
               [(name, ctypes.c_int64) for name in ("query_stride", "key_stride", "value_stride", "out_stride")]


class Forest:
    """A row looks at the first `count` keys of its tree's document, which begins at key `document`, and at the keys in `list`
    from its `list_start` to the next row's."""

    def __init__(self, group, nodes, document, count, list_start, listed):
        self.group, self.nodes = _whole(group), _whole(nodes)
        self.document, self.count = _whole(document), _whole(count)
        self.list_start, self.list = _whole(list_start), _whole(listed)
        self.seen = self.count + numpy.diff(self.list_start)
        self.start = numpy.concatenate([[0], numpy.cumsum(self.seen, dtype=numpy.int64)])
        self._masks = {}

    def __len__(self):
        return len(self.count)

    @property
    def pairs(self) -> int:
        return int(self.start[-1])

    def native(self, heads, key_heads, size, query_stride, key_stride, value_stride, out_stride):
        at = lambda array: array.ctypes.data
        return _Trees(at(self.group), at(self.nodes), at(self.document), at(self.count), at(self.list_start), at(self.list),
                      at(self.start), len(self.group) - 1, heads, key_heads, size, query_stride, key_stride, value_stride, out_stride)

    def only(self, rows: numpy.ndarray) -> "Forest":
        """The same keys seen from some of the rows, given in order."""
        parts = [self.list[self.list_start[row]:self.list_start[row + 1]] for row in rows]
        return Forest(numpy.searchsorted(rows, self.group), self.nodes, self.document[rows], self.count[rows],
                      numpy.concatenate([[0], numpy.cumsum([len(part) for part in parts])]),
                      numpy.concatenate(parts) if parts else [])

    def mask(self, keys: int, device) -> torch.Tensor:
        """visible[row, key], for PyTorch's operators."""
        if (keys, device) not in self._masks:
            visible = numpy.zeros((len(self), keys), dtype=bool)
            for row in range(len(self)):
                visible[row, self.document[row]:self.document[row] + self.count[row]] = True
                visible[row, self.list[self.list_start[row]:self.list_start[row + 1]]] = True
            self._masks[keys, device] = torch.from_numpy(visible).to(device)
        return self._masks[keys, device]


def _whole(numbers) -> numpy.ndarray:
    return numpy.ascontiguousarray(numbers, dtype=numpy.int32)
