"""The one door to PDF: a Typst template and its data, without a page of ours in between."""

import json
from collections.abc import Mapping
from typing import Any

import typst


def render(template: str, data: Mapping[str, Any]) -> bytes:
    """A PDF from the text of a Typst template, which reads its data by
    `json(bytes(sys.inputs.data))`.

    Data never becomes part of the template, so no name can act as a command in it. Only the fonts
    that come with Typst are used, and no moment is written into the file: the same template and
    data give the same bytes everywhere. Raises typst.TypstError where the template is wrong.
    """
    return typst.compile(
        template.encode(),
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        ignore_system_fonts=True,
        timestamp=0,
    )
