"""What things are called, in both languages: one name for each indicator, place, status, group, parameter and lever."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from laborsim.experiment.indicators.headline import Point
from laborsim.experiment.indicators.period import MONTH, Period
from laborsim.kernels.codes import FIVE_YEAR_BANDS, year_and_month
from laborsim.levers import Lever, catalogue
from laborsim.levers.who import WorkerTraits
from laborsim.published.indicators import indicators
from laborsim.published.regions import NATION, place_names, province_table
from laborsim.published.words import Language, Words
from laborsim.report.text.dates import dated, read_over
from laborsim.report.text.numbers import UNITS, Quantity, Unit, spoken, unit
from laborsim.report.text.phrases import FROM, NO_WORDS, capitalized, inside_sentence, joined, listed, phrases

if TYPE_CHECKING:  # a run brings numpy, and `explain` has none
    from laborsim.experiment.finished_run import Run

# indicators

_YEARLY = Words("", "截至当月的12个月合计")
"""Remark on the name of a flow; the English unit says it."""

_VERBS_OF_UNIT = {"%": ("上升", "下降"), "years": ("提高", "降低")}
_VERBS = {
    "share_over_50": ("提高", "下降"),
    "park_occupancy": ("提高", "下降"),
    "income_growth_urban": ("加快", "放缓"),
}
"""What a rise and a fall of an indicator are called in official Chinese; of anything that is counted 增加 and 减少."""


def quantity(indicator: str, detail: Words = NO_WORDS, *, is_share: bool = False, over: int = 0) -> Quantity:
    """Return name and unit of an indicator; raise ValueError for an unknown one.

    `is_share`: the numbers of a percentage lie in [0, 1], as in summary files; otherwise they are percent. `over`:
    months of the period that it is read over; 0 = as summaries have it.
    """
    known = indicators().get(indicator)
    if known is None:
        raise ValueError(f"unknown indicator {indicator!r}; known indicators: {', '.join(indicators())}")
    code = "share" if is_share and known.unit == "%" else known.unit_over(over)
    if code.endswith("/year") and not over and detail is NO_WORDS:
        detail = _YEARLY
    rise, fall = _VERBS.get(indicator) or _VERBS_OF_UNIT.get(known.unit, ("增加", "减少"))
    return Quantity(Words(known.title, known.title_zh), code, detail, rise, fall, indicator)


_READ_OVER = {
    "end": Words("end of the period", "期末值"),
    "mean": Words("mean of its months", "各月平均"),
    "sum": Words("sum of its months", "各月合计"),
    "year": NO_WORDS,
}
"""How a number is read over a period, by the rule of its indicator."""


def point_words(point: Point, language: Language) -> str:
    """Return a number of a summary in words: "Returnee entrepreneurs in business, China, Dec 2030"."""
    return joined((quantity(point.indicator).name.said(language), *point_places(point, language)), language)


def point_places(point: Point, language: Language) -> tuple[str, ...]:
    """Return where, of whom and when a number is: ("China", "sum of Q2 2025")."""
    place = located_apart(point.indicator, point.region, language)
    whom = (member_words(point.group).said(language),) if point.group else ()
    return place, *whom, point_date(point, language)


def point_date(point: Point, language: Language) -> str:
    """Return when a number is read, and how over a period: "Dec 2030", "mean of Q2 2025"."""
    known = indicators()[point.indicator]
    if point.months:
        return read_over(Period(point.month, point.months), known.over, language)
    return dated(point.month, known.unit, language)


def point_quantity(point: Point, *, is_share: bool = False) -> Quantity:
    """Return name and unit of a number, over its period, and how it is read over one of several months."""
    detail = _READ_OVER[indicators()[point.indicator].over] if point.months > MONTH else NO_WORDS
    return quantity(point.indicator, detail, is_share=is_share, over=point.months)


def point_unit(point: Point) -> Unit:
    """Return the unit of a number of a summary, where shares lie in [0, 1]."""
    return unit(point_quantity(point, is_share=True).unit)


# places

_WIDE = {
    NATION: Words("China", "全国"),
    "East": Words("the eastern region", "东部地区"),
    "Central": Words("the central region", "中部地区"),
    "West": Words("the western region", "西部地区"),
    "Northeast": Words("the northeastern region", "东北地区"),
}


OWN_GROUP = Words("{group} (the user's group)", "{group}（用户自定人群）")
OWN_BAND = Words("{group} (the user's group) aged {band}", "{group}（用户自定人群）{band}岁")


def region_words(place: str) -> Words:
    """Return the name of CN, a zone, a region's code or a group of the scenario's own, which is the user's.

    A group's part by age is `name/45-49`. Raises ValueError for another place; no group is called as a code.
    """
    if place in _WIDE:
        return _WIDE[place]
    for province in province_table():
        if province.code == place:
            return Words(province.name, province.name_zh)
    if not place.startswith("CN-"):
        name, _, band = place.partition("/")
        words = OWN_BAND if band else OWN_GROUP
        return Words(words.filled("en", group=name, band=band), words.filled("zh", group=name, band=band))
    raise ValueError(f"unknown place {place!r}; known places: {', '.join(place_names())}")


BY_HOME = (
    "migrant_workers", "outbound_workers", "outbound_interprovince", "outbound_intraprovince", "employed_workers",
    "seeking_workers", "pay_outbound", "outbound_moves",
)  # fmt: skip
"""Indicators that count people in the place that they come from, wherever they work or seek."""


def is_own_group(place: str) -> bool:
    """Return whether what stands for a place is a group of the scenario's own, or a part of one by age."""
    return place not in place_names()


