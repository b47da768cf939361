"""The numbers of an array without the array: for loops so short that counting references to it would cost more."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

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
