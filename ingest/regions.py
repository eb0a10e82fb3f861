"""The regions that an agreement can be of: slug and name, from `ingest/data/regions.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from importlib.resources import files
from types import MappingProxyType

REGIONS: Mapping[str, str] = MappingProxyType(
    tomllib.loads(files("ingest").joinpath("data/regions.toml").read_text(encoding="utf-8"))
)
