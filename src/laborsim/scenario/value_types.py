"""Kinds of values a scenario file holds: months, durations, names, places; and how people mistype numbers."""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any, NoReturn

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from laborsim.kernels.codes import month_number
from laborsim.published.regions import NATION, nearest, place_names
from laborsim.published.words import UNSAID, Words

LONGEST_NAME = 64
FIRST_YEAR, LAST_YEAR = 1950, 2200
LONGEST_RAMP = 1200  # months: 100 years, the longest horizon

MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")
ALMOST_MONTH = re.compile(r"(\d{4})[-./年]?(\d{1,2})(?:[-./月].*)?")
DURATION = re.compile(r"(\d{1,4}) *(months?|years?)")
NAME = re.compile(r"[\w一-鿿][\w一-鿿 ._()-]*")
ID = re.compile(r"[\w一-鿿][\w一-鿿._-]*")
RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?", re.IGNORECASE)
"""Names that Windows keeps for devices; a run's folder cannot be called so."""

MULTIPLIERS = {
    "亿": 10**8, "万": 10**4, "千": 10**3, "百": 10**2, "million": 10**6, "mn": 10**6, "m": 10**6,
    "billion": 10**9, "bn": 10**9, "thousand": 10**3, "k": 10**3, "%": 1, "percent": 1,
}  # fmt: skip
GROUPED = re.compile(r"\d{1,3}(,\d{3})+(\.\d+)?|\d{1,4}(,\d{4})+(\.\d+)?")
"""Digits in groups of three, or of four as 万 has them: the only commas that mean thousands."""

SEVERAL = re.compile(r"[-+]?\d+(\.\d+)?([,;] *[-+]?\d+(\.\d+)?)+")
"""What may be several numbers; it is unless its commas group digits."""

ONE_NUMBER = Words(
    "write one number; two levels over time are 'values: {2025-01: …, 2026-01: …}'",
    "请填写一个数；分期力度写作 'values: {2025-01: …, 2026-01: …}'",
)
DIGITS = re.compile(r"([-+]?)(\d[\d,_' ]*(?:\.\d+)?)")


def fault(code: str, message: Words, hint: Words = UNSAID) -> NoReturn:
    """Raise the error of a field: a code of `input_errors.CODES`, what is wrong, how to put it right."""
    raise PydanticCustomError("laborsim", "{code}", {"code": code, "message": message, "hint": hint})


def digits_hint(text: str, share: bool = False) -> Words:
    """Return how to write a number that was typed with commas, units or other signs; empty if it is none.

    `share`: the field is a share in [0, 1], so a percentage is written as a hundredth.
    """
    plain = unicodedata.normalize("NFKC", text).strip().replace("−", "-")
    if SEVERAL.fullmatch(plain) and not GROUPED.fullmatch(plain.lstrip("-+")):
        return ONE_NUMBER
    found = DIGITS.findall(plain)
    if len(found) != 1:
        return UNSAID
    sign, digits = found[0]
    if "," in digits and not GROUPED.fullmatch(digits.strip()):
        return UNSAID
    try:
        number = Decimal(re.sub(r"[,_' ]", "", digits))
    except InvalidOperation:
        return UNSAID
    rest = DIGITS.sub(" ", plain).lower()
    for word, factor in MULTIPLIERS.items():
        if word in rest.split() or (not word.isascii() and word in rest) or (word == "%" and word in rest):
            number *= factor
            if word in ("%", "percent") and share:
                number /= 100
    return write(f"{'-' if sign == '-' else ''}{_spell(number)}")


def did_you_mean(*names: str) -> Words:
    """Return the question whether one of some names was meant; nothing where there is none."""
    if not names:
        return UNSAID
    quoted = [f"'{name}'" for name in names]
    return Words(f"did you mean {' or '.join(quoted)}?", f"是否应为 {' 或 '.join(quoted)}？")


def write(what: object) -> Words:
    """Return the hint that shows what is to be written."""
    return Words(f"write {what}", f"请写 {what}")


def _spell(number: Decimal) -> str:
    return f"{number:f}".rstrip("0").rstrip(".") if "." in f"{number:f}" else f"{number:f}"


def parse_month(value: Any) -> int:
    """Return the running number of a month written `YYYY-MM`."""
    text = str(value)
    found = MONTH.fullmatch(text)
    if found and FIRST_YEAR <= int(found.group(1)) <= LAST_YEAR:
        return month_number(int(found.group(1)), int(found.group(2)))
    if found:
        fault(
            "E205",
            Words(f"a year outside {FIRST_YEAR} … {LAST_YEAR}", f"年份不在 {FIRST_YEAR} … {LAST_YEAR} 之内"),
            Words("months are written YYYY-MM", "月份写作 YYYY-MM"),
        )
    fault("E205", Words("not a month", "不是月份"), _month_hint(text))


