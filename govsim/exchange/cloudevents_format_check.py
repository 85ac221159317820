"""CloudEvents checked by the project's own library."""

from __future__ import annotations

import json

from cloudevents.core.exceptions import CloudEventValidationError
from cloudevents.core.formats.json import JSONFormat
from cloudevents.core.v1.event import CloudEvent

from govsim.model.errors import GovsimError


def check(text: str) -> None:
    """Check a file of CloudEvents in JSON, one a line or in an array.

    Raises:
        GovsimError: one of them is not in order.
    """
    events = json.loads(text) if text.lstrip().startswith("[") else map(json.loads, filter(str.strip, text.split("\n")))
    for number, event in enumerate(events, start=1):
        try:
            JSONFormat().read(CloudEvent, json.dumps(event))
        except CloudEventValidationError as failure:
            wrong = [str(one) for its in failure.errors.values() for one in its]
            raise GovsimError(f"event {number} is no CloudEvent of version 1.0", details=wrong) from None
