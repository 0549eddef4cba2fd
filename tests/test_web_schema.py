"""The API holds to its own description, whatever it is asked: drawn from the OpenAPI document by Schemathesis."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import schemathesis
from browser import served
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from schemathesis.specs.openapi.schemas import OpenApiSchema

from dragoman.web.pages import PAGES

EXAMPLES = 12
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]


@pytest.fixture(scope="module")
def api_schema(demo_record: Path) -> Iterator[OpenApiSchema]:
    with served(demo_record) as address:
        yield schemathesis.openapi.from_url(f"{address}/api/openapi.json")


@pytest.mark.parametrize("mode", GenerationMode)
@pytest.mark.parametrize("name", [page.name for page in PAGES])
def test_whatever_is_asked_is_answered_as_described(api_schema: OpenApiSchema, name: str, mode: GenerationMode) -> None:
    operation = api_schema.find_operation_by_id(name)

    @given(case=operation.as_strategy(generation_mode=mode))
    @settings(
        max_examples=EXAMPLES,
        derandomize=True,
        deadline=None,
        database=None,
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )
    def ask(case: schemathesis.Case) -> None:
        case.call_and_validate(checks=CHECKS)

    ask()
