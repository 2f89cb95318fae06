"""Every text that a figure, a table or an answer prints, in English and Chinese, and how texts are put together."""

import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

from laborsim.published.words import Language, Words

FROM = "from "
"""How a place begins where people are counted by their home, wherever they work."""

NO_WORDS = Words("")
"""For a text that need not be given."""


class Phrases(NamedTuple):  # a dataclass of so many fields takes longer to import than all the commands
    """Templates for `str.format`; the names in braces are the same in both languages."""

    # series and labels
    with_measures: str
    alone: str  # of a scenario that is compared with nothing
    baseline: str
    difference: str
    value: str
    interval_80: str
    mean_effect: str
    interval_unknown: str
    between: str
    between_signed: str
    goal_met: str
    in_force: str
    in_force_spent: str
    # goals
    goal_least: str
    goal_most: str
    goal_exactly: str
    goal_about: str
    goal_range: str
    goal_more: str
    goal_less: str
    # subtitles
    where: str
    shades: str
    runs_luck: str
    runs_predictive: str
    shades_ahead: str
    hatched: str
    single_runs: str
    one_run: str
    few_runs: str
    runs_mean: str
    single_run: str
    labels_change: str
    labels_effect: str
    named_change: str
    labels_at: str
    cut_axis: str
    background: str
    minus_baseline: str
    level: str
    persons_by_status: str
    observed: str
    projected: str
    # the map of squares
    fewer: str
    more: str
    not_sure: str
    not_sure_rule: str
    zero_unknown: str
    aimed_at: str
    equal_squares: str
    # titles
    neutral_line: str
    neutral_stack: str
    neutral_tiles: str
    neutral_level: str
    goal_both: str
    goal_same: str
    goal_one: str
    goal_alone: str
    goal_caveat: str
    effect_up: str
    effect_down: str
    effect_likely_up: str
    effect_likely_down: str
    effect_none: str
    effect_both_ways: str
    effect_small: str
    effect_zero: str
    stack_both: str
    stack_more: str
    stack_fewer: str
    stack_effect: str
    stack_no_effect: str
    stack_over_time: str
    tiles_zero: str
    tiles_none: str
    tiles_likely: str
    tiles_likely_higher: str
    tiles_likely_lower: str
    tiles_some: str
    tiles_higher: str
    tiles_lower: str
    tiles_higher_alike: str
    tiles_lower_alike: str
    tiles_higher_one: str
    tiles_lower_one: str
    level_most: str
    # shares of runs
    every_run: str
    almost_every_run: str
    about_share: str
    counted_share: str
    almost_no_run: str
    no_run: str
    # footnotes
    run: str
    run_pair: str
    run_beside: str
    quoted: str
    told: str
    recalled: str
    assumption: str
    draft: str
    draft_stamp: str
    apart: str
    coarser_stamp: str
    fewer_stamp: str
    synthetic: str
    # grammar
    list_comma: str
    list_and: str
    sentence_end: str
    sentence_gap: str
    clause: str
    # summary table
    column_indicator: str
    column_mean: str
    column_runs_80: str
    column_effect: str
    column_goal: str
    met_runs: str
    unknown: str
    goal_reached: str
    goal_missed: str
    # scenarios side by side
    compare_raises: str
    compare_lowers: str
    compare_nearest: str
    compare_alone_raises: str
    compare_alone_lowers: str
    compare_likely_raises: str
    compare_likely_lowers: str
    compare_seen: str
    compare_seen_up: str
    compare_seen_down: str
    compare_seen_likely_up: str
    compare_seen_likely_down: str
    compare_seen_likely: str
    compare_seen_open: str
    compare_none: str
    compare_neutral: str
    compare_marks: str
    compare_lines: str
    compare_lines_alone: str
    compare_effects: str
    compare_effects_alone: str
    compare_all_effects: str
    compare_minus: str
    column_scenario: str
    column_level: str
    column_verdict: str
    column_best: str
    best_highest: str
    best_lowest: str
    best_nearest: str
    order_settled: str
    order_unsettled: str
    order_pair: str
    order_first: str
    order_apart: str
    order_all_apart: str
    order_more: str
    order_never: str
    best_rule: str
    order_few_pairs: str
    interval_short: str
    interval_few: str
    # verdicts on an effect, by the rule of experiment.indicators.effect
    verdict_rule: str
    # what the terminal says beside tables and answers
    run_folder: str
    answers_folder: str
    comparison_folder: str
    study_folder: str
    note: str
    question: str


