"""Columns of pandas on the wire: one-dimensional arrays of any dtype, and their single values.

Functions take the `Encoder` or the `Decoder` of `wire` first. Decoding goes through public
constructors, which check what they are given.
"""

from typing import Any

import numpy as np
import pandas as pd
from pandas.api.extensions import ExtensionArray

from atelier.sandbox.kinds.arrays import boxes, decode_array, encode_array

_MASKED = {
    "i": pd.arrays.IntegerArray,
    "u": pd.arrays.IntegerArray,
    "f": pd.arrays.FloatingArray,
    "b": pd.arrays.BooleanArray,
}
_NULLABLE = (
    *(pd.Int8Dtype, pd.Int16Dtype, pd.Int32Dtype, pd.Int64Dtype),
    *(pd.UInt8Dtype, pd.UInt16Dtype, pd.UInt32Dtype, pd.UInt64Dtype),
    *(pd.Float32Dtype, pd.Float64Dtype, pd.BooleanDtype),
)


def encode_column(encoder: Any, array: ExtensionArray) -> tuple:
    """Return the tree of a pandas array. A kind without its own form goes value by value."""
    if isinstance(array.dtype, np.dtype) or type(array) is pd.arrays.NumpyExtensionArray:
        return encode_array(encoder, array.to_numpy())
    if type(array) in _MASKED.values():
        return _encode_masked(encoder, array)
    encode = _BY_DTYPE.get(type(array.dtype))
    return encode(encoder, array) if encode else encode_array(encoder, np.array(array, object))


def decode_column(decoder: Any, tree: Any, **about: Any) -> pd.Series:
    """Return a series of the column, with what is known `about` it: index, name."""
    array = decoder.part(tree, np.ndarray | ExtensionArray)
    # the dtype is said again: pandas would guess another one for objects
    return pd.Series(array, dtype=array.dtype, copy=False, **about)


def _encode_texts(encoder: Any, array: ExtensionArray) -> tuple:
    missing = array.isna()
    texts = np.array(array, dtype=object)
    texts[missing] = ""
    na = "NA" if array.dtype.na_value is pd.NA else "nan"
    holes = missing.tobytes() if missing.any() else None
    return ("texts", array.dtype.storage, na, holes, *encoder.items(texts.tolist()))


def _decode_texts(
    decoder: Any, storage: str, na: str, holes: bytes | None, count: int, content: Any
) -> ExtensionArray:
    texts = boxes(decoder.items(count, content))
    dtype = pd.StringDtype(storage, na_value={"NA": pd.NA, "nan": np.nan}[na])
    if holes is not None:
        texts[decode_array(decoder, "|b1", (count,), holes)] = dtype.na_value
    return pd.array(texts, dtype=dtype)


def _encode_masked(encoder: Any, array: ExtensionArray) -> tuple:
    values = array.to_numpy(dtype=array.dtype.numpy_dtype, na_value=0)
    return ("masked", encoder.part(values), encoder.part(array.isna()))


def _decode_masked(decoder: Any, values: tuple, missing: tuple) -> ExtensionArray:
    values = decoder.part(values, np.ndarray)
    return _MASKED[values.dtype.kind](values, decoder.part(missing, np.ndarray))


def _encode_categories(encoder: Any, array: pd.Categorical) -> tuple:
    codes = encoder.part(np.asarray(array.codes))
    return ("categories", codes, encoder.part(array.categories), bool(array.ordered))


def _decode_categories(decoder: Any, codes: tuple, categories: tuple, ordered: bool) -> Any:
    return pd.Categorical.from_codes(
        decoder.part(codes, np.ndarray),
        decoder.part(categories, pd.Index),
        ordered=decoder.part(ordered, bool),
    )


def _encode_instants(encoder: Any, array: ExtensionArray) -> tuple:
    moments = array.to_numpy(dtype=f"M8[{array.dtype.unit}]")
    return ("instants", encoder.part(moments), encoder.zone(array.dtype.tz))


def _decode_instants(decoder: Any, moments: tuple, zone: Any) -> ExtensionArray:
    utc = pd.DatetimeIndex(decoder.part(moments, np.ndarray)).tz_localize("UTC")
    return utc.tz_convert(decoder.zone(zone)).array


