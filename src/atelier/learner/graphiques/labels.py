"""What an axis shows at a place: a text, a date, or the number itself."""

import datetime
import math
import re
from collections.abc import Iterable, Sequence
from typing import Any


def labels_of(axis: Any, places: Iterable[Any]) -> list[Any]:
    """Return what the axis shows at these places: texts, dates, or the numbers themselves."""
    from matplotlib.dates import num2date
    from matplotlib.ticker import ScalarFormatter

    places = [float(place) for place in places]
    known = [place for place in places if math.isfinite(place)]
    if len(known) < len(places):  # a missing date has no place
        labels = iter(labels_of(axis, known))
        return [next(labels) if math.isfinite(place) else "" for place in places]
    kind = type(axis.get_converter()).__name__
    if kind == "PeriodConverter":  # of pandas, for regular dates
        from pandas import Period

        periods = (Period(ordinal=int(place), freq=axis.axes.freq) for place in places)
        return [_day(period.start_time.to_pydatetime()) for period in periods]
    if "Date" in kind:  # of matplotlib or of pandas
        return [_day(num2date(place)) for place in places]
    formatter = axis.get_major_formatter()
    if isinstance(formatter, ScalarFormatter):
        return [plain(place) for place in places]
    texts = _tick_texts(axis)
    if not _written_one_by_one(formatter):
        # a number that the axis writes its own way (1 200, 12 %) stays a number
        texts = [(where, text) for where, text in texts if not is_number(text)]
    return [_nearest(place, texts) for place in places]


def _written_one_by_one(formatter: Any) -> bool:
    """Tell labels given as a list (`set_xticks(places, labels)`) from numbers put in a form."""
    if type(formatter).__name__.startswith(("Fixed", "StrCategory")):
        return True
    given = getattr(getattr(formatter, "func", None), "func", None)  # as `set_ticklabels` makes it
    return getattr(given, "__name__", "") == "_format_with_dict"


def plain(place: float) -> Any:
    """Return a number without a useless decimal."""
    return int(place) if place.is_integer() else place


def is_number(text: str) -> bool:
    """Tell whether a text is a number, with its unit or not."""
    return re.fullmatch(r"[-−+]?[\d\s.,]*\d\s*\D{0,6}", text.strip()) is not None


def _tick_texts(axis: Any) -> list[tuple[float, str]]:
    ticks = zip(axis.get_majorticklocs(), axis.get_majorticklabels(), strict=False)
    found = [(float(where), label.get_text().strip()) for where, label in ticks]
    return [(where, text) for where, text in found if text]


def _nearest(place: float, texts: Sequence[tuple[float, str]]) -> Any:
    """Return the text less than half a step away (bars of a group share one), or the place."""
    away, text = min(((abs(place - where), text) for where, text in texts), default=(1, ""))
    return text if away < 0.5 else plain(place)


def _day(moment: datetime.datetime) -> str:
    moment = moment.replace(tzinfo=None)
    return moment.date().isoformat() if moment.time() == datetime.time() else moment.isoformat()