def located(indicator: str, place: str) -> Words:
    """Return where an indicator counts: "from Guangdong" where people are counted by their home, else "Guangdong"."""
    name = region_words(place)
    if place == NATION or indicator not in BY_HOME or is_own_group(place):
        return name
    return Words(f"{FROM}{name.en}", f"户籍地为{name.zh}的")


def located_apart(indicator: str, place: str, language: Language) -> str:
    """Return the same as a part of a list: "from Guangdong", 户籍地为广东."""
    return located(indicator, place).said(language).removesuffix("的")


def places_words(codes: tuple[str, ...], language: Language) -> str:
    """Return where a lever is in force: "China" for every province, else the names of the provinces."""
    if len(codes) == len(province_table()):
        return region_words(NATION).said(language)
    return phrases(language).list_comma.join(region_words(code).said(language) for code in codes)


# people


@dataclass(frozen=True)
class StatusWords:
    """A status: a label, what more or fewer persons in it do, and what somebody in it is."""

    label: Words
    doing: Words
    being: Words


STATUS_WORDS = {
    "local": StatusWords(
        Words("Local", "本地务工"), Words("work locally", "本地务工"), Words("in local work", "本地务工")
    ),
    "outbound_intra": StatusWords(
        Words("Outbound, own province", "省内流动"),
        Words("work outbound in their own province", "省内流动"),
        Words("outbound in the own province", "省内流动"),
    ),
    "outbound_inter": StatusWords(
        Words("Outbound, other province", "跨省流动"),
        Words("work outbound in another province", "跨省流动"),
        Words("outbound in another province", "跨省流动"),
    ),
    "founder": StatusWords(
        Words("Returnee entrepreneurs", "返乡创业"),
        Words("run a business", "返乡创业"),
        Words("in a business of their own", "返乡创业"),
    ),
    "placed": StatusWords(
        Words("Supported posts", "帮扶岗位就业"),
        Words("hold a supported post", "帮扶岗位就业"),
        Words("in a supported post", "帮扶岗位就业"),
    ),
    "seeking": StatusWords(
        Words("Unemployed, seeking", "失业求职"),
        Words("are unemployed and seek work", "失业求职"),
        Words("unemployed at home", "在乡失业求职"),
    ),
    "out": StatusWords(
        Words("Farming or not working", "务农或未就业"),
        Words("farm or do not work", "在乡务农或未就业"),
        Words("farming or not working", "在乡务农或未就业"),
    ),
}
"""By the status names of figures; `local` and others as in kernels.codes, outbound in its two parts."""

_STATES = {
    "outbound_inside": STATUS_WORDS["outbound_intra"].being,
    "outbound_outside": STATUS_WORDS["outbound_inter"].being,
    "seeking_away": Words("unemployed away from home", "在外失业求职"),
    "gone": Words("–", "–"),
}
"""States of a person that figures put together or leave out."""


def state_words(state: str) -> Words:
    """Return what somebody in a state of `analysis.ledger.people.STATES` is."""
    return _STATES[state] if state in _STATES else STATUS_WORDS[state].being


GROUPS = {
    "sex": Words("sex", "性别"),
    "age": Words("age", "年龄"),
    "schooling": Words("schooling", "文化程度"),
    "lifted_out": Words("lifted out of poverty or not", "是否脱贫人口"),
}
"""Ways in which people are told apart."""

