"""The names of uncertain assumptions in figures, in both languages."""

from laborsim.levers import catalogue
from laborsim.report.language import capitalized, inside_sentence
from laborsim.report.phrases import Words

LEVEL = "level"

_NAMES = {
    "income_elasticity": ("Income elasticity of destinations", "目的地收入弹性"),
    "nest_home": ("Likeness of local work and founding", "本地务工与创业的相似度"),
    "nest_away": ("Likeness of destinations away", "省外目的地的相似度"),
    "distance_pay": ("Pay that distance needs", "距离的工资补偿"),
    "housing_share": ("Weight of rent", "房租权重"),
    "network": ("Pull of people from home", "同乡网络作用"),
    "registration_barrier": ("Loss by closed registration", "户籍门槛损失"),
    "left_behind_cost": ("Cost of leaving a child behind", "子女留守成本"),
    "accompany_share": ("Parents who take children along", "携带子女的比例"),
    "reconsider_rate": ("How often people think again", "重新考虑的频率"),
    "festival_peak": ("Peak after the Spring Festival", "春节后高峰"),
    "festival_days": ("Length of that season", "春节后季节长度"),
    "stay": ("Habit of staying put", "保持现状的倾向"),
    "stay_place": ("Habit of seeking where one is", "就地求职的倾向"),
    "wait": ("Value of waiting a month", "等待一个月的价值"),
    "type_spread": ("Spread of attachment to home", "恋家程度差异"),
    "attachment_age": ("Attachment by age", "恋家随年龄变化"),
    "attachment_female": ("Attachment of women", "女性恋家程度"),
    "attachment_children": ("Attachment of parents", "有子女者恋家程度"),
    "attachment_college": ("Attachment with college", "大专以上恋家程度"),
    "out_age": ("Pull of rest with age", "年长者休息的价值"),
    "home_income_yuan": ("Income at home without a job", "在家无业收入"),
    "care_bonus": ("Value of work near children", "兼顾照料的价值"),
    "zone_pull": ("Pull of zones that grow", "增长地区的吸引力"),
    "return_to_schooling": ("Return to schooling", "教育回报"),
    "pay_gap_female": ("Pay gap of women", "女性工资差距"),
    "pay_peak_age": ("Age of highest pay", "工资最高年龄"),
    "pay_age_curve": ("Bend of pay with age", "工资年龄曲线"),
    "training_gain": ("Pay gain of training", "培训工资增幅"),
    "training_fade": ("Fading of that gain", "培训收益衰减"),
    "arrears_share": ("Workers owed wages", "被欠薪比例"),
    "arrears_loss": ("Pay they are owed", "欠薪金额"),
    "saving_share": ("Saved part of pay", "工资储蓄率"),
    "savings_spent": ("Savings spent in a year", "储蓄年支出"),
    "home_spending_yuan": ("Spending without pay", "无收入时支出"),
    "separation_rate": ("Jobs that end in a year", "年离职率"),
    "job_to_job": ("Direct moves between jobs", "直接换工比例"),
    "matching_elasticity": ("Matching elasticity", "匹配弹性"),
    "vacancy_share": ("Vacancies at the start", "初始空缺率"),
    "wage_curve": ("Wage curve", "工资曲线弹性"),
    "labor_demand": ("Labor demand elasticity", "劳动需求弹性"),
    "local_multiplier": ("Local job multiplier", "本地就业乘数"),
    "unemployment_county": ("County unemployment at the start", "县域初始失业率"),
    "growth_jobs": ("Jobs by GDP growth", "经济增长带动就业"),
    "urban_employed_share": ("Urban residents with a job", "城镇居民就业率"),
    "employer_ideas": ("Ideas that need employees", "需雇员的创业想法"),
    "jobs_per_founder": ("Jobs per founder", "创业者带动就业"),
    "setup_cost_own_yuan": ("Set-up cost, own account", "自营创办成本"),
    "setup_cost_employer_yuan": ("Set-up cost, employer", "雇主创办成本"),
    "credit_multiple": ("Credit per own yuan", "信贷倍数"),
    "profit_ratio_own": ("Profit of own-account work", "自营利润"),
    "profit_ratio_employer": ("Profit of employers", "雇主利润"),
    "profit_skill": ("Profit by skill", "技能利润弹性"),
    "closure_skill": ("Fewer closures by skill", "技能降低倒闭"),
    "closure_own_account": ("Closures of own-account work", "自营倒闭率"),
    "closure_employer": ("Closures of employers", "雇主倒闭率"),
    "skill_experience": ("Skill by experience away", "外出经验技能"),
    "skill_training": ("Skill by training", "培训技能"),
    "skill_founded": ("Skill by an earlier business", "创业经验技能"),
    "returnee_odds": ("Returnees' odds of founding", "返乡者创业几率"),
    "risk_aversion": ("Risk aversion", "风险厌恶"),
    "subsidy_months": ("Months a subsidy is spread over", "补贴分摊月数"),
    "park_queue_months": ("Age up to which parks admit", "入园企业年限"),
    "workshop_ask": ("Asking for workshop places", "申请车间频率"),
    "reserve_persons": ("People at home who could join", "潜在劳动力"),
    "places_per_park": ("places per park", "每园容量"),
    "closure_cut": ("closures avoided", "避免的倒闭"),
    "setup_cost_cut": ("set-up cost saved", "节省的创办成本"),
    "aware_share": ("share who know of it", "知晓比例"),
    "apply_share": ("share who apply", "申请比例"),
    "approve_share": ("share approved", "批准比例"),
    "refusal_share": ("share refused", "拒绝比例"),
    "default_loss_share": ("loss to default", "违约损失"),
    "interest_rate": ("interest", "利率"),
    "crowding_out": ("jobs crowded out", "挤出的岗位"),
    "completion_share": ("share who complete", "完成比例"),
    "places_per_workshop": ("places per workshop", "每车间容量"),
    "idle_share": ("idle places", "闲置比例"),
    "pay_ratio": ("piece pay", "计件工资"),
    LEVEL: ("level reached", "实际水平"),
}

