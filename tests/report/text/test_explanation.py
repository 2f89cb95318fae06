"""`explain` in Chinese says what the English page says of a scenario."""

import re

import pytest
from tests.scenario.files import HEAD, ROOT, load

from laborsim.levers.who import Who
from laborsim.report.text.explanation import chinese_explanation
from laborsim.report.text.labels import group_words
from laborsim.scenario.explanation import explanation, explanation_text
from laborsim.scenario.load import load_scenario

SHIPPED = sorted((*(ROOT / "scenarios").glob("*.yaml"), *(ROOT / "scenarios" / "gansu-200").iterdir()))
TYPED = ("  groups.", "  levers.", "  goals.", "  shocks.", "  context.", "  文件", "  问题", "  编号")


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_a_shipped_scenario_is_explained_in_chinese(path):
    loaded = load_scenario(path)
    page = chinese_explanation(loaded)
    assert len(page.split("\n\n")) == len(explanation_text(loaded).split("\n\n"))
    for line in page.splitlines():
        if not line.startswith(TYPED):
            assert (
                re.findall(r"(?<![\w.-])[A-Za-z]{2,} [a-z]{2,}", line.partition("scenarios/")[0].partition("数据表")[0])
                == []
            ), line
    for heading, rows in explanation(loaded):
        if heading in ("Values and where they stand", "Assumptions"):
            column = {"Values and where they stand": 2, "Assumptions": 3}[heading]
            assert all(row[column] in page for row in rows if ":" in row[column])


def test_shocks_groups_and_paths_are_said_in_chinese(tmp_path):
    text = (
        "levers:\n  training_places:\n    value: 50000\n    start: 2024-06\n    ramp: 6 months\n    end: 2025-06\n"
        "    regions: [CN-GS, CN-HA]\n    who: {sex: female, min_age: 30, schooling: [primary, no_school]}\n"
        "    source: x\n"
        "shocks:\n  slump: {kind: vacancies, value: 0.6, start: 2024-03, end: 2024-09, market: urban, source: x}\n"
        "  home: {kind: returns, value: 0.02, regions: [CN-GS], source: x}\n"
    )
    page = chinese_explanation(load(tmp_path, HEAD + text))
    assert "自2024年6月起逐步提高，2024年12月达到50000人次/年，至2025年6月止" in page
    assert "河南、甘肃" in page and "女性，30岁及以上，小学、未上过学" in page
    assert "slump  空缺岗位    自2024年3月起0.6倍（常态为1），至2024年9月止" in page
    assert "城镇市场，全国" in page
    assert "外出者返乡  自期初起0.02/月" in page


def test_a_scenario_without_chinese_title_is_called_as_it_is(tmp_path):
    page = chinese_explanation(load(tmp_path, HEAD + "title: Only English\n"))
    assert re.search(r"名称 +Only English\n", page) and "对比情景" in page


@pytest.mark.parametrize(
    ("who", "english", "chinese"),
    [
        ({}, "everyone", "全部人员"),
        ({"lifted_out": True}, "lifted out of poverty", "脱贫人口"),
        ({"trained": False, "max_age": 40}, "not trained, up to 40 years", "未参加技能培训，40岁及以下"),
        ({"children": True, "sex": "male"}, "with children of school age, men", "有学龄子女，男性"),
        ({"returnee": True}, "with six months of outbound work", "有6个月以上外出务工经历"),
    ],
)
def test_a_group_is_said_in_words(who, english, chinese):
    assert [group_words(Who(**who), language) for language in ("en", "zh")] == [english, chinese]


def test_every_condition_of_a_group_has_words():
    values = {"sex": "male", "min_age": 20, "max_age": 30, "schooling": ("primary",), "group": "监测对象"}
    for name in Who.model_fields:
        said = group_words(Who(**{name: values.get(name, True)}), "zh")
        assert said != "全部人员" and not re.search("[A-Za-z]", said)
