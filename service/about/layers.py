"""A layered layout of a graph: each node below those that lead to it, in an order with few crossings.

After Sugiyama, Tagawa and Toda (1981): cycles are broken, layers are longest paths, edges over several layers get a
waypoint in each, and nodes are ordered by the mean of their neighbours. The same graph always gives the same layout.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import fmean
from typing import Final

Edge = tuple[str, str]
SWEEPS: Final = 12
WAYPOINT: Final = 24.0
GAP: Final = 26.0


@dataclass(frozen=True, slots=True)
class Layout:
    """Where things are: the middle of each node, its layer, and the waypoints of each edge, as (middle, layer)."""

    middles: Mapping[str, float]
    layers: Mapping[str, int]
    waypoints: Mapping[Edge, tuple[tuple[float, int], ...]]


def layered(widths: Mapping[str, float], edges: Iterable[Edge]) -> Layout:
    """Lay out nodes of these widths, joined by these edges."""
    edges = sorted({edge for edge in edges if edge[0] != edge[1]})
    forward = _without_cycles(sorted(widths), edges)
    layers = _longest_paths(sorted(widths), forward)
    chains = {edge: _chain(edge, layers) for edge in edges}
    depth = dict(layers)
    for chain in chains.values():
        depth.update({name: layer for name, layer in chain if name not in depth})
    neighbours = defaultdict[str, list[str]](list)
    for chain in chains.values():
        names = [name for name, _ in chain]
        for one, other in pairwise(names):
            neighbours[one].append(other)
            neighbours[other].append(one)
    rows = _rows(depth)
    sizes = {name: widths.get(name, WAYPOINT) for name in depth}
    middles = _placed(rows, sizes, neighbours, depth)
    waypoints = {edge: tuple((middles[name], layer) for name, layer in chain[1:-1]) for edge, chain in chains.items()}
    return Layout({name: middles[name] for name in widths}, layers, waypoints)


def _without_cycles(nodes: Sequence[str], edges: Sequence[Edge]) -> list[Edge]:
    """Turn round those edges that lead back to where a walk came from."""
    following = defaultdict[str, list[str]](list)
    for source, target in edges:
        following[source].append(target)
    targets = {target for _, target in edges}
    done: set[str] = set()
    back: set[Edge] = set()

    def walk(node: str, above: tuple[str, ...]) -> None:
        done.add(node)
        for other in following[node]:
            if other in above or other == node:
                back.add((node, other))
            elif other not in done:
                walk(other, (*above, node))

    for node in sorted(nodes, key=lambda name: (name in targets, name)):
        if node not in done:
            walk(node, ())
    return [(target, source) if (source, target) in back else (source, target) for source, target in edges]


def _longest_paths(nodes: Sequence[str], edges: Sequence[Edge]) -> dict[str, int]:
    layers = dict.fromkeys(nodes, 0)
    for _ in nodes:
        for source, target in edges:
            layers[target] = max(layers[target], layers[source] + 1)
    # A node that nothing leads to stands just above the first that it leads to.
    for node in nodes:
        below = [layers[target] for source, target in edges if source == node]
        if below and all(target != node for _, target in edges):
            layers[node] = min(below) - 1
    return layers


def _chain(edge: Edge, layers: Mapping[str, int]) -> list[tuple[str, int]]:
    """Return the nodes and waypoints of an edge with their layers, from its source to its target."""
    source, target = edge
    start, end = layers[source], layers[target]
    step = 1 if end > start else -1
    between = [(f"{source} {target} {layer}", layer) for layer in range(start + step, end, step)]
    return [(source, start), *between, (target, end)]


def _rows(depth: Mapping[str, int]) -> list[list[str]]:
    return [sorted(name for name, at in depth.items() if at == layer) for layer in range(max(depth.values()) + 1)]


def _placed(
    rows: list[list[str]],
    sizes: Mapping[str, float],
    neighbours: Mapping[str, Sequence[str]],
    depth: Mapping[str, int],
) -> dict[str, float]:
    """Order and place each row by the mean of what its nodes are joined to, from above and from below in turn."""
    middles: dict[str, float] = {}
    for row in rows:
        middles |= _packed(row, sizes, dict.fromkeys(row, 0.0))
    for sweep in range(SWEEPS):
        down = sweep % 2 == 0
        for row in rows if down else reversed(rows):
            wish = {}
            for name in row:
                side = [one for one in neighbours.get(name, ()) if (depth[one] < depth[name]) == down]
                wish[name] = fmean(middles[one] for one in side) if side else middles[name]
            row.sort(key=lambda name: (wish[name], name))
            middles |= _packed(row, sizes, wish)
    least = min(middles[name] - sizes[name] / 2 for name in middles)
    return {name: middle - least for name, middle in middles.items()}


def _packed(row: Sequence[str], sizes: Mapping[str, float], wish: Mapping[str, float]) -> dict[str, float]:
    """Place a row in its order without overlap, as near to where each wishes to be as its mean allows."""
    placed: dict[str, float] = {}
    edge = float("-inf")
    for name in row:
        placed[name] = max(wish[name], edge + sizes[name] / 2)
        edge = placed[name] + sizes[name] / 2 + GAP
    drift = fmean(placed[name] - wish[name] for name in row)
    return {name: middle - drift for name, middle in placed.items()}
