"""The JSON Schema (draft-07) of scenario files: what an editor needs to complete, check and explain."""

import json
from collections.abc import Callable
from typing import Any

from pydantic import BaseModel

from laborsim.levers import Declaration, Lever, Uncertainty, catalogue
from laborsim.levers.base import MOST_YUAN
from laborsim.parameters.parameters import Parameters
from laborsim.published.indicators import indicators
from laborsim.published.regions import place_names
from laborsim.scenario.baseline import NOTHING
from laborsim.scenario.block_reader import Fields, adapter, block_of, blocks_of, fields_of
from laborsim.scenario.blocks import (
    BEFORE,
    BudgetBlock,
    ComparedBlock,
    CostBlock,
    GoalBlock,
    GroupBlock,
    LevelBlock,
    LeverBlock,
    RunBlock,
    ScenarioFile,
    ShockBlock,
)
from laborsim.scenario.levels import EARLIER
from laborsim.scenario.levers import lever_fields
from laborsim.scenario.value_types import LONGEST_NAME, MONTH_PATTERN
from laborsim.scenario.what_if import range_of, range_words

SCHEMA_FILE = "scenario.schema.json"
DRAFT = "http://json-schema.org/draft-07/schema#"

Schema = dict[str, Any]


def scenario_schema() -> Schema:
    """Return the schema: every lever and every indicator is a property with unit, range, description, source."""
    # Files may leave out whatever they inherit, so nothing but these two can be required of every file.
    schema = {**_object(fields_of(ScenarioFile)), "required": ["laborsim", "id"]}
    blocks = {f"lever_{name}": _block(lever) for name, lever in catalogue().items()}
    place = {"type": "string", "enum": list(place_names())}
    return {
        "$schema": DRAFT,
        "title": "laborsim scenario",
        **_with_references(schema, place),
        "anyOf": [{"required": ["horizon"]}, {"required": ["extends"]}],
        "definitions": {
            "place": place,
            SPREAD: _object(fields_of(Uncertainty)),
            BEFORE: _with_references(_object(EARLIER), place),
            **_with_references(blocks, place),
        },
    }


def schema_text() -> str:
    """Return the schema as a file."""
    return json.dumps(_one_spelling(scenario_schema()), indent=1, ensure_ascii=False) + "\n"


