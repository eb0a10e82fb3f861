"""What narrows a search to some of the units."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

    Mask = np.ndarray[tuple[int], np.dtype[np.bool_]]


@dataclass(frozen=True, slots=True)
class Narrowed:
    """Units said in two ways: one by one, and by the numbers in the columns of `UnitStore` that they have.

    Attributes:
        mask: Which units may be found.
        region: The number of their region; `None` asks for nothing, here and below.
        types: Their combinations of types, any of these.
        year: A year within their period.
        topics: The numbers of their topics, any of these.
        whole: Both say the same; if not, the mask leaves fewer.
    """

    mask: Mask
    region: int | None = None
    types: tuple[int, ...] | None = None
    year: int | None = None
    topics: tuple[int, ...] | None = None
    whole: bool = True
