"""What can be wrong with what a user typed: a problem, its code, its place, and all of them together."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from laborsim.published.data_tables import spelled_out
from laborsim.published.words import UNSAID, ErrorInWords, Words, english

MOST_PROBLEMS = 200  # beyond it a list helps nobody, and a hostile file would cost minutes of suggestions
LONGEST_ECHO = 60  # characters of a value that a message repeats
READABLE = ("E104", "E204")
"""Errors of a file with which all that follows can still be read.

Of two equal keys the first one stands, of a number that commas have torn apart its first digits.
"""


@dataclass(frozen=True)
class Place:
    """Where something stands: file as the user calls it, line and column from 1, width in characters."""

    file: str
    line: int
    column: int
    length: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


CODES: Mapping[str, Words] = {
    "E101": Words(
        "Anchors (`&`), aliases (`*`) and merge keys (`<<`) are refused: compose files by `extends:`.",
        "不支持锚点（`&`）、别名（`*`）和合并键（`<<`）：请用 `extends:` 组合文件。",
    ),
    "E102": Words(
        "The file is too large: more than 1 MiB, 50,000 lines, or 10,000 characters in a line.",
        "文件过大：超过1 MiB、5万行或单行1万个字符。",
    ),
    "E103": Words(
        "Maps and lists are nested deeper than 20 levels.",
        "字段和列表的嵌套超过20层。",
    ),
    "E104": Words(
        "A key stands twice in one map. Keys are text: `2019` and `'2019'` are the same key.",
        "同一层中字段重复。字段名一律按文本处理：`2019` 与 `'2019'` 是同一字段。",
    ),
    "E105": Words(
        "Tags (`!…`) and directives (`%…`) are refused: a file holds numbers and text only.",
        "不支持标签（`!…`）和指令（`%…`）：文件只能包含数字和文本。",
    ),
    "E106": Words(
        "The file is empty, or holds only comments.",
        "文件为空，或只有注释。",
    ),
    "E107": Words(
        "The file holds more than one document (`---`).",
        "一个文件只能有一份文档（出现了 `---`）。",
    ),
    "E108": Words(
        "The top of the file is not a map of `key: value` lines.",
        "文件的最外层应为“字段: 值”形式。",
    ),
    "E109": Words(
        "The text is not YAML: a tab, a wrong indentation, an open quote or bracket.",
        "不是合法的YAML文本：使用了制表符、缩进有误，或引号、括号未闭合。",
    ),
    "E110": Words(
        "The file is not UTF-8. Save it as UTF-8, with or without a byte order mark.",
        "文件编码不是UTF-8。请另存为UTF-8（有无BOM均可）。",
    ),
    "E111": Words(
        "A control character, an escape sequence or half a surrogate pair stands in the file.",
        "文件中有控制字符、转义序列或不完整的代理对字符。",
    ),
    "E112": Words(
        "An invisible character, one that turns the direction of the text, or a name that is not in NFC.",
        "含有不可见字符、改变文字方向的字符，或名称未按NFC规范化。",
    ),
    "E113": Words(
        "A number that is not finite (`.nan`, `.inf`, `1e999`) or longer than 18 digits.",
        "数字不是有限值（`.nan`、`.inf`、`1e999`），或超过18位。",
    ),
    "E114": Words(
        "Not a regular file: a folder, a pipe or a device.",
        "不是普通文件，而是文件夹、管道或设备。",
    ),
    "E115": Words(
        "More than 20,000 values in one file.",
        "一个文件中的值超过2万个。",
    ),
    "E116": Words(
        "A key that is not text: empty, a list or a map.",
        "字段名不是文本：为空，或是列表、映射。",
    ),
    "E150": Words(
        "`extends:` leads out of the scenario's folder: absolute paths, addresses, `~`, links.",
        "`extends:` 指向情景所在文件夹以外：不允许绝对路径、网址、`~` 和链接。",
    ),
    "E151": Words(
        "`extends:` goes round in a circle, or more than 8 files deep.",
        "`extends:` 循环引用，或超过8层。",
    ),
    "E152": Words(
        "`extends:` names a file that is not there or cannot be read.",
        "`extends:` 引用的文件不存在或无法读取。",
    ),
    "E153": Words(
        "`--set` is not of the form `key.path=value`.",
        "`--set` 的格式应为“字段路径=值”。",
    ),
    "E201": Words(
        "A key that is not known here.",
        "未识别的字段。",
    ),
    "E202": Words(
        "A key is missing.",
        "缺少必填字段。",
    ),
    "E203": Words(
        "A value of the wrong kind: text or `true` for a number, a fraction for a whole number …",
        "值的类型不符：例如应填数字却填了文本或 `true`，应填整数却填了小数。",
    ),
    "E204": Words(
        "A number not in plain digits: thousands commas, `%`, `万`, `亿`, full-width digits, units.",
        "请填写阿拉伯数字，不带千分位、`%`、`万`、`亿`、全角数字和单位。",
    ),
    "E205": Words(
        "Not a month. Months are written `YYYY-MM`.",
        "不是月份。月份写作 `YYYY-MM`。",
    ),
    "E206": Words(
        "Not one of the words that are allowed here.",
        "不在允许的取值之列。",
    ),
    "E207": Words(
        "Two keys that contradict each other, such as `value` and `values`.",
        "两个字段相互矛盾，例如同时填写 `value` 和 `values`。",
    ),
    "E208": Words(
        "Not a length of time. Write `4 months`, `2 years` or a whole number of months.",
        "不是时间长度。请写 `4 months`、`2 years` 或月数（整数）。",
    ),
    "E209": Words(
        "A name or text that cannot be used: too long, reserved, or unfit as a file name.",
        "名称或文本不可用：过长、为保留名称，或不能用作文件名。",
    ),
    "E210": Words(
        "The file is written for another version of the scenario format.",
        "文件按另一版本的情景格式编写。",
    ),
    "E211": Words(
        "An empty value that removes nothing. `null` removes what is inherited; here nothing is.",
        "空值没有可删除的内容。`null` 用于删除继承的设定，而此处并无继承。",
    ),
    "E212": Words(
        "A key left blank where something is inherited: `{}` keeps it, `null` removes it.",
        "字段留空，而此处有继承的设定：`{}` 表示保留，`null` 表示删除。",
    ),
    "E301": Words(
        "A lever that is not in the catalogue. `laborsim levers` lists all.",
        "未识别的政策措施。`laborsim levers` 列出全部措施。",
    ),
    "E302": Words(
        "The unit differs from the unit of the catalogue.",
        "计量单位与措施库不一致。",
    ),
    "E303": Words(
        "A level below the floor or above the ceiling of the lever.",
        "力度低于该措施的下限或高于上限。",
    ),
    "E304": Words(
        "A number outside its range.",
        "数值超出取值范围。",
    ),
    "E305": Words(
        "Something ends before it starts.",
        "结束时间早于开始时间。",
    ),
    "E306": Words(
        "A lever or shock that is never in force within the horizon.",
        "措施或冲击在模拟期内从未生效。",
    ),
    "E307": Words(
        "A region that does not exist. Regions are `CN`, a zone, or an ISO 3166-2:CN code.",
        "未识别的地区。地区应为 `CN`、四大地区之一或ISO 3166-2:CN代码。",
    ),
    "E308": Words(
        "Two blocks of one lever, or of levers that offer the same, overlap: the same region, group and month.",
        "重复设置：同一措施（或提供相同服务的措施）的两个设定块涉及同一地区、人群和月份。",
    ),
    "E309": Words(
        "Bounds in the wrong order or equal, or a distribution with missing or unused parts.",
        "上下限颠倒或相等，或概率分布缺少参数、有多余参数。",
    ),
    "E310": Words(
        "The horizon is shorter than a month or longer than 100 years.",
        "模拟期不足一个月或超过100年。",
    ),
    "E311": Words(
        "The lever cannot be aimed that way.",
        "该措施不能按此方式限定对象。",
    ),
    "E312": Words(
        "More than 200 levers or shocks, 1200 dated levels, 64 blocks of a lever at once, 15 groups in a region.",
        "措施或冲击超过200项、带日期的力度超过1200个、同一措施同时生效的设定块超过64个，或一个地区内人群超过15组。",
    ),
    "E313": Words(
        "A base date without figures or without a fit, or a last month beyond the calendar. Looked at last.",
        "基期缺少公布数据或拟合结果，或末月超出历法范围。此项最后检查。",
    ),
    "E314": Words(
        "A level that lies outside of what is said to be uncertain about it.",
        "设定力度不在自身的不确定范围之内。",
    ),
    "E316": Words(
        "A level that begins later and, with it, another region or group: two blocks, not one.",
        "力度的起始时间推后，同时又改变地区或人群：请写成两个设定块。",
    ),
    "E317": Words(
        "Growth so fast that pay can no longer be counted before the horizon ends.",
        "收入增长过快，模拟期结束前将超出可计数范围。",
    ),
    "E318": Words(
        "An addition to a level that nobody knows, or a multiple of a level that is zero or unknown.",
        "在未知水平上增加，或对零或未知的水平取倍数。",
    ),
    "E319": Words(
        "A what-if at which the base date cannot be held: steered anew, a published stock or flow is missed.",
        "假设的参数使基期无法维持：重新求解常数后，仍偏离公布的存量或流量。",
    ),
    "E320": Words(
        "A group that `groups:` does not declare, that lives elsewhere than the measure acts, or that has no such "
        "figure.",
        "`groups:` 中未声明的人群、不居住在措施实施地区的人群，或该人群没有此项指标。",
    ),
    "E321": Words(
        "A group of more people than its place has, or than have its traits there at the base date.",
        "人群人数超过当地劳动力人数，或超过基期当地具备所列特征的人数。",
    ),
    "E322": Words(
        "A budget by a name that `budgets:` does not declare.",
        "`budgets:` 中未声明的预算名称。",
    ),
    "E401": Words(
        "An indicator that is not in the code list. `docs/indicators.md` lists all.",
        "未识别的指标。`docs/indicators.md` 列出全部指标。",
    ),
    "E402": Words(
        "The unit of a goal differs from the unit of its indicator.",
        "目标的计量单位与指标不一致。",
    ),
    "E403": Words(
        "The value of a goal is implausible for its indicator.",
        "目标值明显异常，请核对单位。",
    ),
    "E404": Words(
        "A goal that is due outside the horizon.",
        "目标的完成时间在模拟期以外。",
    ),
    "E405": Words(
        "A goal in the first year for an indicator that looks back on a year.",
        "该指标回溯一年，第一年内不能设定目标。",
    ),
    "E406": Words(
        "A goal of which less than a quarter is simulated, and the file does not say `background: accepted`.",
        "目标中由模型模拟的部分不足四分之一，而文件未写明 `background: accepted`。",
    ),
    "E407": Words(
        "A goal on an effect (`adds:`) where there is none: no baseline, or no measure that differs from it.",
        "目标针对政策效应（`adds:`），但不存在效应：没有基准情景，或措施与基准情景相同。",
    ),
    "E501": Words(
        "A target or parameter without one of its parts: unit, error or interval, source, value, prior.",
        "校准目标或参数缺少必要内容：单位、误差或区间、来源、数值、先验分布。",
    ),
    "E502": Words(
        "A moment that cannot be computed from a run. `docs/calibration.md` lists all.",
        "模拟结果无法计算该矩。`docs/calibration.md` 列出全部矩。",
    ),
    "E503": Words(
        "A selection that the moment does not have, or that is no place, status or indicator.",
        "该矩没有此选项，或所填不是地区、就业状况或指标。",
    ),
    "E504": Words(
        "Targets that contradict each other: parts that do not add up, one moment twice, fitted and held out.",
        "校准目标相互矛盾：分项与合计不符、同一矩重复，或既用于拟合又用于检验。",
    ),
    "E505": Words(
        "Bounds of a prior or an interval the wrong way round, or a center outside its bounds.",
        "先验分布或区间的上下限颠倒，或中心值在上下限以外。",
    ),
    "E506": Words(
        "Too few fitted targets for the parameters that are to be estimated.",
        "拟合目标的数量少于待估参数。",
    ),
    "E507": Words(
        "Not a parameter of the model. `laborsim parameters` lists all.",
        "不是模型参数。`laborsim parameters` 列出全部参数。",
    ),
    "E508": Words(
        "A figure that is in no table of the package, that is not a number, or that is a goal.",
        "引用的公布数不在数据表中、不是数字，或属于预期目标。",
    ),
    "E509": Words(
        "A table that is not CSV with the columns that are needed.",
        "不是包含所需各列的CSV表格。",
    ),
    "E510": Words(
        "A stylised fact that cannot be judged: no statement, source, range or grade, or two with one id.",
        "典型事实无法判定：缺少陈述、来源、范围或等级，或编号重复。",
    ),
    "E601": Words(
        "A lever of a plan that its scenario does not use. Give it a block there first.",
        "规划中的措施未在其情景中使用。请先在情景中设置。",
    ),
    "E602": Words(
        "Somebody who pays for none of the levers of the plan.",
        "该出资方不承担规划中任何措施的支出。",
    ),
    "E603": Words(
        "A year of a budget that is not simulated, or none at all; all years of a plan together are `total`.",
        "预算年度不在模拟期内，或未写明年度；规划的各年合计写作 `total`。",
    ),
    "E604": Words(
        "A measure of a plan whose cost nobody states: what is free wins every budget. "
        "Leave `per_unit` to the catalogue's range, or state what a unit costs.",
        "规划中的措施成本无人说明：不计成本的措施总会占满预算。请不填 `per_unit` 而采用措施库的区间，或写明单位成本。",
    ),
    "E701": Words(
        "`--on` is no month (2025-06), quarter (2025Q2) or year (2025), or `--by` splits nothing.",
        "`--on` 不是月份（2025-06）、季度（2025Q2）或年份（2025），或 `--by` 的取值无效。",
    ),
    "E702": Words(
        "`--on` names a period that the run does not simulate.",
        "`--on` 的时间不在模拟期内。",
    ),
    "E703": Words(
        "A period that lies only in part within the run, or a split into periods of which none is whole.",
        "时间只有一部分在模拟期内，或切分后没有完整的时段。",
    ),
    "E704": Words(
        "A figure of a whole year is asked of a month or a quarter.",
        "只有全年数的指标不能按月或按季读取。",
    ),
    "E705": Words(
        "A split is asked of what is not counted so: age groups of money, for instance.",
        "要求按未统计的方式切分，例如按年龄组切分资金。",
    ),
    "W001": Words(
        "A number with leading zeros: YAML 1.2 reads `012` as 12.",
        "数字有前导零：YAML 1.2把 `012` 读作12。",
    ),
    "W002": Words(
        "A number without a source. Give `source:`, or say ASSUMPTION there or in the comment beside it.",
        "数值未注明来源。请填写 `source:`，或在该处或行末注释中注明ASSUMPTION（假设）。",
    ),
    "W003": Words(
        "A lever without `regions:` acts in the whole country, while the scenario is about a part of it.",
        "措施未写 `regions:`，在全国实施，而情景只涉及部分地区。",
    ),
    "W004": Words(
        "A level about ten times or a tenth of what is there, more posts than people, few yuan: a slip?",
        "数值明显异常：约为现有水平的十倍或十分之一、岗位多于人数，或金额只有几元。是否误填？",
    ),
    "W005": Words(
        "Two parents of one file say different things, and the file does not decide: the later parent's stands.",
        "同一文件的两个上级文件设定不同，而本文件未作选择：以后一个为准。",
    ),
    "W006": Words(
        "A level below what the base date holds there: a cut. A level is a total, not what is added.",
        "力度低于基期当地已有水平，即为减少。力度是总量，不是增量。",
    ),
    "W007": Words(
        "A horizon in which people join who are born after the last births that laborsim knows.",
        "模拟期内将有最新出生人口数据之后出生的人进入劳动年龄。",
    ),
    "W008": Words(
        "A normal distribution that floor and ceiling cut off, so that its mean is another.",
        "正态分布被上下限截断，均值因此改变。",
    ),
    "W009": Words(
        "Growth below 0.3 percent a year: a share typed for a percentage?",
        "年增长低于0.3%：是否把百分数写成了小数？",
    ),
    "W010": Words(
        "A level since before the base date that is the published one of another year.",
        "基期以前起算的力度采用了另一年份的公布数。",
    ),
    "W011": Words(
        "A goal that is due before any measure of the scenario begins.",
        "目标的完成时间早于情景中任何措施开始实施。",
    ),
    "W012": Words(
        "A measure for fewer persons than one worker stands for: the run cannot show what it does.",
        "措施惠及的人数不足一个模拟个体代表的人数：模拟无法反映其效果。",
    ),
    "W026": Words(
        "Places of a month and province for a group that are fewer than one worker stands for: where no worker applies "
        "in a month they are lost, and the run tells of less than there would be.",
        "面向特定群体的措施，每月每省名额不足一个模拟个体代表的人数：当月无个体申请则名额作废，模拟会低估使用的名额。",
    ),
    "W013": Words(
        "The baseline sets other parameters than the scenario: both worlds have the scenario's.",
        "对比情景与本情景设定的假设参数不同：两种情景均采用本情景的参数。",
    ),
    "W022": Words(
        "Effects are read before the first new measure begins.",
        "读取效应的时间早于首项新措施开始实施。",
    ),
    "W020": Words(
        "A shock, or another context, and no measure: baseline and scenario are one world. See `laborsim shock`.",
        "只有冲击或不同的外部条件而没有政策措施：基准情景与本情景是同一世界。见 `laborsim shock`。",
    ),
    "W025": Words(
        "A budget under `budgets:` that no measure shares.",
        "`budgets:` 中没有任何措施使用的预算。",
    ),
    "W021": Words(
        "A measure in force in a year for which its budget by year names no money: nobody is served then.",
        "措施在某年仍然实施，但分年度预算未安排该年资金：该年无人享受。",
    ),
}
"""Every code and what it means, in both languages.

