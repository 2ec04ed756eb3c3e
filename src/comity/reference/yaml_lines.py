"""Read YAML so that every mapping knows the line it stands on."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

from comity.base.errors import RegisterError

LINE = "__line__"


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """Safe loader that keeps dates as text, refuses repeated keys and notes line numbers."""


def _mapping(loader: Any, node: yaml.MappingNode) -> dict[str, Any]:
    result: dict[str, Any] = {LINE: node.start_mark.line + 1}
    for key_node, value_node in node.value:
        key = str(loader.construct_object(key_node, deep=True))
        if key in result:
            raise yaml.constructor.ConstructorError(
                None, None, f"the key {key!r} stands twice", key_node.start_mark
            )
        result[key] = loader.construct_object(value_node, deep=True)
    return result


_Loader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)
# A date that YAML turned into an object would lose the precision its source gave.
_Loader.add_constructor(
    "tag:yaml.org,2002:timestamp", lambda loader, node: loader.construct_scalar(node)
)


def read_yaml(path: Path) -> dict[str, Any]:
    """Read one YAML file whose top level is a mapping.

    Raises:
        RegisterError: the file cannot be read, is not YAML, or repeats a key.
    """
    return parse_yaml(read_bytes(path), path.name)


def read_bytes(path: Path) -> bytes:
    """The content of a file of the register; errors as above."""
    try:
        return path.read_bytes()
    except IsADirectoryError as error:
        raise RegisterError(f"{path.name}: is a folder; name a YAML file.") from error
    except OSError as error:
        raise RegisterError(f"{path.name}: cannot be read ({error.strerror}).") from error


def parse_yaml(content: bytes, name: str) -> dict[str, Any]:
    """What a file of some name says, for the caller to keep; errors as above."""
    try:
        found = yaml.load(content, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise RegisterError(f"{name}, line {line}: {error.problem}; mend the YAML.") from error
    except yaml.reader.ReaderError as error:
        raise RegisterError(f"{name}: {error.reason}; save it as text in UTF-8.") from error
    if not isinstance(found, dict):
        raise RegisterError(
            f"{name}, line 1: the top level must be a mapping of names to values; mend the YAML."
        )
    return found


@lru_cache(maxsize=2)
def same_yaml(content: bytes, name: str) -> Mapping[str, Any]:
    """As :func:`parse_yaml`, once for several collections of one file; not to be changed."""
    return MappingProxyType(parse_yaml(content, name))
