"""What reading an NPZ raises that is damaged, or holds other things than arrays."""

import zipfile
import zlib

UNREADABLE = (
    ValueError, KeyError, TypeError, AttributeError, EOFError, NotImplementedError, zipfile.BadZipFile, zlib.error,
)  # fmt: skip
"""Whoever reads arrays takes all of them for one thing: the file is not what its name says."""
