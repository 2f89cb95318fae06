"""For whom? Winners and losers, welfare and inequality."""

from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO

import pyarrow as pa
import pyarrow.parquet as pq

from laborsim.analysis.answer_files import AnswerPart, Leaf, csv_leaf, plain_cells
from laborsim.analysis.ledger.distribution import GROUP_COLUMNS, INEQUALITY_COLUMNS, OWN_COLUMNS, ForWhom
from laborsim.analysis.ledger.pairs import Persons
from laborsim.analysis.ledger.people import MEASURES, NOTICEABLE
from laborsim.experiment.indicators.headline import home, new_levers
from laborsim.kernels.codes import month_name
from laborsim.published.words import Language, Words
from laborsim.report.answers.switchers import of_region
from laborsim.report.text.costs import payers_words
from laborsim.report.text.dates import short_month
from laborsim.report.text.effects import effect_words
from laborsim.report.text.labels import GROUPS, member_words, region_words
from laborsim.report.text.numbers import digits, percent, unit, with_unit

TITLE = Words("For whom?", "受益人群")
WINNERS = Words(
    "In {month}, {winners}{of} earn at least {share} more than in the baseline and {losers} at least {share} less; "
    "{gained} have work who would have none, {lost} have none who would have it.",
    "{month}，{of}{winners}的月收入比基准情景高{share}以上，{losers}低{share}以上；"
    "{gained}由无工作转为有工作，{lost}由有工作转为无工作。",
)
PAY = Words("Their pay together: {effect}.", "月收入总额：{effect}。")
WELFARE = Words("Welfare: {effect}. {limits}", "福利：{effect}。{limits}")
LIMITS = Words(
    "Welfare is the change of the log-sum of the nested choice, turned into yuan a month by the utility of log pay. "
    "It counts what people expect before random variation, with the model's constants taken for tastes; posts, "
    "workshop places, subsidies and loans count by the chance of being given them. It leaves out the chance of being "
    "hired in a market, who pays for the measures, and everybody who is not a rural migrant worker. Founders are "
    "valued as if they too chose anew.",
    "福利为巢式选择对数和的变化，按对数收入的效用折算为每月元数。它衡量随机波动之前的预期，并把模型常数项视为偏好；"
    "公益性岗位、车间名额、补贴和贷款按获得的概率计入；未包括被市场录用的概率、政策资金的负担者以及农民工以外的人群。创业者按重新选择估值。",
)
"""What the number in yuan is and is not; printed wherever it stands."""
THEIL = Words(
    "Inequality of income from work (Theil index, by home province): {parts}.",
    "劳动收入不平等（泰尔指数，按户籍地区）：{parts}。",
)
PART = Words("{part} {level} (change {change})", "{part}{level}（变化{change}）")
PARTS = {
    "total": Words("total", "总体"),
    "within": Words("within provinces", "地区内"),
    "between": Words("between provinces", "地区间"),
}
GAINS = Words("  Welfare per person{of} by {group}: {members}", "  {of}人均福利，按{group}：{members}")
MEMBER = Words("{member} {effect}", "{member}{effect}")

EACH, TOGETHER, PERSONS = unit("CNY/month"), unit("CNY in all/month"), unit("persons")


def groups_part(found: Persons, language: Language = "en") -> AnswerPart:
    """Return for whom: winners and losers, welfare, inequality."""
    whom = ForWhom(found)
    leaves: tuple[Leaf, ...] = (
        _parquet("groups.parquet", GROUP_COLUMNS, whom.rows()),
        csv_leaf("inequality.csv", INEQUALITY_COLUMNS, plain_cells(whom.inequality_rows())),
    )
    if found.scenario.groups:
        leaves = (*leaves, csv_leaf("own_groups.csv", OWN_COLUMNS, plain_cells(whom.own_rows())))
    return AnswerPart(TITLE.said(language), [*_lines(whom, language), *_own_lines(whom, language)], leaves)


