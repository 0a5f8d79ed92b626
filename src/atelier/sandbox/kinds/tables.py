"""Indexes, series and tables of pandas on the wire: each is made of columns.

Functions take the `Encoder` or the `Decoder` of `wire` first.
"""

from typing import Any

import numpy as np
import pandas as pd

from atelier.sandbox.kinds.columns import decode_column, encode_column
from atelier.sandbox.kinds.plain import MAX_RANGE
from atelier.sandbox.primitives import TooLarge

_TIMED = (pd.DatetimeIndex, pd.TimedeltaIndex)
_INDEXES = (*_TIMED, pd.Index, pd.PeriodIndex, pd.IntervalIndex, pd.CategoricalIndex)


def _encode_index(encoder: Any, index: pd.Index) -> tuple:
    encoder.charge(8 * len(index))
    freq = index.freqstr if type(index) in _TIMED else None
    return ("index", encode_column(encoder, index.array), encoder.tree(index.name), freq)


def _decode_index(decoder: Any, column: tuple, name: Any, freq: str | None) -> pd.Index:
    series = decode_column(decoder, column)
    index = pd.Index(series.array, dtype=series.dtype, name=decoder.value(name))
    return index if freq is None else type(index)(index, freq=freq)


def _encode_range(encoder: Any, index: pd.RangeIndex) -> tuple:
    if len(index) > MAX_RANGE:
        raise TooLarge
    return ("range index", index.start, index.stop, index.step, encoder.tree(index.name))


def _decode_range(decoder: Any, start: int, stop: int, step: int, name: Any) -> pd.RangeIndex:
    if len(range(start, stop, step)) > MAX_RANGE:
        raise TooLarge
    return pd.RangeIndex(start, stop, step, name=decoder.value(name))


def _encode_levels(encoder: Any, index: pd.MultiIndex) -> tuple:
    encoder.charge(8 * len(index))
    codes = [encoder.part(np.asarray(code)) for code in index.codes]
    levels = [encoder.part(level) for level in index.levels]
    return ("levels", levels, codes, [encoder.tree(name) for name in index.names])


def _decode_levels(decoder: Any, levels: list, codes: list, names: list) -> pd.MultiIndex:
    return pd.MultiIndex(
        levels=[decoder.part(level, pd.Index) for level in levels],
        codes=[decoder.part(code, np.ndarray) for code in codes],
        names=[decoder.value(name) for name in names],
    )


def _encode_series(encoder: Any, series: pd.Series) -> tuple:
    encoder.charge(8 * len(series.index))
    column, index = encode_column(encoder, series.array), encoder.part(series.index)
    return ("series", column, index, encoder.tree(series.name))


def _decode_series(decoder: Any, column: tuple, index: tuple, name: Any) -> pd.Series:
    index = decoder.part(index, pd.Index)
    return decode_column(decoder, column, index=index, name=decoder.value(name))


def _encode_table(encoder: Any, table: pd.DataFrame) -> tuple:
    rows, width = table.shape
    encoder.charge(8 * rows * width)
    columns = [encode_column(encoder, column.array) for _, column in pd.DataFrame.items(table)]
    return ("table", columns, encoder.part(table.index), encoder.part(table.columns))


def _decode_table(decoder: Any, columns: list, index: tuple, names: tuple) -> pd.DataFrame:
    index, names = (decoder.part(part, pd.Index) for part in (index, names))
    series = [decode_column(decoder, column, index=index) for column in columns]
    table = pd.DataFrame(dict(enumerate(series)), index=index)
    table.columns = names
    return table


def overwrite(target: Any, value: Any) -> bool:
    """Make a table, a series or an array hold what `value`, of its type, holds. Else False."""
    if isinstance(target, pd.DataFrame | pd.Series):
        type(target).__init__(target, value)
        return True
    if type(target) is np.ndarray and (target.shape, target.dtype) == (value.shape, value.dtype):
        target[...] = value
        return True
    return False


ENCODERS = {
    **dict.fromkeys(_INDEXES, _encode_index),
    pd.RangeIndex: _encode_range,
    pd.MultiIndex: _encode_levels,
    pd.Series: _encode_series,
    pd.DataFrame: _encode_table,
}
"""Exact type → function of an encoder and a value, that returns the value's tree."""

DECODERS = {
    "index": _decode_index,
    "range index": _decode_range,
    "levels": _decode_levels,
    "series": _decode_series,
    "table": _decode_table,
}
"""Tag of a tree → function of a decoder and the rest of the tree, that returns the value."""

EMPTY = {
    pd.Series: pd.Series(dtype=object),
    pd.DataFrame: pd.DataFrame(),
    **dict.fromkeys((*_INDEXES, pd.MultiIndex), pd.Index([])),
}
"""Exact type → an empty value that stands for a large one."""