E1: file, E2: shape, E3: meaning, E4: data and goals, E5: calibration, E6: plans, E7: when effects are read,
W: warnings.
"""


WITH_VALUE = Words("{message}, got {got}", "{message}，填写值：{got}")


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong: what, where, what was typed, and how to put it right."""

    code: str
    key: str
    place: Place
    message: Words
    got: str | Words | None = None
    """As it was typed, or what it is."""
    hint: Words = UNSAID

    def __post_init__(self) -> None:
        """Spell out what a terminal would obey: a message may quote a cell of a table, or a name."""
        for name in ("message", "hint"):
            words = getattr(self, name)
            object.__setattr__(self, name, Words(spelled_out(words.en), spelled_out(words.zh)))

    @property
    def severity(self) -> str:
        """Return `error` or `warning`."""
        return "warning" if self.code.startswith("W") else "error"

    @property
    def text(self) -> Words:
        """Return what is wrong, with the value that was typed."""
        return self.message if self.got is None else WITH_VALUE.holding(message=self.message, got=self.got)


class ScenarioProblems(Exception):  # noqa: N818 - it is not one error but all of them
    """Everything that is wrong with a scenario, by file and line. `sources` holds the lines of each file.

    `more_may_follow`: a part of the file could not be read because of what is wrong.
    """

    def __init__(
        self, problems: list[Problem], sources: Mapping[str, list[str]], more_may_follow: bool = False
    ) -> None:
        self.problems = problems
        self.sources = sources
        self.more_may_follow = more_may_follow
        super().__init__("\n".join(f"{p.place}:{p.place.column}: {p.code} {p.key}: {p.text.en}" for p in problems))


