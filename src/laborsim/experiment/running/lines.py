"""What is told while questions are answered: what is on disk, how sure effects are; in both languages."""

from laborsim.published.words import Words

FROM_DISK = Words("answered from disk: {folder}", "结果已在磁盘上，未重新模拟：{folder}")
SOME_ON_DISK = Words(
    "{there} of {wanted} replicates of all worlds are on disk already, {missing} to simulate",
    "各情景共{wanted}次模拟，其中{there}次已在磁盘上，尚需模拟{missing}次",
)
STEERED = Words(
    "{scenario}: what if: the base date is steered anew for {count} replicates …",
    "{scenario}：假设情形：为{count}次模拟重新校准基期……",
)
COMPILING = Words("compiling kernels (once) …", "正在编译计算内核（仅首次）……")
COMPILED = Words("compiled in {seconds:.0f} s", "编译完成，用时{seconds:.0f}秒")
PRECISE = Words(
    "{scenario}, {count} replicates: {precise} of {effects} effects are as sure as `precision:` wants",
    "{scenario}，{count}次模拟：{effects}项效应中{precise}项达到 `precision:` 要求的精度",
)