_MEMBERS = {
    "male": Words("men", "男性"),
    "female": Words("women", "女性"),
    "16-20": Words("16–20 years", "16—20岁"),
    "21-30": Words("21–30 years", "21—30岁"),
    "31-40": Words("31–40 years", "31—40岁"),
    "41-50": Words("41–50 years", "41—50岁"),
    "50+": Words("above 50 years", "50岁以上"),
    "no_school": Words("no schooling", "未上过学"),
    "primary": Words("primary school", "小学"),
    "junior_secondary": Words("junior secondary school", "初中"),
    "senior_secondary": Words("senior secondary school", "高中"),
    "college_plus": Words("college and above", "大专及以上"),
    "lifted out of poverty": Words("lifted out of poverty", "脱贫人口"),
    "other households": Words("all others", "其他人口"),
}


_FIVE_YEARS = Words("{first} to {last} years", "{first}—{last}岁")
_FROM_AGE = Words("{first} years and older", "{first}岁及以上")


def member_words(code: str) -> Words:
    """Return the name of a group by its code in `analysis.ledger.people.GROUPS`, or of a five-year age band.

    "college and above", "大专及以上"; "45 to 49 years", "45—49岁".
    """
    if code in _MEMBERS or code not in FIVE_YEAR_BANDS:
        return _MEMBERS[code]
    first, _, last = code.rstrip("+").partition("-")
    words = _FIVE_YEARS if last else _FROM_AGE
    return Words(words.filled("en", first=first, last=last), words.filled("zh", first=first, last=last))


# levers

_SHORT = {
    "entrepreneurship_parks": Words("Parks", "返乡创业园"),
    "guaranteed_loans": Words("Guaranteed loans", "创业担保贷款"),
    "public_welfare_posts": Words("Public-welfare posts", "乡村公岗"),
    "school_places": Words("School places", "随迁子女学位"),
    "settlement_access": Words("Hukou relaxation", "放宽落户"),
    "startup_subsidy": Words("Start-up subsidy", "创业补贴"),
    "training_places": Words("Training", "技能培训"),
    "workshops": Words("Assistance workshops", "帮扶车间"),
}
"""For labels with little room, by the kind of lever."""


_CONDITIONS = {
    "returnee": (
        Words("with six months of outbound work", "有6个月以上外出务工经历"),
        Words("without", "无外出务工经历"),
    ),
    "lifted_out": (Words("lifted out of poverty", "脱贫人口"), Words("all others", "非脱贫人口")),
    "trained": (Words("trained", "参加过技能培训"), Words("not trained", "未参加技能培训")),
    "children": (Words("with children of school age", "有学龄子女"), Words("without", "无学龄子女")),
}
_AGES_OF = {
    "min_age": Words("from {age} years", "{age}岁及以上"),
    "max_age": Words("up to {age} years", "{age}岁及以下"),
}
EVERYONE = Words("everyone", "全部人员")


def group_words(who: WorkerTraits, language: Language) -> str:
    """Return whom a lever is for, or who is in a group: "women, from 50 years"; "everyone" without a condition."""
    said = []
    for key, value in who.model_dump(exclude_none=True).items():
        if key in _CONDITIONS:
            said.append(_CONDITIONS[key][not value].said(language))
        elif key in _AGES_OF:
            said.append(_AGES_OF[key].filled(language, age=value))
        elif key == "group":
            said.append(region_words(value).said(language))
        else:
            codes = [value] if isinstance(value, str) else value
            said.append(listed([member_words(code).said(language) for code in codes], language))
    return joined(said, language) or EVERYONE.said(language)


_NAMES_UNTIL = {
    "workshops": (
        2020,
        Words("Poverty-alleviation workshops (now employment-assistance workshops)", "扶贫车间（现为就业帮扶车间）"),
    )
}
"""Names of levers in worlds that begin before their name of today: the last year of a name, and the name."""


def lever_words(lever: Lever, base_year: int | None = None) -> Words:
    """Return the name of a lever, with that of its block if it has one; the one it had at a base date, if given."""
    title, title_zh = lever.DECLARATION.title, lever.DECLARATION.title_zh
    until, former = _NAMES_UNTIL.get(lever.NAME, (0, NO_WORDS))
    if base_year is not None and base_year <= until:
        title, title_zh = former.en, former.zh
    if not lever.instance:
        return Words(title, title_zh)
    return Words(f"{title} ({lever.instance})", f"{title_zh}（{lever.instance}）")