def _lines(whom: ForWhom, language: Language) -> Iterator[str]:
    date, region = whom.found.dates[-1], home(whom.found.scenario)
    of = {measure: whom.total(date, measure, region) for measure in MEASURES}
    counts = {
        name: with_unit(of[measure].mean, PERSONS, language, change=True)
        for name, measure in (
            ("winners", "winners"), ("losers", "losers"), ("gained", "gained_work"), ("lost", "lost_work")
        )
    }  # fmt: skip
    yield WINNERS.filled(
        language, month=short_month(date, language), of=of_region(region, language),
        share=percent(NOTICEABLE, language), **counts,
    )  # fmt: skip
    yield PAY.filled(language, effect=effect_words(of["pay_change_yuan"], TOGETHER, language))
    welfare = effect_words(of["welfare_yuan"], TOGETHER, language)
    yield WELFARE.filled(language, effect=welfare, limits=LIMITS.said(language))
    rows = [row for row in whom.inequality_rows() if row[0] == month_name(date) and row[1] == "province"]
    parts = ("；" if language == "zh" else "; ").join(_theil(row, language) for row in rows)
    yield THEIL.filled(language, parts=parts)
    for name, group in GROUPS.items():
        members = [
            MEMBER.filled(
                language, member=member_words(code).said(language), effect=effect_words(effect, EACH, language)
            )
            for code, effect in whom.welfare_per_person(date, name, region).items()
        ]
        said = ("；" if language == "zh" else "; ").join(members)
        yield GAINS.filled(language, of=of_region(region, language), group=group.said(language), members=said)


OWN = Words(
    "Of {group}, {persons}: {winners} earn at least {share} more, {losers} at least {share} less; {gained} have work "
    "who would have none, {lost} have none who would have it. Welfare per person: {welfare}.",
    "{group}（{persons}）：{winners}的月收入高{share}以上，{losers}低{share}以上；{gained}由无工作转为有工作，"
    "{lost}由有工作转为无工作。人均福利：{welfare}。",
)
NO_MEMBERS = Words("no figure: a pair has no member", "无数据（有的配对模拟中没有成员）")
NOBODY_PAYS = Words(
    "Who pays: nobody in {group}, by the rules of the measures; {payers}.",
    "由谁负担：按措施规定，{group}中无人出资；{payers}。",
)
SOME_PAY = Words(
    "Who pays: {group}, interest on guaranteed loans: {effect}; the rest: {payers}.",
    "由谁负担：{group}支付的创业担保贷款利息：{effect}；其余：{payers}。",
)
NOT_BOOKED = Words(
    "Not booked by person: what founders put in of their own, and subsidies paid back; pay lost in class is in the "
    "pay. Who is in a group of so many persons is drawn at random: an ASSUMPTION.",
    "未按人记账：创业者的自有投入、退回的补贴；培训期间减少的工资已计入收入。"
    "按人数给出的人群，其成员为随机抽取，属于假设。",
)


def _own_lines(whom: ForWhom, language: Language) -> Iterator[str]:
    """Yield what the scenario's own groups gain and lose, and what of the measures they pay; nothing without one."""
    date, groups = whom.found.dates[-1], whom.found.scenario.groups
    for g, group in enumerate(groups):
        sums = dict(zip(MEASURES, whom.of_own(date)[:, g].mean(axis=0).tolist(), strict=True))
        said = {name: with_unit(number, PERSONS, language, change=True) for name, number in sums.items()}
        welfare = whom.own_welfare_per_person(date, g)
        yield OWN.filled(
            language, group=region_words(group.name).said(language), persons=said["persons_baseline"],
            winners=said["winners"], losers=said["losers"], gained=said["gained_work"], lost=said["lost_work"],
            share=percent(NOTICEABLE, language),
            welfare=NO_MEMBERS.said(language) if welfare is None else effect_words(welfare, EACH, language),
        )  # fmt: skip
        if paid := payers_words(new_levers(whom.found.scenario, whom.found.baseline), language):
            yield _who_pays(whom, g, paid, language)
    if groups:
        yield NOT_BOOKED.said(language)


def _who_pays(whom: ForWhom, g: int, paid: str, language: Language) -> str:
    """Return what members of a group pay for the measures themselves; `paid`: who pays the rest."""
    interest = whom.own_total(whom.found.dates[-1], g, "interest_change_yuan")
    group = region_words(whom.found.scenario.groups[g].name).said(language)
    if interest.mean == 0.0 and not interest.low_95:
        return NOBODY_PAYS.filled(language, group=group, payers=paid)
    return SOME_PAY.filled(language, group=group, effect=effect_words(interest, TOGETHER, language), payers=paid)


def _theil(row: Sequence[object], language: Language) -> str:
    level, change = (digits(float(str(row[k])), decimals, signed=k == 6) for k, decimals in ((4, 4), (6, 6)))
    return PART.filled(language, part=PARTS[str(row[2])].said(language), level=level, change=change)


def _parquet(name: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> Leaf:
    table = pa.table({column: list(values) for column, values in zip(columns, zip(*rows, strict=True), strict=True)})
    buffer = BytesIO()
    pq.write_table(table, buffer, compression="zstd")
    return Leaf(name, buffer.getvalue())
