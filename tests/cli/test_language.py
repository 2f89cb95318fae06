"""One language for everything that a command says: `--lang` anywhere, or the environment."""

import click
import pytest
from click.testing import CliRunner
from tests.scenario.files import ROOT

from laborsim.cli import main

PARKS = str(ROOT / "scenarios" / "parks-3000.yaml")
NATIONAL = str(ROOT / "scenarios" / "national-baseline.yaml")
BAD2 = str(ROOT / "tests" / "scenario" / "bad2.yaml")


def said(*words, **environment):
    return CliRunner().invoke(main, words, env=environment)


def commands(group=main, path=()):
    for name, command in group.commands.items():
        yield (*path, name), command
        if isinstance(command, click.Group):
            yield from commands(command, (*path, name))


@pytest.mark.parametrize(("name", "command"), [each for each in commands() if not isinstance(each[1], click.Group)])
def test_every_command_takes_the_language(name, command):
    assert "--lang" in {flag for option in command.params for flag in option.opts}, name


@pytest.mark.parametrize(
    ("words", "environment", "is_chinese"),
    [
        (("validate", PARKS), {}, False),
        (("--lang", "zh", "validate", PARKS), {}, True),
        (("validate", "--lang", "zh", PARKS), {}, True),
        (("--lang", "en", "validate", PARKS, "--lang", "zh"), {}, True),
        (("validate", PARKS), {"LABORSIM_LANG": "zh"}, True),
        (("--lang", "en", "validate", PARKS), {"LABORSIM_LANG": "zh"}, False),
        (("validate", "--lang", "en", PARKS), {"LABORSIM_LANG": "zh"}, False),
        (("validate", PARKS), {"LABORSIM_LANG": ""}, False),
    ],
)
def test_what_is_typed_last_overrules_and_all_of_it_the_environment(words, environment, is_chinese):
    found = said(*words, **environment)
    assert found.exit_code == 0
    assert ("通过" in found.output, "valid" in found.output) == (is_chinese, not is_chinese)


@pytest.mark.parametrize(("words", "environment"), [(("--lang", "fr"), {}), ((), {"LABORSIM_LANG": "中文"})])
def test_another_language_is_a_wrong_command_line(words, environment):
    found = said("validate", *words, PARKS, **environment)
    assert found.exit_code == 2
    assert "not one of 'en', 'zh'" in found.output


@pytest.mark.parametrize(
    ("words", "chinese"),
    [
        (("validate", "nowhere.yaml"), "错误：无法读取 nowhere.yaml：文件或文件夹不存在"),
        (("explain", BAD2), "错误[E201]：extnds：未识别的字段"),
        (("run", "--dry-run", BAD2), "错误[E307]：regions：未识别的地区，填写值：CN-GZS"),
        (("diff", BAD2, PARKS), "建议：是否应为 'extends'？"),
        (("new", "a", "--from", "nowhere"), "错误：没有可作为起点的情景 'nowhere'"),
        (("run", "--dry-run", PARKS), "情景与基准情景各模拟20次：需模拟40次"),
        (
            ("run", "--dry-run", "--on", "2050", PARKS),
            "错误[E702]：--on：parks-3000 的模拟期为 2024-01 至 2030-12：不含 2050",
        ),
        (("run", "--resume", "--force", PARKS), "只能选其一"),
        (("verify", "nowhere"), "nowhere: 不存在：`laborsim runs` 列出已有的模拟"),
        (("levers", "workshop"), "未识别的政策措施 'workshop'；是否应为 'workshops'？"),
        (("diff", PARKS, NATIONAL), "字段\t单位"),
    ],
)
def test_what_goes_wrong_is_said_in_chinese_by_every_command(words, chinese):
    assert chinese in said(*words, LABORSIM_LANG="zh").output