def levers_of(run: "Run") -> dict[str, Words]:
    """Return the names of the levers of both worlds of a run by key."""
    worlds = [run.scenario, *([] if run.baseline is None else [run.baseline.scenario])]
    base_year, _ = year_and_month(run.scenario.horizon.start)
    return {lever.key: lever_words(lever, base_year) for world in worlds for lever in world.levers}


def key_words(key: str) -> Words:
    """Return the full name of a lever by its key ("workshops", "workshops/north"); an unknown one as it is."""
    kind, _, instance = key.partition("/")
    if kind not in catalogue():
        return Words(key)
    declared = catalogue()[kind].DECLARATION
    after = (f" ({instance})", f"（{instance}）") if instance else ("", "")
    return Words(declared.title + after[0], declared.title_zh + after[1])


def short_lever(key: str) -> Words:
    """Return the short name of a lever by its key; of one without, its title."""
    kind, _, instance = key.partition("/")
    of = _SHORT.get(kind) or key_words(kind)
    return Words(f"{of.en} {instance}", f"{of.said('zh')}{instance}") if instance else of


_LEVER_UNITS = {
    "parks": Words("parks", "个"),
    "posts": Words("posts", "个"),
    "workshops": Words("workshops", "个"),
    "places": Words("places", "个"),
    "places/year": Words("trainees a year", "人次/年"),
    "CNY/founder": Words("yuan per founder", "元/人"),
    "CNY/loan": Words("yuan per loan", "元/笔"),
    "share": Words("", ""),
    "%": Words("%", "%"),
    "× normal": Words("× normal", "倍（常态为1）"),
    "share a month": Words("a month", "/月"),
}
"""Units of the levels of levers and shocks."""


def level_unit(of: str) -> Words:
    """Return the unit of a level or of an assumption about it; an unknown one as it is."""
    return _LEVER_UNITS.get(of) or unit_words(of)


def dose_words(dose: float, of: str, language: Language) -> str:
    """Return the level of a lever with its unit: "3,000 parks", "3000个"."""
    name = level_unit(of).said(language)
    number = f"{dose:,.10g}" if language == "en" else f"{dose:.10g}"
    return number + name if language == "zh" else f"{number} {name}".rstrip()


# parameters

LEVEL = "level"

