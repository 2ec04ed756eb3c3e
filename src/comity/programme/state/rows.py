"""One row made or changed by its key, by a statement that is built once for its table and columns.

The framework builds each statement anew, which takes ten times as long as to run it; all events of
a log go through here when its tables are made anew.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, TypeAlias

from django.db import connection, models

_Field: TypeAlias = "models.Field[Any, Any]"


@lru_cache(maxsize=256)
def _insert(model: type[models.Model], given: tuple[str, ...]) -> tuple[str, tuple[_Field, ...]]:
    """The statement that makes a row, and its columns: all but a number that counts up."""
    fields = tuple(
        one
        for one in model._meta.concrete_fields
        if one.attname in given or not isinstance(one, models.AutoField)
    )
    names = {one.attname for one in fields}
    if unknown := set(given) - names:
        raise TypeError(f"{model.__name__} has no {', '.join(sorted(unknown))}")
    columns = ", ".join(f'"{one.column}"' for one in fields)
    places = ", ".join(["%s"] * len(fields))
    return f'INSERT INTO "{model._meta.db_table}" ({columns}) VALUES ({places})', fields


@lru_cache(maxsize=256)
def _update(model: type[models.Model], given: tuple[str, ...]) -> tuple[str, tuple[_Field, ...]]:
    """The statement that changes a row, and its columns, the key last."""
    by_name = {one.attname: one for one in model._meta.concrete_fields}
    fields, key = tuple(by_name[name] for name in given), model._meta.pk
    changes = ", ".join(f'"{one.column}" = %s' for one in fields)
    text = f'UPDATE "{model._meta.db_table}" SET {changes} WHERE "{key.column}" = %s'
    return text, (*fields, key)


def _run(text: str, fields: tuple[_Field, ...], values: list[Any]) -> int:
    told = [
        field.get_db_prep_save(value, connection)
        for field, value in zip(fields, values, strict=True)
    ]
    with connection.cursor() as cursor:
        cursor.execute(text, told)
        return int(cursor.rowcount)


def create(model: type[models.Model], **values: Any) -> None:
    """Make a row of columns by the names of their attributes; what is not given is the default."""
    text, fields = _insert(model, tuple(values))
    _run(
        text, fields,
        [values[f.attname] if f.attname in values else f.get_default() for f in fields],
    )  # fmt: skip


def change(model: type[models.Model], key: object, **values: Any) -> bool:
    """Change columns of the row with a key; whether there is one."""
    text, fields = _update(model, tuple(values))
    return _run(text, fields, [*values.values(), key]) > 0
