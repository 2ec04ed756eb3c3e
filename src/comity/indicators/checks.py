"""What every table of counts must be before an estimate is made of it."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from comity.base.errors import InputError

Array = npt.NDArray[np.float64]


def counts_table(values: npt.ArrayLike, name: str = "counts") -> Array:
    """A two-dimensional array of finite counts, none negative.

    Raises:
        InputError: it is not.
    """
    table = np.asarray(values, dtype=float)
    if table.ndim != 2:
        raise InputError(f"{name} must have two dimensions, not {table.ndim}.")
    if not np.isfinite(table).all() or (table < 0).any():
        raise InputError(f"{name} must be finite and not negative.")
    return table


def joint_table(values: npt.ArrayLike) -> Array:
    """A square, symmetric table of joint records; the diagonal is set to zero.

    Raises:
        InputError: it is not square, symmetric, finite and not negative.
    """
    table = counts_table(values, "joint").copy()
    if table.shape[0] != table.shape[1]:
        raise InputError(f"joint must be square, not {table.shape[0]} by {table.shape[1]}.")
    if not np.allclose(table, table.T, rtol=1e-9, atol=1e-9):
        raise InputError("joint must be symmetric.")
    np.fill_diagonal(table, 0.0)
    return table


def same_shape(values: npt.ArrayLike, like: Array, name: str) -> Array:
    """An array of the shape of another.

    Raises:
        InputError: its shape differs.
    """
    table = np.asarray(values, dtype=float)
    if table.shape != like.shape:
        raise InputError(f"{name} must be shaped {like.shape}, not {table.shape}.")
    return table