PARAMETERS = {
    "income_elasticity": Words("Income elasticity of destinations", "目的地收入弹性"),
    "nest_home": Words("Dissimilarity of local work and founding", "相异参数（本地务工与创业）"),
    "nest_away": Words("Dissimilarity of destinations away", "相异参数（省外目的地）"),
    "distance_pay": Words("Pay that distance needs", "距离的收入补偿"),
    "housing_share": Words("Weight of rent", "房租权重"),
    "network": Words("Migrant network", "同乡网络"),
    "registration_barrier": Words("Hukou barrier", "户籍限制"),
    "left_behind_cost": Words("Cost of leaving a child behind", "子女留守的效用损失"),
    "accompany_share": Words("Parents with children along", "子女随迁比重"),
    "reconsider_rate": Words("Employed who reconsider", "重新考虑去向的就业者比重"),
    "festival_peak": Words("Peak after the Spring Festival", "春节后高峰"),
    "festival_days": Words("Length of that season", "春节后季节长度"),
    "stay": Words("Value of staying put", "维持现状的倾向"),
    "stay_place": Words("Value of seeking where one is", "就地求职的倾向"),
    "wait": Words("Value of waiting a month", "等待一个月的价值"),
    "type_spread": Words("Spread of home preference", "家乡偏好的差异"),
    "settled_share": Words("People of the loose type", "恋乡倾向弱者比重"),
    "circular_share": Words("People of the type between", "往返型人员比重"),
    "circular_women": Words("Women of the type between", "女性往返型几率"),
    "close_by_cohort": Words("Close type by cohort", "恋乡倾向强者（出生年代）"),
    "close_by_late_entry": Words("Close type of late entrants", "恋乡倾向强者（晚进入者）"),
    "settled_thinking": Words("Thinking again, loose type", "重新考虑频率（恋乡弱者）"),
    "circular_thinking": Words("Thinking again, type between", "重新考虑频率（往返型）"),
    "circular_stay": Words("Less staying put, type between", "往返型维持现状倾向的减少"),
    "application_months": Words("Months that an application stands", "求职申请有效月数"),
    "attachment_age": Words("Home preference by age", "家乡偏好（年龄）"),
    "attachment_female": Words("Home preference of women", "家乡偏好（女性）"),
    "attachment_children": Words("Home preference of parents", "家乡偏好（有子女者）"),
    "attachment_college": Words("Home preference with college", "家乡偏好（大专及以上）"),
    "out_age": Words("Value of not working by age", "大龄劳动者退出劳动意愿"),
    "home_income_yuan": Words("Income at home without a job", "在家无业收入"),
    "care_bonus": Words("Value of work near children", "兼顾照料的价值"),
    "zone_pull": Words("Pull of zones that grow", "增长地区的吸引力"),
    "return_to_schooling": Words("Return to schooling", "教育回报"),
    "pay_gap_female": Words("Pay gap of women", "女性收入差距"),
    "pay_peak_age": Words("Age of highest pay", "收入最高年龄"),
    "pay_age_curve": Words("Bend of pay with age", "收入年龄曲线"),
    "training_gain": Words("Pay gain of training", "培训收入增幅"),
    "training_fade": Words("Fading of that gain", "培训收益衰减"),
    "training_search": Words("Job finding after training", "培训后求职增益"),
    "arrears_share": Words("Workers in arrears", "被拖欠工资比重"),
    "arrears_loss": Words("Unpaid part of their pay", "拖欠金额占收入比重"),
    "saving_share": Words("Saved part of pay", "收入储蓄率"),
    "savings_spent": Words("Savings spent in a year", "储蓄年支出"),
    "home_spending_yuan": Words("Spending without pay", "无收入时支出"),
    "separation_rate": Words("Job separations in a year", "年离职率"),
    "job_to_job": Words("Job-to-job moves", "在职转换工作比重"),
    "separation_young": Words("Separations under 25", "25岁以下离职倍数"),
    "separation_middle": Words("Separations at 25 to 29", "25—29岁离职倍数"),
    "slow_finders": Words("Slow finders", "求职困难者比重"),
    "slow_finding": Words("Suited posts of slow finders", "求职困难者适合岗位之比"),
    "young_finding": Words("Suited posts under 25", "25岁以下适合岗位之比"),
    "search_fade": Words("Chances lost per month of search", "求职机会逐月下降"),
    "entrants_seek": Words("Entrants who seek first", "先求职后就业的新进入者比重"),
    "festival_visits": Words("Home for the Spring Festival", "春节返乡比重"),
    "job_kept": Words("Jobs kept when sent home", "被召回者保留岗位比重"),
    "back_to_job": Words("Back to a job held", "返岗率"),
    "held_job_lost": Words("Held jobs lost", "保留岗位流失率"),
    "layoff_speed": Words("Speed of layoffs", "裁员速度"),
    "layoff_search": Words("Laid off who have to seek", "被裁人员须求职比重"),
    "vacancy_floor": Words("Least vacancies", "空缺岗位下限"),
    "matching_elasticity": Words("Elasticity of hires to applicants", "招用对求职者的弹性"),
    "vacancy_share": Words("Vacancies at the start", "初始空缺率"),
    "wage_curve": Words("Elasticity of pay to unemployment", "收入对失业的弹性"),
    "labor_demand": Words("Elasticity of jobs to pay", "就业对收入的弹性"),
    "local_multiplier": Words("Local jobs per new job", "每个新岗位带动的本地岗位"),
    "unemployment_county": Words("County unemployment at the start", "县域初始失业率"),
    "growth_jobs": Words("Jobs by GDP growth", "经济增长带动就业"),
    "urban_employed_share": Words("Urban residents with a job", "城镇居民就业率"),
    "employer_ideas": Words("Ideas that need employees", "需雇员的创业想法"),
    "jobs_per_founder": Words("Jobs per founder", "创业者带动就业"),
    "setup_cost_own_yuan": Words("Set-up cost, own account", "个体经营创办成本"),
    "setup_cost_employer_yuan": Words("Set-up cost, employer", "雇工经营主体创办成本"),
    "setup_cost_spread": Words("Spread of set-up costs", "创业成本差异"),
    "credit_multiple": Words("Credit per own yuan", "信贷倍数"),
    "profit_ratio_own": Words("Profit of own-account work", "个体经营利润"),
    "profit_ratio_employer": Words("Profit of employers", "雇工经营主体利润"),
    "profit_skill": Words("Profit by skill", "技能利润弹性"),
    "closure_skill": Words("Fewer closures by skill", "技能降低退出率"),
    "profit_luck": Words("Profit by a business's luck", "经营运气对利润的影响"),
    "closure_luck": Words("Closures by a business's luck", "经营运气对停业的影响"),
    "business_stealing": Words("Custom taken from others", "对同业客源的挤占"),
    "closure_own_account": Words("Closures, own-account ÷ firms", "个体经营与企业退出率之比"),
    "closure_employer": Words("Closures, employers ÷ firms", "雇工经营主体与企业退出率之比"),
    "skill_experience": Words("Skill by experience away", "外出经验技能"),
    "skill_training": Words("Skill by training", "培训技能"),
    "skill_founded": Words("Skill by an earlier business", "创业经验技能"),
    "returnee_odds": Words("Returnees' odds of founding", "返乡者创业几率"),
    "founding_men": Words("Taste of men for founding", "男性创业偏好"),
    "founding_age": Words("Taste for founding lost by age", "创业偏好随年龄的下降"),
    "founding_experience": Words("Taste for founding by years away", "创业偏好（外出年限）"),
    "risk_aversion": Words("Risk aversion", "风险厌恶"),
    "subsidy_months": Words("Months a subsidy is spread over", "补贴分摊月数"),
    "park_queue_months": Words("Age up to which parks admit", "入园经营主体年限"),
    "workshop_ask": Words("Application rate for workshops", "帮扶车间岗位申请率"),
    "reserve_persons": Words("People at home who could join", "待转移劳动力"),
    "joining_growth": Words("Yearly change of the part that joins", "各出生队列参与比例的年变化"),
    "leaving_later": Words("Years by which people leave later", "退出年龄推迟年数"),
}
"""Parameters, in every figure and line that shows one."""

