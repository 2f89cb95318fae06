"""What the system says of a file that it does not read or write, in both languages."""

import errno

from laborsim.published.words import Words

REASONS = {
    errno.ENOENT: "文件或文件夹不存在",
    errno.EEXIST: "文件已存在",
    errno.EACCES: "没有权限",
    errno.EPERM: "不允许此操作",
    errno.EISDIR: "是文件夹",
    errno.ENOTDIR: "不是文件夹",
    errno.ENOSPC: "磁盘空间不足",
    errno.EROFS: "磁盘只读",
    errno.EBUSY: "正在使用",
    errno.ENOTEMPTY: "文件夹不为空",
    errno.ELOOP: "符号链接过多",
    errno.ENAMETOOLONG: "文件名过长",
}
"""The commonest reasons in Chinese, by the system's number; the others stay in the system's words."""


def reason(error: Exception) -> Words:
    """Return why a file could not be read or written, without its name where the system tells both apart."""
    said = getattr(error, "strerror", None)
    return Words(said, REASONS.get(getattr(error, "errno", None) or 0, "")) if said else Words(str(error))


def reason_and_file(error: OSError) -> Words:
    """Return why a file could not be read or written, and which."""
    if not (error.strerror and error.filename):
        return Words(str(error), reason(error).zh)
    return Words("{reason}: {file}", "{reason}：{file}").holding(reason=reason(error), file=error.filename)
