"""Why a command ended without its answer, as people read it. Needs no data: they may be what is missing."""

from laborsim.published.words import Language, Words

HINT = Words("hint: {text}", "建议：{text}")

FAILURES = {
    1: "程序错误",
    3: "输入内容无法使用",
    5: "核算恒等式不成立",
    6: "文件无法读取或写入",
    7: "部分模拟失败，其余已保留",
    130: "运行中断，已完成部分已保存",
    143: "运行被终止，已完成部分已保存",
}
"""What an exit code means, in Chinese; the message itself is in English."""

FAILED = Words("error: {text}", "错误：{meaning}。英文说明：{text}")
INTERRUPTED = Words("interrupted", "已中断")
TERMINATED = Words("terminated", "已终止")
DEFECT = Words("a defect in laborsim: {text}", "{text}")
REPORT_IT = Words("run it again with -v and report what is printed", "请加 -v 重新运行，并将输出内容反馈给维护人员")


def failure_text(exit_code: int, text: str, language: Language) -> str:
    """Return why a command ended without its answer; in Chinese it begins with what the exit code means."""
    return FAILED.filled(language, meaning=FAILURES[exit_code], text=text)