_OF_LEVERS = {
    "places_per_park": Words("places per park", "每园容量"),
    "closure_cut": Words("closures avoided", "避免的退出"),
    "setup_cost_cut": Words("set-up cost saved", "节省的创办成本"),
    "aware_share": Words("awareness", "知晓率"),
    "apply_share": Words("application rate", "申请率"),
    "approve_share": Words("approval rate", "通过率"),
    "unit_cost": Words("unit cost", "单位成本"),
    "refusal_share": Words("refusal rate", "拒贷率"),
    "recovery_share": Words("part of a defaulted loan that is recovered", "代偿追回率"),
    "interest_rate": Words("interest", "利率"),
    "crowding_out": Words("jobs crowded out", "挤出的岗位"),
    "completion_share": Words("share who complete", "完成比例"),
    "places_per_workshop": Words("places per workshop", "每车间容量"),
    "idle_share": Words("idle places", "闲置比例"),
    "pay_ratio": Words("piece pay", "计件收入"),
    LEVEL: Words("level reached", "实际水平"),
    "unit cost": Words("unit cost", "单位成本"),
}
"""What is assumed about a lever."""


def parameter_words(name: str) -> Words:
    """Return the name of a parameter; any that has none is called as in the code, without underscores."""
    return PARAMETERS.get(name) or Words(name.replace("_", " ").capitalize())


def factor_words(name: str, lever: str = "") -> Words:
    """Return the name of a parameter, or of something assumed about a lever (by its key)."""
    if not lever:
        return parameter_words(name)
    own, of = _own(name), short_lever(lever)
    return Words(f"{of.en}: {own.en}", f"{of.said('zh')}：{own.zh}" if own.zh else "")


def factor_in_title(name: str, lever: str = "") -> Words:
    """Return the same name for a title, which may have a colon of its own: "Awareness (public-welfare posts)"."""
    if not lever:
        return parameter_words(name)
    own, of = _own(name), short_lever(lever)
    english = capitalized(f"{own.en} ({inside_sentence(of.en)})")
    return Words(english, f"{own.zh}（{of.said('zh')}）" if own.zh else "")


def _own(name: str) -> Words:
    return _OF_LEVERS.get(name) or parameter_words(name)


