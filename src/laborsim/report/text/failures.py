"""Why a command ended without its answer, as people read it. Needs no data: they may be what is missing."""

from laborsim.published.words import Language, Words

HINT = Words("hint: {text}", "建议：{text}")

FAILED = Words("error: {text}", "错误：{text}")
WARNING = Words("warning: {text}", "警告：{text}")
INTERRUPTED = Words("interrupted", "已中断")
TERMINATED = Words("terminated", "已终止")
DEFECT = Words("a defect in laborsim: {text}", "程序错误：{text}")
BAD_TABLE = Words("{text}", "数据表无法使用：{text}")
REPORT_IT = Words("run it again with -v and report what is printed", "请加 -v 重新运行，并将输出内容反馈给维护人员")


def failure_text(text: Words, language: Language) -> str:
    """Return why a command ended without its answer."""
    return FAILED.holding(text=text).said(language)
