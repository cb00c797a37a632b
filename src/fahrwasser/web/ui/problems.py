"""Errors for other programs: `application/problem+json` (RFC 7807)."""

from collections.abc import Sequence
from typing import Any

from django.http import JsonResponse

MEDIA_TYPE = "application/problem+json"


def problem(
    status: int, code: str, title: str, detail: str = "", errors: Sequence[dict[str, str]] = ()
) -> JsonResponse:
    """The answer; `errors` name the places in the body (`pointer`, `detail`). Nobody keeps it."""
    body: dict[str, Any] = {"type": f"urn:fahrwasser:problem:{code}", "title": title, "status": status}
    if detail:
        body["detail"] = detail
    if errors:
        body["errors"] = list(errors)
    response = JsonResponse(body, status=status, content_type=MEDIA_TYPE, json_dumps_params={"ensure_ascii": False})
    response["Cache-Control"] = "no-store"
    return response
