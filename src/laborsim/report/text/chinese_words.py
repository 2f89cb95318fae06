"""Chinese words that no line break divides: terms of the field, and the names of places, levers and statuses."""

from functools import cache

from laborsim.levers import catalogue
from laborsim.published.regions import province_table

LONGEST = 8
"""Characters up to which a name is a word; a longer one is divided between the terms of which it consists."""

_TERMS = (
    "农民工 农民工总量 本地农民工 外出农民工 失业农民工 劳动力 农村户籍 农业户籍 户籍限制 同乡网络 家乡偏好 "
    "本地务工 省内流动 跨省流动 返乡创业 返乡入乡 创业人员 返乡创业人员 帮扶岗位 失业求职 在乡务农 未就业 就业状况 "
    "就业人数 脱贫人口 务工规模 返乡人次 外出人次 外出务工 新创办 经营主体 退出数 "
    "失业率 调查失业率 登记失业率 城镇调查失业率 城镇登记失业率 城镇新增就业 月均收入 城镇居民 可支配收入 名义增速 "
    "平均年龄 入驻率 入驻容量 财政支出 累计财政支出 "
    "公益性岗位 公益岗位 乡村公岗 帮扶车间 扶贫车间 创业园 返乡创业园 担保贷款 创业担保贷款 创业补贴 "
    "技能培训 随迁子女 放宽落户 "
    "基准情景 政策情景 情景 模拟 模拟次数 配对 随机种子 随机波动 不确定性 运行编号 中位数 均值 参数 阴影 "
    "预测区间 置信区间 可信区间 模拟区间 区间 统计上 不显著 政策效应 平均效应 效应 最小可检出效应 预期目标 "
    "不足 未给出 正在经营 影响 变化 数值 新创办 外推部分 "
    "外生设定 经济增长 收入增长 百分点 个百分点 自治区 直辖市 香港 澳门 台湾省 特别行政区"
)
"""Source: the terms of the Bureau of Statistics and of the documents (docs/glossary.md), and of statistics."""


@cache
def undivided() -> tuple[str, ...]:
    """Return the words, the longest first."""
    places = [province.name_zh for province in province_table()]
    levers = [lever.DECLARATION.title_zh for lever in catalogue().values()]
    words = {word for word in (*_TERMS.split(), *places, *levers) if len(word) <= LONGEST}
    return tuple(sorted(words, key=lambda word: (-len(word), word)))
