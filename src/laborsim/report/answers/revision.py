"""Why did it move? The change of every headline between two runs of one question, and what made how much of it."""

from collections.abc import Iterator

from laborsim.analysis.answer_files import AnswerPart
from laborsim.analysis.revision.factors import DRAWN, ESTIMATE, FITTED, GIVEN, Factor, Unlike
from laborsim.analysis.revision.revision import Block, Moved, Revision, Share
from laborsim.analysis.revision.tables import revision_leaf
from laborsim.published.words import Language, Words
from laborsim.report.text.labels import point_unit, point_words
from laborsim.report.text.numbers import Printer, adding_up, finer, joined_scale, joined_unit, sentence_printer
from laborsim.report.text.phrases import phrases

TITLE = Words("Why did it move?", "结果为何变动")
HOW = Words(
    "From {before} to {after}, by way of {between} combinations in between: every change, split by Shapley over all "
    "orders; shares add up to the change. "
    "95\u00a0% CI from the pairs; in brackets: it includes zero.",
    "由{before}到{after}（其间{between}种组合）：各项变动按沙普利（Shapley）方法分解（不依赖次序），各部分之和等于变动。"
    "区间为由配对模拟得出的95%置信区间；括号内：区间包含零。",
)
FACTORS: dict[Factor, Words] = {
    "data": Words("data", "数据"),
    "parameters": Words("parameters", "参数"),
    "rules": Words("rules", "模型规则"),
    "scale": Words("persons per agent", "每个模拟个体代表人数"),
    "luck": Words("random variation", "随机波动"),
}
WHAT = {
    "base date": Words("base date", "基期"),
    "tables": Words("tables", "数据表"),
    "reading of": Words("reading of", "口径"),
    "draw tables": Words("draw tables", "参数抽样表"),
    "parameters": Words("parameters", "参数值"),
    "draws": Words("draws", "抽样"),
    "effect parameters of": Words("effect parameters of", "措施效果参数"),
    "what if": Words("what if", "假设参数"),
    "code": Words("code", "程序"),
    "persons a worker": Words("persons a worker", "每个模拟个体代表人数"),
    "seed": Words("seed", "随机种子"),
    "pairs": Words("pairs", "模拟对数"),
}
VALUES = {
    FITTED: Words("as fitted", "拟合值"),
    GIVEN: Words("given", "另行给定"),
    DRAWN: Words("a draw for each pair", "每对模拟各一组抽样"),
    ESTIMATE: Words("the estimate", "点估计"),
}
NAMED = Words("{what} {how}", "{what} {how}")
DIFFERS = Words("  {factor}: {what}", "  {factor}：{what}")
ALL_OF_IT = Words(
    "Only {factor} differs between the runs: all of every change is its share.",
    "两次模拟仅{factor}不同：全部变动归于此项。",
)
JOINT = Words(
    "Cannot be told apart: {factors}. The worlds in between need rules or data that are not installed; they have one "
    "share together.",
    "无法区分：{factors}。区分所需的模型版本或数据未安装，合并为一项。",
)
EFFECT, LEVEL = Words("effect", "效应"), Words("level", "水平值")
LINE = Words("{point}, {of}: {before} → {after}, change {change}", "{point}（{of}）：{before} → {after}，变动{change}")
SAME = Words("{point}, {of}: {after}, unchanged", "{point}（{of}）：{after}，无变动")
SHARES = Words("  {shares}", "  其中：{shares}")
SHARE = Words("{factor} {amount}", "{factor}{amount}")
INTERVAL = Words("{amount} ({low} to {high})", "{amount}（{low}至{high}）")
BRACKETS = Words("({amount})", "（{amount}）")
AND = Words(" and ", "与")


def revision_part(found: Revision, language: Language = "en") -> AnswerPart:
    """Return why every headline moved, with the file that holds every number."""
    return AnswerPart(TITLE.said(language), [*_head(found, language), *_moves(found, language)], [revision_leaf(found)])


def _head(found: Revision, language: Language) -> Iterator[str]:
    names = {"before": found.before.path.as_posix(), "after": found.after.path.as_posix()}
    yield HOW.filled(language, **names, between=found.between)
    comma = phrases(language).list_comma
    for factor, what in found.differing.items():
        yield DIFFERS.filled(
            language, factor=FACTORS[factor].said(language), what=comma.join(_unlike(one, language) for one in what)
        )
    if len(found.differing) == 1:
        yield ALL_OF_IT.filled(language, factor=block_words(found.blocks[0], language))
    for block in found.joint:
        yield JOINT.filled(language, factors=block_words(block, language))


def _unlike(one: Unlike, language: Language) -> str:
    given = [end for end in (one.before, one.after) if end]
    said = [VALUES.get(end, Words(end)) if isinstance(end, str) else end for end in given]
    ends = [end.said(language) for end in said]
    return NAMED.filled(language, what=WHAT[one.what].said(language), how=" → ".join(ends))


def block_words(block: Block, language: Language) -> str:
    """Return the names of factors that are told together."""
    return AND.said(language).join(FACTORS[factor].said(language) for factor in block)


def _moves(found: Revision, language: Language) -> Iterator[str]:
    for moved in found.moved:
        of = (EFFECT if moved.of == "effect" else LEVEL).said(language)
        before, after = _ends(moved, language)
        told = {"point": point_words(moved.point, language), "of": of, "before": before, "after": after}
        if not moved.change and not any(share.amount for share in moved.shares):
            yield SAME.filled(language, **told)
            continue
        printer = _printer(moved, language)
        yield LINE.filled(language, **told, change=joined_unit(printer.number(moved.change, signed=True), printer))
        written = adding_up([share.amount for share in moved.shares], moved.change, printer)
        shares = [_share(share, amount, printer) for share, amount in zip(moved.shares, written, strict=True)]
        yield SHARES.filled(language, shares=phrases(language).list_comma.join(shares))


def _ends(moved: Moved, language: Language) -> tuple[str, str]:
    """Return both numbers with their unit, as finely as it takes to see that they differ."""
    is_change, ends = moved.of == "effect", (moved.before, moved.after)
    printer = sentence_printer(ends, point_unit(moved.point), language, change=is_change)
    if moved.change:
        printer = finer(printer, ends, abs(moved.change))
    before, after = (printer.with_unit(value, signed=is_change) for value in ends)
    return before, after


def _printer(moved: Moved, language: Language) -> Printer:
    """Return the printer that writes a change, its shares and their intervals alike."""
    sizes = [moved.change, *(share.amount for share in moved.shares)]
    ends = [end for share in moved.shares for end in (share.low_95, share.high_95) if end is not None]
    printer = sentence_printer([*sizes, *ends], point_unit(moved.point), language, change=True)
    least = min((abs(size) for size in sizes if size), default=0.0)
    widths = [share.high_95 - share.low_95 for share in moved.shares if share.high_95 and share.low_95]
    return finer(printer, sizes, max(least, min(widths, default=least)))


def _amount(value: float, printer: Printer) -> str:
    return joined_scale(printer.number(value, signed=True), printer)


def _share(share: Share, amount: float, printer: Printer) -> str:
    language = printer.language
    said = _amount(amount, printer)
    if share.low_95 is not None and share.high_95 is not None and share.low_95 != share.high_95:
        low, high = (_amount(end, printer) for end in (share.low_95, share.high_95))
        said = INTERVAL.filled(language, amount=said, low=low, high=high)
        if not share.is_told:
            said = BRACKETS.filled(language, amount=said)
    return SHARE.filled(language, factor=block_words(share.block, language), amount=said)