class CannotRead(ErrorInWords, OSError):  # noqa: N818 - reads as a sentence: except CannotRead
    """A file that the user named cannot be opened (exit code 6): which, and why."""


@dataclass
class Notes:
    """Problems as they are found, and the lines of the files in which they stand."""

    problems: list[Problem] = field(default_factory=list)
    sources: dict[str, list[str]] = field(default_factory=dict)
    n_errors: int = 0  # counts repeats too: a block that is read twice is wrong twice
    meant: set[str] = field(default_factory=set)
    """Paths of the keys that mistyped ones may stand for."""

    def add(self, problem: Problem) -> None:
        """Note a problem once. Errors raise `ScenarioProblems` when there are too many to help anybody."""
        self.n_errors += problem.severity == "error"
        if problem not in self.problems:
            self.problems.append(problem)
        if len(self.problems) >= MOST_PROBLEMS:
            self.stop_on_errors(more_may_follow=True)

    def add_missing(self, problem: Problem, paths: Iterable[str]) -> None:
        """Note that none of some keys is there, unless a mistyped key may stand for one: a slip is one error."""
        if self.meant.isdisjoint(paths):
            self.add(problem)

    def stop_on_errors(self, more_may_follow: bool = False, passing: Collection[str] = ()) -> None:
        """Raise `ScenarioProblems` with every error so far, sorted by place; do nothing if there is none.

        `more_may_follow`: a part of the file was not read. `passing`: codes that alone are no reason to stop here.
        """
        errors = [problem for problem in self.problems if problem.severity == "error"]
        if any(problem.code not in passing for problem in errors):
            raise ScenarioProblems(self._sorted(errors), self.sources, more_may_follow)

    def warnings(self) -> list[Problem]:
        """Return the warnings, sorted by place. They wait until nothing is wrong."""
        return self._sorted([problem for problem in self.problems if problem.severity == "warning"])

    def _sorted(self, problems: list[Problem]) -> list[Problem]:
        files = list(self.sources)
        return sorted(problems, key=lambda p: (files.index(p.place.file), p.place.line, p.place.column))


def echo(text: str) -> str:
    """Return what was typed, on one line, cut to a readable length, with invisible characters spelt out."""
    shown = spelled_out(text)
    return shown if len(shown) <= LONGEST_ECHO else f"{shown[: LONGEST_ECHO - 1]}…"


def json_data(problem: Problem) -> dict[str, Any]:
    """Return a problem as plain data for `--json`."""
    return {
        "severity": problem.severity,
        "code": problem.code,
        "key": problem.key,
        "file": problem.place.file,
        "line": problem.place.line,
        "column": problem.place.column,
        "message": problem.message.en,
        "got": problem.got and english(problem.got),
        "hint": problem.hint.en,
    }


def file_name(file: str) -> str:
    """Return a file name on one line, whole, with what does not print spelt out."""
    return spelled_out(file)