_PARAMETER_UNITS = {
    "1": NO_WORDS,
    "share": NO_WORDS,
    "ratio": NO_WORDS,
    "1/month": Words("a month", "/月"),
    "1/year": Words("a year", "/年"),
    "1/10 years": Words("per 10 years", "/10年"),
    "1/years²": Words("per year squared", "/年²"),
    "%": Words("%", "%"),
    "percent": Words("%", "%"),
    "percent a year": Words("points", "个百分点"),
    "years a year": Words("years", "年"),
    "years": Words("years", "年"),
    "months": Words("months", "个月"),
    "days": Words("days", "天"),
    "yuan": Words("yuan", "元"),
    "CNY/month": Words("yuan", "元"),
    "yuan/month": Words("yuan a month", "元/月"),
    "yuan/year": Words("yuan a year", "元/年"),
    "CNY/founder": Words("yuan", "元"),
    "CNY/loan": Words("yuan", "元"),
    "million": Words("million", "万人"),
    "persons": Words("persons", "人"),
    "jobs": Words("jobs", "个岗位"),
    "jobs/post": Words("jobs a post", "个岗位"),
    "places/year": Words("places a year", "人次"),
    "places/workshop": Words("places", "个岗位"),
    "places/park": Words("places", "户"),
    "posts": Words("posts", "个岗位"),
    "workshops": Words("workshops", "个车间"),
    "parks": Words("parks", "个园区"),
}
"""Units as they follow a number; of a yearly change and of the length of a season the rest is said elsewhere."""

CHINESE_TIMES = {"million": 100.0}
"""Units that Chinese does not have: a stored number times this is one of the unit that it has (a million is 100万)."""

YEARS_OF_AGE = Words("years", "岁")
"""Chinese has one word for years of age and another for years."""


def unit_words(unit: str, name: str = "") -> Words:
    """Return the unit of an assumption, parameter or moment as it follows a number; an unknown one as it is.

    `name`: of what is counted, which tells years of age from other years.
    """
    if unit == "years" and (name.endswith("_age") or name == "age"):
        return YEARS_OF_AGE
    if unit in _PARAMETER_UNITS:
        return _PARAMETER_UNITS[unit]
    return UNITS[unit].name if unit in UNITS else Words(unit)


_IN_PERCENT = {
    "share": Words("%", "%"),
    "1/year": Words("% a year", "%"),
    "1/month": Words("% a month", "%/月"),
}
"""What is stored in [0, 1] and read in percent; that a rate is one of a year its Chinese name says."""


def assumption_words(value: float, of: str, name: str, language: Language) -> str:
    """Return the value of an assumption with its unit `of`: "41 % a year", "41%", "1,500 yuan", "1.4"."""
    words, shown = unit_words(of, name), value
    if of in _IN_PERCENT:
        words, shown = _IN_PERCENT[of], 100 * value
    number = spoken(shown, language, significant=3 if abs(shown) >= 1000 else 2)
    said = words.said(language)
    return f"{number}\u00a0{said}" if language == "en" and said else number + said


# moments and series of a calibration

MOMENTS = {
    "works_in": Words("Migrant workers at work", "在当地就业的农民工"),
    "mean_age": Words("Mean age", "平均年龄"),
    "women_share": Words("Share of women", "女性比重"),
    "over_50_share": Words("Share above 50", "50岁以上比重"),
    "college_share": Words("Share with college", "大专及以上比重"),
    "pay_ratio": Words("Outbound ÷ local income", "外出与本地月均收入之比"),
    "job_tenure": Words("Job tenure", "每份工作持续时间"),
    "time_between_jobs": Words("Time between jobs", "两份工作间隔时间"),
    "changed_job_share": Words("Jobs begun in the last 1.8 years", "近1.8年内新换的工作"),
    "back_home_share": Words("Outbound who are home four years later", "外出农民工四年后在家比重"),
    "yearly_returns": Words("Return moves in a year", "年返乡人次"),
    "business_closure_rate": Words("Businesses that close in a year", "年退出率"),
    "business_survival": Words("Five-year business survival", "五年存活率"),
    "business_age": Words("Mean age of businesses", "平均存续年限"),
    "founder_age": Words("Mean age of founders", "返乡创业人员平均年龄"),
    "founder_men_share": Words("Men among founders", "返乡创业人员中男性比重"),
}
"""By the moments that targets name; an indicator has its own words."""

_AGES = ("mean_age", "founder_age")
"""Moments and indicators whose years are years of age."""

_SIDES = {"local": Words("local", "本地"), "outbound": Words("outbound", "外出"), "all": Words("all", "全部")}
_MINUS = Words("{one} − {other}", "{one}与{other}之差")
_CHANGE = Words("yearly change", "年均变化")
_AFTER = Words("{months} months on", "{months}个月后")