def _one_spelling(value: Any) -> Any:
    """Return a schema whose whole numbers are integers: of equal bounds, 5 and 5.0, Python keeps what it saw first."""
    if isinstance(value, dict):
        return {key: _one_spelling(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_one_spelling(item) for item in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _object(fields: Fields) -> Schema:
    return _closed({name: _field(model, name) for name, model in fields.items()})


def _closed(properties: dict[str, Schema]) -> Schema:
    return {"type": "object", "additionalProperties": False, "properties": properties}


def _field(model: type[BaseModel], name: str) -> Schema:
    if (model, name) in OWN_SHAPES:
        return OWN_SHAPES[model, name]()
    field = model.model_fields[name]
    blocks, block = blocks_of(field), block_of(field)
    if blocks is not None:
        return _described(MAPS[blocks](), model, name)
    inside = _object(fields_of(block)) if block is not None else _untitled(adapter(model, name).json_schema())
    # A child file may remove whatever it inherits by writing null.
    return _described(_nullable(inside), model, name)


def _described(schema: Schema, model: type[BaseModel], name: str) -> Schema:
    field = model.model_fields[name]
    extra = field.json_schema_extra if isinstance(field.json_schema_extra, dict) else {}
    evidence = "; ".join(f"{key}: {extra[key]}" for key in ("unit", "grade", "source") if key in extra)
    words = f"{field.description or name.capitalize()}{f' [{evidence}]' if evidence else ''}"
    described = {**schema, "description": words}
    if field.default is not None and not field.is_required():
        described["default"] = field.default
    return described


def _nullable(schema: Schema) -> Schema:
    """Allow null beside what a schema allows; draft-07 takes a list of types."""
    kind = schema.get("type")
    if isinstance(kind, str) and "enum" not in schema and "const" not in schema:
        return {**schema, "type": [kind, "null"]}
    if "anyOf" in schema:
        choices = [choice for choice in schema["anyOf"] if choice != {"type": "null"}]
        return _nullable(choices[0]) if len(choices) == 1 else {"anyOf": [*choices, {"type": "null"}]}
    if "enum" in schema:
        return {"enum": [*schema["enum"], None]}
    return schema


def _untitled(schema: Any) -> Any:
    """Return a schema without the titles that pydantic makes from Python names."""
    if isinstance(schema, dict):
        return {key: _untitled(value) for key, value in schema.items() if key != "title" or isinstance(value, dict)}
    if isinstance(schema, list):
        return [_untitled(item) for item in schema]
    return schema


def _with_references(schema: Any, place: Schema) -> Any:
    """Return a schema in which the long list of places stands once, as a definition."""
    if isinstance(schema, dict):
        if schema.get("enum") == place["enum"]:
            return {"$ref": "#/definitions/place"}
        return {key: _with_references(value, place) for key, value in schema.items()}
    if isinstance(schema, list):
        return [_with_references(item, place) for item in schema]
    return schema


def _lever(lever: type[Lever]) -> Schema:
    """One block, or a map of named blocks: whatever holds a key of a block is one."""
    declared, definition = lever.DECLARATION, f"#/definitions/lever_{lever.NAME}"
    keys = list(lever_fields(lever))
    return {
        "type": ["object", "null"],
        "description": _lever_words(declared),
        "x-unit": declared.unit,
        "x-source": declared.document,
        "properties": {key: {"$ref": f"{definition}/properties/{key}"} for key in keys},
        "if": {"anyOf": [{"required": [key]} for key in keys]},
        "then": _closed({key: {} for key in keys}),
        "else": {"additionalProperties": {"$ref": definition}, "propertyNames": {"maxLength": LONGEST_NAME}},
    }


def _block(lever: type[Lever]) -> Schema:
    declared = lever.DECLARATION
    block = _object(lever_fields(lever))
    level = {"type": ["number", "null"], "minimum": declared.floor, "maximum": declared.ceiling}
    words = f"Level in {declared.unit}, {declared.floor:g} … {declared.ceiling:g}. Nothing new: {declared.baseline}."
    widest = declared.ceiling - declared.floor
    add = {"type": ["number", "null"], "minimum": -widest, "maximum": widest}
    times = {"type": ["number", "null"], "exclusiveMinimum": 0}
    block["properties"]["value"] = {**level, "description": words}
    for key, shape in (("add", add), ("times", times)):
        block["properties"][key] = {**shape, "description": block["properties"][key]["description"]}
    counted = {**_closed({"add": add, "times": times}), "minProperties": 1, "maxProperties": 1}
    block["properties"]["values"]["patternProperties"] = {MONTH_PATTERN: {"anyOf": [level, counted]}}
    block["properties"]["values"]["additionalProperties"] = False
    units = block["properties"]["unit"]
    block["properties"]["unit"] = {"enum": [declared.unit, None], "description": units["description"]}
    return {**block, "description": f"One block of {lever.NAME}."}


def _lever_words(declared: Declaration) -> str:
    return (
        f"{declared.title} ({declared.title_zh}). Unit: {declared.unit}, {declared.floor:g} … {declared.ceiling:g}. "
        f"“{declared.quote}” ({declared.document}). Evidence grade {declared.grade}. {declared.cannot}"
    )


def _compared() -> Schema:
    block = {**_object(fields_of(ComparedBlock)), "required": ["id"]}
    return _described({"anyOf": [{"const": NOTHING}, block]}, ScenarioFile, "compared_with")


def _goal(name: str) -> Schema:
    indicator = indicators()[name]
    goal = _object(fields_of(GoalBlock))
    goal["properties"]["unit"] = {"enum": [indicator.unit, None], "description": "Unit of the indicator."}
    low, high = indicator.plausible("")  # of any region: the schema does not know which
    for side in ("min", "max", "value"):
        goal["properties"][side].update(minimum=low, maximum=high)
    goal["properties"]["adds"].update(minimum=-high, maximum=high)
    return {**_nullable(goal), "description": f"{indicator.definition} [{indicator.unit}]."}


def _parameters() -> Schema:
    return _described(_nullable(_closed({name: _parameter(name) for name in Parameters.model_fields})), *PARAMETERS)


def _parameter(name: str) -> Schema:
    low, high = range_of(name)
    number = {"type": "number", "minimum": low, "maximum": high}
    described = Parameters.model_fields[name].description
    shapes = [number, {"$ref": f"#/definitions/{SPREAD}"}, {"type": "null"}]
    return {"anyOf": shapes, "description": f"{described} {range_words(name)}."}


PARAMETERS = (ScenarioFile, "parameters")
SPREAD = "distribution"


def _scale() -> Schema:
    number = _untitled(adapter(RunBlock, "scale").json_schema())
    places = {name: number for name in ("default", *place_names())}
    return {"anyOf": [number, _closed(places)], "description": RunBlock.model_fields["scale"].description}


MAPS: dict[type[BaseModel], Callable[[], Schema]] = {
    LeverBlock: lambda: _closed({name: _lever(lever) for name, lever in catalogue().items()}),
    GoalBlock: lambda: _closed({name: _goal(name) for name in indicators()}),
    BudgetBlock: lambda: {"type": "object", "additionalProperties": _nullable(_object(fields_of(BudgetBlock)))},
    GroupBlock: lambda: {"type": "object", "additionalProperties": _nullable(_object(fields_of(GroupBlock)))},
    ShockBlock: lambda: {"type": "object", "additionalProperties": _nullable(_object(fields_of(ShockBlock)))},
}
"""The shape of a map of blocks: by the names of the catalogue, by indicator, by a name of the user's own."""


def _before() -> Schema:
    shape: Schema = {"anyOf": [{"$ref": f"#/definitions/{BEFORE}"}, {"type": "null"}]}
    return _described(shape, LevelBlock, BEFORE)


def _amounts() -> list[Schema]:
    yuan = {"type": "number", "minimum": 0, "maximum": MOST_YUAN}
    return [yuan, {"type": "object", "additionalProperties": False, "patternProperties": {r"^\d{4}$": yuan}}]


def _budget() -> Schema:
    return _described({"anyOf": [*_amounts(), {"type": "string"}, {"type": "null"}]}, CostBlock, "budget")


def _shared_yuan() -> Schema:
    return _described({"anyOf": _amounts()}, BudgetBlock, "yuan")


def _shares() -> Schema:
    share = {"type": "number", "exclusiveMinimum": 0, "maximum": 1}
    return _described({"type": ["object", "null"], "additionalProperties": share}, CostBlock, "shares")


OWN_SHAPES: dict[tuple[type[BaseModel], str], Callable[[], Schema]] = {
    (RunBlock, "scale"): _scale,
    **dict.fromkeys(((LevelBlock, BEFORE), (LeverBlock, BEFORE), (ShockBlock, BEFORE)), _before),
    (CostBlock, "budget"): _budget,
    (CostBlock, "shares"): _shares,
    (BudgetBlock, "yuan"): _shared_yuan,
    (ScenarioFile, "compared_with"): _compared,
    (ScenarioFile, "parameters"): _parameters,
    (ComparedBlock, "levers"): lambda: {"$ref": "#/properties/levers"},
    (ComparedBlock, "shocks"): lambda: {"$ref": "#/properties/shocks"},
    (ComparedBlock, "context"): lambda: {"$ref": "#/properties/context"},
}
"""The fields whose shape no type says: each has a reader of its own."""
