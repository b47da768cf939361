"""The numbers of an array without the array: for loops so short that counting references to it would cost more.

A loop that jumps about in more memory than fits near the processor waits most of the time: `soon` has a number fetched
while the loop is at something else.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from llvmlite import ir
from numba.core import types
from numba.extending import intrinsic
from numpy.typing import NDArray

Numbers = NDArray[Any]

_pointer: Callable[[Any], Any] = types.CPointer


def _begin(_context: Any, array: Any) -> Any:
    """Where the numbers of a contiguous array begin; indices count numbers, from 0, and nobody checks them.

    Whoever holds the array must keep it while the loop runs. O(1).
    """

    def code(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return context.make_array(signature.args[0])(context, builder, arguments[0]).data

    return _pointer(array.dtype)(array), code


_made: Any = intrinsic(_begin)
bare: Callable[[Numbers], Numbers] = _made


def _ask(_context: Any, numbers: Any, _index: Any) -> Any:
    """Have the line of memory around one of the numbers fetched, without waiting for it. O(1)."""

    def code(_context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        byte, whole = ir.IntType(8).as_pointer(), ir.IntType(32)
        kind = ir.FunctionType(ir.VoidType(), [byte, whole, whole, whole])
        fetch = builder.module.declare_intrinsic("llvm.prefetch", [byte], kind)
        place = builder.bitcast(builder.gep(arguments[0], [arguments[1]]), byte)
        builder.call(fetch, [place, whole(0), whole(3), whole(1)])
        return ir.Constant(ir.IntType(64), 0)

    return types.int64(numbers, types.int64), code


_asked: Any = intrinsic(_ask)
soon: Callable[[Numbers, int], int] = _asked