_LEVERS = {
    "entrepreneurship_parks": ("Parks", "创业园"),
    "guaranteed_loans": ("Loans", "担保贷款"),
    "public_welfare_posts": ("Posts", "公益岗位"),
    "school_places": ("School places", "学位"),
    "settlement_access": ("Settlement", "落户"),
    "startup_subsidy": ("Subsidy", "创业补贴"),
    "training_places": ("Training", "培训"),
    "workshops": ("Workshops", "帮扶车间"),
}


def factor_words(name: str, lever: str = "") -> Words:
    """Return the name of a parameter, or of something assumed about a lever (by its key)."""
    own = _own_words(name)
    if not lever:
        return own
    of = _lever_words(lever)
    return Words(f"{of.en}: {own.en}", f"{of.zh}：{own.zh}" if own.zh else "")


def factor_in_title(name: str, lever: str = "") -> Words:
    """Return the same name for a title, which may have a colon of its own: "Share who know of it (posts)"."""
    own = _own_words(name)
    if not lever:
        return own
    of = _lever_words(lever)
    return Words(capitalized(f"{own.en} ({inside_sentence(of.en)})"), f"{own.zh}（{of.zh}）" if own.zh else "")


def _own_words(name: str) -> Words:
    return Words(*_NAMES.get(name, (name.replace("_", " ").capitalize(), "")))


def _lever_words(lever: str) -> Words:
    kind, _, instance = lever.partition("/")
    of, of_zh = _LEVERS.get(kind, (kind, catalogue()[kind].DECLARATION.title_zh if kind in catalogue() else kind))
    if instance:
        of, of_zh = f"{of} {instance}", f"{of_zh}{instance}"
    return Words(of, of_zh)


_UNITS = {
    "1": ("", ""),
    "share": ("", ""),
    "ratio": ("", ""),
    "1/month": ("a month", "/月"),
    "1/year": ("a year", "/年"),
    "1/10 years": ("per 10 years", "/10年"),
    "1/years²": ("per year squared", "/年²"),
    "%": ("%", "%"),
    "yuan": ("yuan", "元"),
    "yuan/month": ("yuan a month", "元/月"),
    "yuan/year": ("yuan a year", "元/年"),
    "CNY/founder": ("yuan", "元"),
    "CNY/loan": ("yuan", "元"),
    "places/year": ("places a year", "个名额/年"),
    "places/workshop": ("places", "个名额"),
    "months": ("months", "个月"),
    "days": ("days", "天"),
    "years": ("years", "岁"),
    "persons": ("persons", "人"),
    "jobs": ("jobs", "个岗位"),
    "jobs/post": ("jobs a post", "个岗位"),
    "places/park": ("places", "个名额"),
    "posts": ("posts", "个岗位"),
    "workshops": ("workshops", "个车间"),
    "parks": ("parks", "个园区"),
}


def unit_words(unit: str, name: str = "") -> Words:
    """Return the unit of an assumption as it follows a number; nothing where the number says it all.

    `name`: of the assumption; Chinese has one word for years of age and another for years.
    """
    if unit == "years" and not name.endswith("_age"):
        return Words("years", "年")
    english, chinese = _UNITS.get(unit, (unit, unit))
    return Words(english, chinese)