FRACTION_WORDS = (
    (0.10, Words("one run of ten", "十分之一的模拟")),
    (0.20, Words("one run of five", "五分之一的模拟")),
    (0.25, Words("one run of four", "四分之一的模拟")),
    (1 / 3, Words("one run of three", "三分之一的模拟")),
    (0.40, Words("two runs of five", "五分之二的模拟")),
    (0.50, Words("half of the runs", "半数模拟")),
    (0.60, Words("three runs of five", "五分之三的模拟")),
    (2 / 3, Words("two runs of three", "三分之二的模拟")),
    (0.75, Words("three runs of four", "四分之三的模拟")),
    (0.80, Words("four runs of five", "五分之四的模拟")),
    (0.90, Words("nine runs of ten", "十分之九的模拟")),
)
"""Shares of runs that are said in words."""

ENGLISH = Phrases(
    with_measures="With measures",
    alone="This scenario",
    baseline="Baseline",
    difference="Effect",
    value="{name}: {value}",
    interval_80="80\u00a0% of runs: {interval}",
    interval_unknown="80\u00a0% of runs: n/a",
    mean_effect="Mean effect",
    between="{low}–{high}",
    between_signed="{low} to {high}",
    goal_met="goal met: {met} of {runs}",
    in_force="measures in force",
    in_force_spent="measures in force, until the budget is spent (median run)",
    goal_least="Goal: at least {value} by {month}",
    goal_most="Goal: at most {value} by {month}",
    goal_exactly="Goal: {value} by {month}",
    goal_about="Goal: {value} ± {tolerance} by {month}",
    goal_range="Goal: {low} to {high} by {month}",
    goal_more="Goal: at least {value} more than without the measures by {month}",
    goal_less="Goal: at least {value} less than without the measures by {month}",
    where="{indicator}, {region}",
    shades="Line: mean of {runs} runs; shades: {levels} of them ({varies})",
    runs_luck="random variation only, parameters at their estimate",
    runs_predictive="prediction interval, over draws of the parameters and random variation",
    shades_ahead="Line: mean of {runs} runs; shades: {levels} prediction interval, over draws of the parameters, "
    "random variation and yearly changes as published before",
    hatched="hatched: 80\u00a0% of baseline runs",
    single_runs="Thin lines: the {runs} runs; thick: their mean",
    one_run="One run, so no bands",
    few_runs="fewer than 10 runs, so no bands",
    runs_mean="mean of {runs} runs",
    single_run="one run",
    labels_change="At the right: {end} (change since {start})",
    labels_effect=(
        "At the right: mean in {end} (effect of the measures: change against the baseline, in persons). Official head "
        "counts (local, outbound, migrant workers) go by six months of the year before and count who seeks work"
    ),
    named_change="{name} {value} ({change})",
    labels_at="Numbers at the right: {month}",
    cut_axis="The vertical axis does not start at zero",
    background="{share}\u00a0% of this quantity is extrapolated, not simulated",
    minus_baseline="{indicator}, {month}, change against the baseline",
    level="{indicator}, {month}",
    persons_by_status="Rural-registered labour force by status at month end, {region}",
    observed="published",
    projected="model projection",
    fewer="← lower",
    more="higher →",
    not_sure="not significant",
    not_sure_rule=(
        "Dotted and without color, no direction is claimed: the 80\u00a0% prediction interval or the 95\u00a0% "
        "simulation error includes zero, or there are fewer than {pairs} pairs of runs"
    ),
    zero_unknown="80\u00a0% PI: n/a",
    aimed_at="where the measures apply",
    equal_squares=(
        "31 provincial-level regions as equal squares: neither area nor position is to scale; excludes Hong "
        "Kong, Macao and Taiwan"
    ),
    neutral_line="{indicator}, {region}, {start} to {end}",
    neutral_stack="Employment status, {region}, {start} to {end}",
    neutral_tiles="{indicator} by province, change against the baseline, {month}",
    neutral_level="{indicator} by province, {month}",
    goal_both="With the measures, {region} meets its {year} goal for {indicator} {share}; without them, {other}",
    goal_same="With or without the measures, {region} meets its {year} goal for {indicator} {share}",
    goal_one="With the measures, {region} meets its {year} goal for {indicator} {share}",
    goal_alone="{region} meets its {year} goal for {indicator} {share}",
    goal_caveat="{title}; {share} of it is extrapolated, not simulated",
    effect_up="By {month}, the measures increase {indicator} {there} by {amount}",
    effect_down="By {month}, the measures decrease {indicator} {there} by {amount}",
    effect_likely_up="By {month}, the measures probably increase {indicator} {there} by {amount}",
    effect_likely_down="By {month}, the measures probably decrease {indicator} {there} by {amount}",
    effect_none=(
        "By {month}, the effect of the measures on {indicator} {there} is not statistically significant "
        "(minimum detectable effect: {amount})"
    ),
    effect_both_ways=(
        "By {month}, the measures move {indicator} {there} in no clear direction: {amount} on average, but draws go "
        "both ways"
    ),
    effect_small="By {month}, the measures change {indicator} {there} by {amount}",
    effect_zero="By {month}, {indicator} {there}: identical to the baseline",
    stack_both="More people {up} (+{gain}), fewer {down} (−{loss})",
    stack_more="More people {doing} (+{amount})",
    stack_fewer="Fewer people {doing} (−{amount})",
    stack_effect="By {end}, effect of the measures: {finding}",
    stack_no_effect="By {end}, the measures have no statistically significant effect on any employment status",
    stack_over_time="{shown}, {start} to {end}: {finding}",
    tiles_zero="{indicator}: identical to the baseline in all {count} provinces",
    tiles_none="{indicator}: no province shows a statistically significant change",
    tiles_likely="{indicator}: {changes}; not all draws agree",
    tiles_likely_higher="probably higher in {count} of {all} provinces",
    tiles_likely_lower="probably lower in {count} of {all} provinces",
    tiles_some="{indicator}: {changes}",
    tiles_higher="higher in {count} provinces, most in {most}",
    tiles_lower="lower in {count} provinces, most in {most}",
    tiles_higher_alike="higher in {count} provinces",
    tiles_lower_alike="lower in {count} provinces",
    tiles_higher_one="higher in {most} only",
    tiles_lower_one="lower in {most} only",
    level_most="{indicator}: highest in {most}, lowest in {least}",
    every_run="in every run",
    almost_every_run="almost always",
    about_share="in about {fraction}",
    counted_share="in {met} of {runs} runs",
    almost_no_run="almost never",
    no_run="in no run",
    run="Scenario {scenario}, seed {seed}, laborsim {version}, run {run_id}",
    run_pair="Scenario {scenario} minus {baseline}, paired runs, seed {seed}, laborsim {version}, run {run_id}",
    run_beside="Scenario {scenario} and {baseline}, paired runs, seed {seed}, laborsim {version}, run {run_id}",
    quoted="{document}: “{quote}”",
    told="{document}",
    recalled="{text} [recalled from memory, not yet checked in its source]",
    assumption="ASSUMPTION: {text}",
    draft="DRAFT: a trial run, not for decisions",
    draft_stamp="DRAFT",
    apart=(
        "Simulated beside the run, with {persons} persons per agent and {pairs} pairs of runs: not its own numbers, "
        "which are finer or of more pairs"
    ),
    coarser_stamp="COARSER",
    fewer_stamp="FEWER RUNS",
    synthetic="SYNTHETIC numbers, for illustration only",
    list_comma=", ",
    list_and=" and ",
    sentence_end=".",
    sentence_gap=" ",
    clause="; ",
    column_indicator="Indicator",
    column_mean="mean",
    column_runs_80="80\u00a0% of runs",
    column_effect="Mean effect,\n80\u00a0% PI",
    column_goal="Verdict, goal",
    met_runs=" ({met} of {runs} runs meet it)",
    unknown="n/a",
    goal_reached="✓ met",
    goal_missed="✗ missed",
    compare_raises="By {month}, {winner} increases {indicator} {there} most, by {amount}",
    compare_lowers="By {month}, {winner} decreases {indicator} {there} most, by {amount}",
    compare_nearest="By {month}, {winner} brings {indicator} {there} nearest to the goal",
    compare_alone_raises="By {month}, {winner} increases {indicator} {there} by {amount}",
    compare_alone_lowers="By {month}, {winner} decreases {indicator} {there} by {amount}",
    compare_likely_raises=(
        "By {month}, {winner} probably increases {indicator} {there} by {amount}; not all draws agree"
    ),
    compare_likely_lowers=(
        "By {month}, {winner} probably decreases {indicator} {there} by {amount}; not all draws agree"
    ),
    compare_seen="By {month}, {indicator} {there}: {changes}",
    compare_seen_up="increased by {winner}",
    compare_seen_down="decreased by {winner}",
    compare_seen_likely_up="probably increased by {winner}",
    compare_seen_likely_down="probably decreased by {winner}",
    compare_seen_likely="not all draws agree",
    compare_seen_open="the ranking is not established",
    compare_none="By {month}, no scenario has a statistically significant effect on {indicator} {there}",
    compare_neutral="Effects on {indicator}, {region}, {month}",
    compare_marks="Dot: mean of {pairs} pairs; band: 80\u00a0% prediction interval; line: simulation error (95\u00a0%)",
    compare_lines="Lines: means of {pairs} runs; 80\u00a0% of runs: {varies}",
    compare_lines_alone="Lines: means of {pairs} runs, too few for an interval of the runs",
    compare_effects="Lines: mean effect over {pairs} pairs; shades: 80\u00a0% prediction interval",
    compare_effects_alone="Lines: effect in one pair of runs, which has no interval",
    compare_all_effects="{indicator}, change against the baseline",
    compare_minus="{scenario} − {other}",
    column_scenario="Scenario",
    column_level="Mean,\n80\u00a0% of runs",
    column_verdict="Verdict",
    column_best="Probability\nof being best",
    best_highest="highest first",
    best_lowest="lowest first",
    best_nearest="nearest to the goal first",
    order_settled="The ranking is established ({order}; probability {probability})",
    order_unsettled="The ranking is not established: {order} has a probability of {probability}",
    order_pair="{one} and {other}",
    order_first="nothing is ahead of {first} in {count} of {pairs} pairs",
    order_apart="the difference between {close} is not statistically significant",
    order_all_apart="the differences between {close} are not statistically significant",
    order_more="about {pairs} pairs would tell",
    order_never="more than the {pairs} pairs that a run can have would tell",
    best_rule=(
        "Probability of being best: all are set against each other, doing nothing new too; a verdict sets each "
        "against its baseline alone"
    ),
    order_few_pairs="Fewer than {pairs} pairs of runs cannot rank",
    interval_short="80\u00a0% PI: {interval}",
    interval_few="80\u00a0% PI, few pairs: {interval}",
    verdict_rule=(
        "PI: prediction interval, where eight draws in ten lie (by Student's t below 10 pairs); simulation error: "
        "the 95\u00a0% interval of the mean. Statistically significant: neither holds zero; probably: one of them does "
        "not, and two draws in three agree; no clear direction: the mean is told from zero, but draws go both ways; "
        "fewer than {pairs} pairs of runs conclude only on money that one of the worlds alone spends"
    ),
    run_folder="run folder: {path}",
    answers_folder="run folder: {path}, every number in its folder answers",
    comparison_folder="comparison folder: {path}",
    study_folder="folder: {path}",
    note="note: {text}",
    question="question {number} of {all}",
)


