"""What is declared of each lever, in Chinese; the English stands in the declaration of the lever itself."""

from dataclasses import dataclass


@dataclass(frozen=True)
class MeasureText:
    """What a lever's level is, what nothing new means, who gets it, how many, what one costs, what it cannot do."""

    meaning: str
    nothing_new: str
    who: str
    capacity: str
    cost_of: str
    cannot: str


MEASURES = {
    "entrepreneurship_parks": MeasureText(
        meaning="正在运营的返乡创业园（基地）数量。",
        nothing_new="保持基期园区数量：2023年末全国2200个",
        who="符合条件：本地区正在经营的返乡创业人员；申请：创业三年以内者；录取：抽签或择优；享受：取得园区场地者",
        capacity="园区数×每园容量；场地使用至停业为止",
        cost_of="每个新增园区每年",
        cannot="约1300万返乡创业人员竞争约66万个场地：园区需要排队，不是面向全国的乘数。",
    ),
    "guaranteed_loans": MeasureText(
        meaning="单笔创业担保贷款的额度上限。担保使借款成为可能，贴息降低借款成本。",
        nothing_new="不增加担保贷款，基期数据已包含的部分除外",
        who="符合条件：本地区、本人群中需要雇工的拟创业者；知晓；申请；未被拒贷即通过；享受：实际借款者，以贷款笔数和预算为限",
        capacity="每年贷款笔数（如有设定）",
        cost_of="发放时的每1元贴息和停业时的每1元损失",
        cannot="只在资金成为约束时起作用：个体经营所需资金很少。",
    ),
    "startup_subsidy": MeasureText(
        meaning="每名通过审核的新创业者领取的补贴额。",
        nothing_new="不增加补贴，基期数据已包含的部分除外",
        who="符合条件：本地区、本人群中新创办经营主体者；知晓；申请；审核通过；享受：以预算为限",
        capacity="预算（如有设定）；先后顺序由抽签决定",
        cost_of="每发放1元",
        cannot="不能使经营主体具有生存能力；不加筛选会吸引更早退出的创业者。",
    ),
    "training_places": MeasureText(
        meaning="每年在基期以外新增的职业技能培训人次。",
        nothing_new="培训规模与基期相同",
        who="符合条件：户籍在本地区、五年内未参加培训的本人群劳动力；知晓；申请；名额内抽签；完成培训",
        capacity="每月开班人次为全年的十二分之一",
        cost_of="每培训1人次",
        cannot="培训本身不增加岗位：岗位不足时，受训者会挤占他人的岗位。",
    ),
    "public_welfare_posts": MeasureText(
        meaning="在基期以外新增的乡村公益性岗位数。",
        nothing_new="保持基期岗位，基期数据已包含",
        who="符合条件：本人群中在乡无业或本地务工者；知晓；岗位优于现状即申请；岗位内抽签",
        capacity="岗位数；在岗至期满或找到更好的工作为止",
        cost_of="每个在岗岗位每年",
        cannot="原有本地工作者上岗会腾出原岗位：总数不等于净增就业。",
    ),
    "workshops": MeasureText(
        meaning="正在运营的就业帮扶车间（2020年以前称扶贫车间）数量。",
        nothing_new="保持基期车间数量",
        who="符合条件：在乡无业者，脱贫人口优先；车间岗位优于现状即申请；享受：以空余岗位为限",
        capacity="车间数×每车间容量，扣除当月无订单的部分",
        cost_of="每个新增车间每年",
        cannot="每个车间吸纳人数少（脱贫人口平均13人）；没有订单即闲置。",
    ),
    "school_places": MeasureText(
        meaning="随迁子女在流入地公办学校就读或享受政府购买学位的比重。",
        nothing_new="保持基期比重：2023年为96.7%",
        who="符合条件：有学龄子女的劳动力；享受：按设定比重",
        capacity="不限；提升空间为3.3个百分点",
        cost_of="每个新增学位每年",
        cannot="对没有学龄子女的劳动力不起作用。",
    ),
    "settlement_access": MeasureText(
        meaning="流入地尚存的落户限制中被取消的比重（0至1）。",
        nothing_new="保持基期落户条件：常住人口300万以下城市基本放开，以上城市仍有限制",
        who="符合条件：在本地区就业或考虑前往就业者；享受：全部",
        capacity="不限；空间在于尚未放开的部分，主要集中于特大城市",
        cost_of="每名因放宽而受益的外出农民工每年",
        cannot="常住人口300万以下城市97%已经放开，剩余空间很小。",
    ),
}
"""By the name of the lever."""

DOCUMENTS = {
    "doc002": "《人力资源社会保障部等10部门关于进一步加强农民工服务保障工作的意见》（人社部发〔2024〕80号）",
    "doc003": "甘肃省人社工作会议（2020年3月24日）",
    "doc004": "县域农民工市民化质量提升行动（人社部发〔2023〕8号）问答",
}
"""Documents that name a measure, by source_id."""

GRADES = {
    "A": "因果证据，中国农民工",
    "B": "观察性证据，中国",
    "C": "因果证据，其他国家",
    "D": "专家判断",
    "E": "无",
}
"""What the evidence of an effect rests on."""

PAYERS = {"province": "省级财政", "county": "县级财政", "destination city": "流入地城市", "guarantee fund": "担保基金"}
AIMS = {"regions": "地区", "groups": "人群"}

KEYS = {
    "places_per_park": "每园容量",
    "closure_cut": "入园后避免的退出比重",
    "setup_cost_cut": "节省的创办成本比重",
    "admission": "录取方式：抽签（lottery）或择优",
    "aware_share": "知晓率",
    "apply_share": "申请率",
    "refusal_share": "拒贷率",
    "approve_share": "通过率",
    "recovery_share": "期内停业违约后追回的比重",
    "interest_rate": "无贴息贷款利率",
    "interest_subsidy_share": "财政贴息比重",
    "years": "贷款年限（年）",
    "loans_per_year": "担保基金每年可承担的贷款笔数",
    "screening": "是否只通过创业能力不低于中位数的申请人",
    "clawback_months": "停业即收回补贴的期限（月）",
    "completion_share": "完成培训的比重",
    "months": "持续时间（月）",
    "crowding_out": "每个在岗岗位挤出的本地岗位",
    "places_per_workshop": "每车间容量",
    "idle_share": "月均无订单岗位比重",
    "pay_ratio": "计件收入与本地务工收入之比",
}
"""A lever's own keys."""