def _encode_periods(encoder: Any, array: ExtensionArray) -> tuple:
    index = pd.PeriodIndex(array)
    return ("periods", encoder.part(index.asi8), index.freqstr)


def _decode_periods(decoder: Any, ordinals: tuple, freq: str) -> ExtensionArray:
    return pd.PeriodIndex.from_ordinals(decoder.part(ordinals, np.ndarray), freq=freq).array


def _encode_intervals(encoder: Any, array: ExtensionArray) -> tuple:
    return ("intervals", encoder.part(array.left), encoder.part(array.right), array.closed)


def _decode_intervals(decoder: Any, left: tuple, right: tuple, closed: str) -> ExtensionArray:
    sides = (decoder.part(side, pd.Index) for side in (left, right))
    return pd.arrays.IntervalArray.from_arrays(*sides, closed=closed)


_BY_DTYPE = {
    pd.StringDtype: _encode_texts,
    pd.CategoricalDtype: _encode_categories,
    pd.DatetimeTZDtype: _encode_instants,
    pd.PeriodDtype: _encode_periods,
    pd.IntervalDtype: _encode_intervals,
}


def _encode_timestamp(encoder: Any, moment: pd.Timestamp) -> tuple:
    return ("timestamp", encoder.part(moment.asm8), encoder.zone(moment.tz))


def _decode_timestamp(decoder: Any, moment: tuple, zone: Any) -> pd.Timestamp:
    moment = pd.Timestamp(decoder.part(moment, np.datetime64))
    return moment if zone is None else moment.tz_localize("UTC").tz_convert(decoder.zone(zone))


def _encode_interval(encoder: Any, value: pd.Interval) -> tuple:
    return ("interval", encoder.tree(value.left), encoder.tree(value.right), value.closed)


def _decode_interval(decoder: Any, left: Any, right: Any, closed: str) -> pd.Interval:
    return pd.Interval(decoder.value(left), decoder.value(right), closed=closed)


def _decode_period(decoder: Any, ordinal: int, freq: str) -> pd.Period:
    return pd.Period(ordinal=decoder.part(ordinal, int), freq=decoder.part(freq, str))


def _encode_dtype(encoder: Any, dtype: Any) -> tuple:
    """Return the tree of a dtype: that of an empty column."""
    return ("dtype", encode_column(encoder, pd.array([], dtype=dtype)))


ENCODERS = {
    pd.Timestamp: _encode_timestamp,
    pd.Timedelta: lambda encoder, v: ("duration", encoder.part(v.asm8)),
    pd.Period: lambda encoder, v: ("period", v.ordinal, v.freqstr),
    pd.Interval: _encode_interval,
    **dict.fromkeys(map(type, map(np.dtype, "?bhilqBHILQefdgFDGOMmSU")), _encode_dtype),
    **dict.fromkeys((*_NULLABLE, *_BY_DTYPE), _encode_dtype),
    type(pd.NaT): lambda encoder, v: ("nat",),
    type(pd.NA): lambda encoder, v: ("na",),
    **dict.fromkeys(
        (
            *_MASKED.values(),
            pd.Categorical,
            type(pd.array([""], dtype="str")),
            type(pd.array([""], dtype="string")),
            pd.arrays.DatetimeArray,
            pd.arrays.TimedeltaArray,
            pd.arrays.PeriodArray,
            pd.arrays.IntervalArray,
            pd.arrays.NumpyExtensionArray,
        ),
        lambda encoder, v: ("column", encode_column(encoder, v)),
    ),
}
"""Exact type → function of an encoder and a value, that returns the value's tree."""

DECODERS = {
    "timestamp": _decode_timestamp,
    "duration": lambda decoder, v: pd.Timedelta(decoder.part(v, np.timedelta64)),
    "period": _decode_period,
    "interval": _decode_interval,
    "dtype": lambda decoder, v: decoder.part(v, np.ndarray | ExtensionArray).dtype,
    "nat": lambda decoder: pd.NaT,
    "na": lambda decoder: pd.NA,
    "column": lambda decoder, tree: decode_column(decoder, tree).array,
    "texts": _decode_texts,
    "masked": _decode_masked,
    "categories": _decode_categories,
    "instants": _decode_instants,
    "periods": _decode_periods,
    "intervals": _decode_intervals,
}
"""Tag of a tree → function of a decoder and the rest of the tree, that returns the value."""