def _month_hint(text: str) -> Words:
    almost = ALMOST_MONTH.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if almost and 1 <= int(almost.group(2)) <= 12 and FIRST_YEAR <= int(almost.group(1)) <= LAST_YEAR:
        return write(f"{almost.group(1)}-{int(almost.group(2)):02d}")
    if re.fullmatch(r"\d{4}", text):
        return Words(f"write {text}-01 or {text}-12", f"请写 {text}-01 或 {text}-12")
    return Words("months are written YYYY-MM, from 01 to 12", "月份写作 YYYY-MM，月为01至12")


def parse_duration(value: Any) -> int:
    """Return a number of months, from `4 months`, `2 years` or a whole number."""
    if isinstance(value, int) and not isinstance(value, bool):
        months = value
    elif isinstance(value, str) and (found := DURATION.fullmatch(value.strip())):
        months = int(found.group(1)) * (12 if found.group(2).startswith("year") else 1)
    else:
        fault(
            "E208",
            Words("not a length of time", "不是时间长度"),
            Words(
                "write '4 months', '2 years' or a whole number of months", "请写 '4 months'、'2 years' 或月数（整数）"
            ),
        )
    if not 0 <= months <= LONGEST_RAMP:
        fault("E304", Words(f"outside 0 … {LONGEST_RAMP} months", f"不在 0 … {LONGEST_RAMP} 个月之内"), UNSAID)
    return months


BEGINS_WITH = Words("begin with a letter or digit; allowed: {allowed}", "请以文字或数字开头，只能含{allowed}")


def check_name(value: str) -> str:
    """Return a name that any file system and any report can hold."""
    return _check(value, NAME, Words("letters, digits, space and . _ ( ) -", "文字、数字、空格和 . _ ( ) -"))


def check_id(value: str) -> str:
    """Return an identifier: a name without spaces or brackets; a folder is called after it."""
    return _check(value, ID, Words("letters, digits and . _ -", "文字、数字和 . _ -"))


def _check(value: str, pattern: re.Pattern[str], allowed: Words) -> str:
    if len(value) > LONGEST_NAME:
        fault(
            "E209",
            Words(
                f"longer than {LONGEST_NAME} characters ({len(value)})", f"超过{LONGEST_NAME}个字符（{len(value)}个）"
            ),
            Words("shorten it", "请缩短"),
        )
    if unicodedata.normalize("NFC", value) != value:
        fault(
            "E112",
            Words("a name that is not in Unicode normal form NFC", "名称未按Unicode的NFC规范化"),
            Words("type it again", "请重新输入"),
        )
    if RESERVED.fullmatch(value):
        fault(
            "E209",
            Words("a name that Windows keeps for a device", "该名称为Windows保留的设备名"),
            Words("choose another", "请另选名称"),
        )
    if not pattern.fullmatch(value) or value.endswith((".", " ")):
        fault("E209", Words("a name that cannot be used", "名称不可用"), BEGINS_WITH.holding(allowed=allowed))
    return value


def check_place(value: str) -> str:
    """Return CN, a zone or a region code."""
    if value not in place_names():
        close = nearest(value)
        hint = (
            did_you_mean(*close)
            if close
            else Words(
                f"{NATION}, East, Central, West, Northeast or a code such as CN-GS",
                f"{NATION}、East、Central、West、Northeast，或 CN-GS 之类的代码",
            )
        )
        fault("E307", Words("no such region", "未识别的地区"), hint)
    return value


def check_line(value: str) -> str:
    """Return a text that stands on one line."""
    if "\n" in value:
        fault(
            "E209",
            Words("a text of more than one line", "文本超过一行"),
            Words("write it on one line", "请写在一行之内"),
        )
    return value


MONTH_PATTERN = r"^\d{4}-(0[1-9]|1[0-2])$"
_MONTH_SCHEMA = {"type": "string", "pattern": MONTH_PATTERN}
_DURATION_SCHEMA = {
    "anyOf": [
        {"type": "integer", "minimum": 0, "maximum": LONGEST_RAMP},
        {"type": "string", "pattern": r"^\d{1,4} *(months?|years?)$"},
    ]
}

Month = Annotated[int, BeforeValidator(parse_month), WithJsonSchema(_MONTH_SCHEMA)]
Duration = Annotated[int, BeforeValidator(parse_duration), WithJsonSchema(_DURATION_SCHEMA)]
Name = Annotated[str, AfterValidator(check_name), WithJsonSchema({"type": "string", "maxLength": LONGEST_NAME})]
Id = Annotated[str, AfterValidator(check_id), WithJsonSchema({"type": "string", "maxLength": LONGEST_NAME})]
PlaceName = Annotated[str, AfterValidator(check_place), WithJsonSchema({"type": "string", "enum": list(place_names())})]


@dataclass(frozen=True)
class Apart:
    """Marks a field that has a reader of its own: the general one only lets its key stand."""


Line = Annotated[str, Field(max_length=500), AfterValidator(check_line)]
Prose = Annotated[str, Field(max_length=10_000)]
