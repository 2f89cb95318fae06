"""What is said of stylised facts on a terminal: heads, verdicts, and the totals."""

from laborsim.published.words import Words

HEADS = (
    Words("fact", "事实"),
    Words("range", "范围"),
    Words("model", "模型"),
    Words("middle 80 % of draws", "参数抽样的中间80%"),
    Words("unit", "单位"),
    Words("verdict", "判定"),
)

VERDICTS = {
    "hit": Words("hit", "符合"),
    "miss": Words("miss", "不符"),
    "zero by construction": Words("zero by construction", "由模型结构决定为零"),
    "not testable yet": Words("not testable yet", "尚不能检验"),
}

CORE = Words("Core facts", "核心事实")
OTHERS = Words("Other facts", "其他事实")
TOTALS = Words(
    "core facts hit: {core_hit} of {core_testable} that can be tested; all facts: {hit} of {testable}",
    "核心事实：可检验的{core_testable}条中符合{core_hit}条；全部事实：可检验的{testable}条中符合{hit}条",
)
WRITTEN = Words("written: {path}", "已写入：{path}")
NO_FIGURE = Words("no figure", "无法计算")
