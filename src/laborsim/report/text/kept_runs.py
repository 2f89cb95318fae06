"""What lies in the folder of runs, and what would be lost by removing it, in words."""

from laborsim.published.words import Words

REPLICATES = Words("{count} replicates", "{count}次模拟")
DRAFT = Words("DRAFT", "试算")
DAMAGED = Words("damaged", "已损坏")
UNFINISHED = Words("unfinished, {count} replicates", "未完成，{count}次模拟")
SIMULATED = Words("worlds kept for answers", "供各项分析使用的模拟结果")
TOTAL = Words("total: {size} in {runs} runs and what lies beside them", "合计：{size}，含{runs}个模拟及其附属文件")

GOES = Words("would be lost: {what}", "将删除：{what}")
ALONG = Words("and with it, as nobody else needs it: {what}", "一并删除（已无其他用途）：{what}")
STAYS = Words("stays: {path}: {reason}", "保留：{path}：{reason}")
WHOLE = Words("whole", "完整")
"""Of a run whose files are all as its manifest says."""

PAIRED = Words("{count} replicates compared with {baseline}", "{count}次模拟，与{baseline}配对")
TOOK = Words("its command took {seconds} s", "命令用时{seconds}秒")
FREED = Words("{count} folders, {size} on disk become free", "共{count}个文件夹，释放磁盘空间{size}")
NOTHING = Words("nothing to remove", "没有可删除的内容")
SURE = Words(
    "Remove them? What was simulated for them would have to be simulated again", "确认删除？再次使用时须重新模拟"
)
REMOVED = Words("removed: {path}", "已删除：{path}")

KILOBYTE, MEGABYTE = 1e3, 1e6


def size_words(size: int) -> str:
    """Return a number of bytes as people read it: "12.3 MB"."""
    if size < MEGABYTE:
        return f"{size / KILOBYTE:,.0f} kB"
    return f"{size / MEGABYTE:,.1f} MB"