CHINESE = Phrases(
    with_measures="政策情景",
    alone="本情景",
    baseline="基准情景",
    difference="政策效应",
    value="{name}：{value}",
    interval_80="80%预测区间：{interval}",
    interval_unknown="80%预测区间：模拟次数不足，未给出",
    mean_effect="平均效应",
    between="{low}—{high}",
    between_signed="{low}至{high}",
    goal_met="{runs}次模拟中{met}次实现目标",
    in_force="政策实施期",
    in_force_spent="政策实施期（至预算用完为止，取各次模拟的中位数）",
    goal_least="预期目标：{month}{value}以上",
    goal_most="预期目标：{month}控制在{value}以内",
    goal_exactly="预期目标：{month}达到{value}",
    goal_about="预期目标：{month}{value}左右（±{tolerance}）",
    goal_range="预期目标：{month}保持在{low}至{high}之间",
    goal_more="预期目标：{month}比不实施政策增加{value}以上",
    goal_less="预期目标：{month}比不实施政策减少{value}以上",
    where="{region}{indicator}",
    shades="线：{runs}次模拟的均值；由深至浅：{levels}区间（{varies}）",
    runs_luck="参数固定，仅反映随机波动",
    runs_predictive="预测区间，反映参数不确定性和随机波动",
    shades_ahead="线：{runs}次模拟的均值；由深至浅：{levels}预测区间，反映参数不确定性、随机波动和已公布数据的逐年波动",
    hatched="斜线：基准情景80%预测区间",
    single_runs="细线：{runs}次模拟；粗线：均值",
    one_run="仅一次模拟，不给出区间",
    few_runs="模拟不足10次，不给出区间",
    runs_mean="{runs}次模拟的均值",
    single_run="一次模拟",
    labels_change="右侧为{end}数值（括号内为与{start}相比的变化）",
    labels_effect="右侧为{end}均值（括号内为政策效应，即与基准情景之差，单位：人）。官方人数（本地、外出、总量）按年内从业时间统计，含部分求职者",
    named_change="{name} {value}（{change}）",
    labels_at="右侧数字为{month}",
    cut_axis="纵轴不从零开始",
    background="其中{share}%为外推部分（城镇户籍人口趋势），非模型模拟结果",
    minus_baseline="{indicator}，{month}，政策情景较基准情景的变化",
    level="{indicator}，{month}",
    persons_by_status="{region}农村户籍劳动力月末就业状况",
    observed="公布数",
    projected="模型推算",
    fewer="← 减少",
    more="增加 →",
    not_sure="变化在统计上不显著",
    not_sure_rule="加点且不着色表示不作方向判断：80%预测区间或95%模拟误差区间包含零，或模拟不足{pairs}对",
    zero_unknown="80%预测区间：模拟次数不足，未给出",
    aimed_at="政策实施地区",
    equal_squares=(
        "31个省（自治区、直辖市）以等大方格示意，不反映面积和实际位置；未包括香港特别行政区、澳门特别行政区和台湾省"
    ),
    neutral_line="{region}{indicator}，{start}至{end}",
    neutral_stack="{region}农村户籍劳动力就业状况，{start}至{end}",
    neutral_tiles="分地区{indicator}，政策情景较基准情景的变化，{month}",
    neutral_level="分地区{indicator}，{month}",
    goal_both="实施政策，{share}实现{region}{year}{indicator}预期目标；不实施，{other}实现",
    goal_same="是否实施政策，均为{share}实现{region}{year}{indicator}预期目标",
    goal_one="实施政策，{share}实现{region}{year}{indicator}预期目标",
    goal_alone="{share}实现{region}{year}{indicator}预期目标",
    goal_caveat="{title}（该指标{share}为外推，非模拟结果）",
    effect_up="到{month}，政策使{there}{indicator}{rise}{amount}",
    effect_down="到{month}，政策使{there}{indicator}{fall}{amount}",
    effect_likely_up="到{month}，政策较可能使{there}{indicator}{rise}{amount}",
    effect_likely_down="到{month}，政策较可能使{there}{indicator}{fall}{amount}",
    effect_none="到{month}，政策对{there}{indicator}的影响在统计上不显著（最小可检出效应{amount}）",
    effect_both_ways="到{month}，政策对{there}{indicator}的影响方向不明：平均变动{amount}，但各次抽样方向不一",
    effect_small="到{month}，政策对{there}{indicator}的影响{amount}",
    effect_zero="到{month}，{there}{indicator}与基准情景完全一致",
    stack_both="{up}人员增加{gain}，{down}人员减少{loss}",
    stack_more="{doing}人员增加{amount}",
    stack_fewer="{doing}人员减少{amount}",
    stack_effect="到{end}，政策效应：{finding}",
    stack_no_effect="到{end}，政策对各类就业状况的影响在统计上均不显著",
    stack_over_time="{shown}，{start}至{end}：{finding}",
    tiles_zero="{count}个地区的{indicator}均与基准情景完全一致",
    tiles_none="各地区{indicator}的变化在统计上均不显著",
    tiles_likely="{indicator}：{changes}；并非所有抽样方向一致",
    tiles_likely_higher="{all}个地区中{count}个较可能{rise}",
    tiles_likely_lower="{all}个地区中{count}个较可能{fall}",
    tiles_some="{indicator}：{changes}",
    tiles_higher="{count}个地区{rise}，{most}变化最大",
    tiles_lower="{count}个地区{fall}，{most}变化最大",
    tiles_higher_alike="{count}个地区{rise}",
    tiles_lower_alike="{count}个地区{fall}",
    tiles_higher_one="仅{most}{rise}",
    tiles_lower_one="仅{most}{fall}",
    level_most="{indicator}：{most}最高，{least}最低",
    every_run="全部模拟",
    almost_every_run="几乎全部模拟",
    about_share="约{fraction}",
    counted_share="{runs}次模拟中有{met}次",
    almost_no_run="几乎没有模拟",
    no_run="没有一次模拟",
    run="情景：{scenario}；随机种子：{seed}；laborsim {version}；运行编号：{run_id}",
    run_pair="{scenario}与{baseline}配对模拟之差；随机种子：{seed}；laborsim {version}；运行编号：{run_id}",
    run_beside="{scenario}与{baseline}配对模拟；随机种子：{seed}；laborsim {version}；运行编号：{run_id}",
    quoted="{document}：“{quote}”",
    told="{document}",
    recalled="{text}【待核实】",
    assumption="【假设】{text}",
    draft="【试算】试算结果，仅供参考，不作为决策依据",
    draft_stamp="试算",
    apart="另行模拟：每个模拟个体代表{persons}人，{pairs}对模拟；并非原模拟数字，原模拟规模更细或次数更多",
    coarser_stamp="规模较粗",
    fewer_stamp="次数较少",
    synthetic="【示意数据】并非实际结果",
    list_comma="、",
    list_and="、",
    sentence_end="。",
    sentence_gap="",
    clause="；",
    column_indicator="指标",
    column_mean="均值",
    column_runs_80="80%预测区间",
    column_effect="平均效应\n80%预测区间",
    column_goal="结论和目标实现情况",
    met_runs="（{runs}次模拟中{met}次实现）",
    unknown="未给出",
    goal_reached="✓ 实现目标",
    goal_missed="✗ 未实现目标",
    compare_raises="到{month}，{winner}使{there}{indicator}{rise}最多，为{amount}",
    compare_lowers="到{month}，{winner}使{there}{indicator}{fall}最多，为{amount}",
    compare_nearest="到{month}，{winner}使{there}{indicator}最接近预期目标",
    compare_alone_raises="到{month}，{winner}使{there}{indicator}{rise}{amount}",
    compare_alone_lowers="到{month}，{winner}使{there}{indicator}{fall}{amount}",
    compare_likely_raises="到{month}，{winner}较可能使{there}{indicator}{rise}{amount}；并非所有抽样方向一致",
    compare_likely_lowers="到{month}，{winner}较可能使{there}{indicator}{fall}{amount}；并非所有抽样方向一致",
    compare_seen="到{month}，{there}{indicator}：{changes}",
    compare_seen_up="{winner}使其{rise}",
    compare_seen_down="{winner}使其{fall}",
    compare_seen_likely_up="{winner}较可能使其{rise}",
    compare_seen_likely_down="{winner}较可能使其{fall}",
    compare_seen_likely="并非所有抽样方向一致",
    compare_seen_open="排序尚不明确",
    compare_none="到{month}，各方案对{there}{indicator}的影响在统计上均不显著",
    compare_neutral="{region}{indicator}的变化，{month}",
    compare_marks="圆点：{pairs}对模拟的均值；浅色带：80%预测区间；细线：模拟误差（95%）",
    compare_lines="线：{pairs}次模拟的均值；80%预测区间：{varies}",
    compare_lines_alone="线：{pairs}次模拟的均值；模拟次数不足，不给出区间",
    compare_effects_alone="线：一对模拟的效应，不给出区间",
    compare_effects="线：{pairs}对模拟的平均效应；阴影：80%预测区间",
    compare_all_effects="{indicator}，政策情景较基准情景的变化",
    compare_minus="{scenario} − {other}",
    column_scenario="情景",
    column_level="均值\n80%预测区间",
    column_verdict="结论",
    column_best="排序第一的概率",
    best_highest="由高到低",
    best_lowest="由低到高",
    best_nearest="由最接近目标者起",
    order_settled="排序明确（{order}，概率{probability}）",
    order_unsettled="排序尚不明确：{order}的概率为{probability}",
    order_pair="“{one}”与“{other}”",
    order_first="{pairs}对模拟中有{count}对没有优于{first}的情景",
    order_apart="{close}差异在统计上不显著",
    order_all_apart="{close}差异在统计上均不显著",
    order_more="约需{pairs}对模拟方可区分",
    order_never="所需模拟超过一次运行可有的{pairs}对，无法区分",
    best_rule="排序第一的概率：所有方案（含不新增措施）相互比较；结论：各方案单独与其基准情景比较",
    order_few_pairs="模拟不足{pairs}对，无法排序",
    interval_short="80%预测区间：{interval}",
    interval_few="80%预测区间（配对少）：{interval}",
    verdict_rule=(
        "预测区间：每十次抽样有八次落入的范围（不足10对时按学生t分布）；模拟误差：均值的95%区间。统计显著：二者均不含零；"
        "较可能：其一不含零且三分之二的抽样方向一致；方向不明：均值异于零但抽样方向不一；模拟不足{pairs}对，除仅一方有支出的资金外不作结论"
    ),
    run_folder="结果文件夹：{path}",
    answers_folder="结果文件夹：{path}（全部数据见answers文件夹）",
    comparison_folder="对比结果文件夹：{path}",
    study_folder="结果文件夹：{path}",
    note="提示：{text}",
    question="第{number}项，共{all}项",
)


