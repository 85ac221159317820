"""FollowTheMoney entities checked by the project's own library."""

from __future__ import annotations

import json

from followthemoney import model
from followthemoney.exc import InvalidData

from govsim.model.errors import GovsimError


def check(text: str) -> None:
    """Check a file of entities, one a line or in an array: each has a schema, and values that its properties allow.

    Raises:
        GovsimError: one of them is not in order.
    """
    wrong: list[str] = []
    is_array = text.lstrip().startswith("[")
    entities = json.loads(text) if is_array else map(json.loads, filter(str.strip, text.split("\n")))
    for number, entity in enumerate(entities, start=1):
        name = f"entity {number}"
        try:
            proxy = model.get_proxy(entity, cleaned=False)
            given = entity.get("properties", {})
            proxy.schema.validate(entity)
            wrong += [
                f"{name}: '{value}' is no value of {key}"
                for key, values in given.items()
                for value in values
                if isinstance(value, str) and not proxy.get(key)
            ]
        except InvalidData as failure:
            wrong.append(f"{name}: {failure}")
    if wrong:
        raise GovsimError("these are no entities of FollowTheMoney", details=wrong)