SERIES = {
    "total": Words("Migrant workers", "农民工总量"),
    "outbound": Words("Outbound migrant workers", "外出农民工"),
    "local": Words("Local migrant workers", "本地农民工"),
    "pay": Words("Monthly income", "月均收入"),
    "outbound outside the province": Words("Inter-provincial", "跨省流动农民工"),
    "outbound inside the province": Words("Intra-provincial", "省内流动农民工"),
    "mean age": Words("Mean age", "平均年龄"),
    "over 50": Words("Share above 50", "50岁以上比重"),
    "pay, local": Words("Local income", "本地月均收入"),
    "pay, outbound": Words("Outbound income", "外出月均收入"),
    "pay, outbound ÷ local": Words("Outbound ÷ local income", "外出与本地月均收入之比"),
    "founders, count": Words("Returnee entrepreneurs", "返乡创业人员"),
    "workers": Words("Migrant workers", "农民工总量"),
    "outbound_inside": Words("Outbound inside the province", "省内流动农民工"),
    "outbound_outside": Words("Outbound outside the province", "跨省流动农民工"),
    "works_inside": Words("At work inside the province", "省内就业农民工"),
    "inside_share": Words("Share of outbound inside the province", "外出农民工中省内流动比重"),
    "outside_share": Words("Share of outbound outside the province", "外出农民工中跨省流动比重"),
    "new urban jobs": Words("New urban jobs", "城镇新增就业"),
    "rural labour transferred": Words("Rural labour transferred", "农村劳动力转移就业"),
    "labour transferred per year": Words("Labour transferred, more than", "年输转劳务超过"),
    "mean age, local": Words("Mean age, local", "本地农民工平均年龄"),
    "mean age, outbound": Words("Mean age, outbound", "外出农民工平均年龄"),
    "women, local": Words("Women, local", "本地农民工中女性比重"),
    "women, outbound": Words("Women, outbound", "外出农民工中女性比重"),
    "urban unemployment": Words("Surveyed urban unemployment rate", "城镇调查失业率"),
    "unemployment of migrants in towns": Words("Unemployment rate of migrants", "外来农业户籍劳动力调查失业率"),
    "lifted-out people in work": Words("Lifted-out people in work", "脱贫人口务工规模"),
    "from East": Words("From the eastern region", "东部地区输出农民工"),
    "from Central": Words("From the central region", "中部地区输出农民工"),
    "from West": Words("From the western region", "西部地区输出农民工"),
    "from Northeast": Words("From the northeastern region", "东北地区输出农民工"),
    "work in the East": Words("Work in the eastern region", "在东部地区就业农民工"),
    "work in the Central": Words("Work in the central region", "在中部地区就业农民工"),
    "work in the West": Words("Work in the western region", "在西部地区就业农民工"),
    "work in the Northeast": Words("Work in the northeastern region", "在东北地区就业农民工"),
}
"""By the published series."""


def moment_words(moment: str, selection: Mapping[str, str]) -> Words:
    """Return what a target is about: "Mean age, local − outbound, yearly change"."""
    return Words(_moment(moment, selection, "en"), _moment(moment, selection, "zh"))


def moment_unit(moment: str, selection: Mapping[str, str], unit: str) -> Words:
    """Return the unit of a target as it follows a number."""
    return YEARS_OF_AGE if selection.get("of", moment) in _AGES else unit_words(unit)


def series_words(name: str) -> Words:
    """Return the name of a published series."""
    return SERIES.get(name, Words(capitalized(name)))


def _moment(moment: str, selection: Mapping[str, str], language: Language) -> str:
    parts = [_subject(moment, selection).said(language)]
    if "status" in selection:
        side = _SIDES.get(selection["status"], Words(selection["status"])).said(language)
        minus = _SIDES.get(selection.get("minus", ""), NO_WORDS).said(language)
        parts.append(_MINUS.said(language).format(one=side, other=minus) if minus else side)
    if "place" in selection:
        parts.append(region_words(selection["place"]).said(language))
    if "change" in selection:
        parts.append(_CHANGE.said(language))
    if selection.get("months", "0") != "0":
        parts.append(_AFTER.said(language).format(months=selection["months"]))
    return capitalized(("，" if language == "zh" else ", ").join(parts))


def _subject(moment: str, selection: Mapping[str, str]) -> Words:
    if moment == "indicator":
        return quantity(selection["of"]).name
    return MOMENTS.get(moment, Words(moment.replace("_", " ")))