def phrases(language: Language) -> Phrases:
    """Return all phrases of `language`."""
    return CHINESE if language == "zh" else ENGLISH


def listed(items: Sequence[str], language: Language) -> str:
    """Return "a", "a and b", "a, b and c"."""
    words = phrases(language)
    if len(items) < 2:
        return "".join(items)
    return words.list_comma.join(items[:-1]) + words.list_and + items[-1]


def joined(parts: Sequence[str], language: Language) -> str:
    """Return texts with commas between them; empty ones are left out."""
    return ("，" if language == "zh" else ", ").join(part for part in parts if part)


def sentences(parts: Sequence[str], language: Language) -> str:
    """Join texts into sentences, each closed once and said once; empty texts are left out."""
    words = phrases(language)
    closed = [part if part[-1] in ".。!?！？" else part + words.sentence_end for part in parts if part.strip()]
    return words.sentence_gap.join(dict.fromkeys(closed))


def capitalized(text: str) -> str:
    """Return the text with a capital first letter, the rest as it is."""
    return text[:1].upper() + text[1:]


def there(region: str, language: Language) -> str:
    """Return a place as a sentence has it: "in Guangdong"; of people who are from there, "from Guangdong"."""
    return region if language == "zh" or region.startswith(FROM) else f"in {region}"


def inside_sentence(name: str) -> str:
    """Return a name for the middle of a sentence: "New urban jobs" → "new urban jobs", "GDP" stays."""
    is_acronym = len(name) > 1 and not name[1].islower()
    return name if is_acronym else name[:1].lower() + name[1:]


def terminal_width(text: str) -> int:
    """Return the columns a text takes on a terminal: Chinese characters take two."""
    wide = sum(unicodedata.east_asian_width(character) in "WF" for character in text)
    combining = sum(unicodedata.combining(character) > 0 for character in text)
    return len(text) + wide - combining


def aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    """Return rows as lines with aligned columns, the last one ragged."""
    widths = [max(terminal_width(row[column]) for row in rows) for column in range(len(rows[0]) - 1)]
    lines = []
    for row in rows:
        cells = [cell + " " * (width - terminal_width(cell)) for cell, width in zip(row, widths, strict=False)]
        lines.append("  " + "  ".join([*cells, row[-1]]).rstrip())
    return lines
