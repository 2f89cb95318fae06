"""A data file is the values in it."""

import hashlib
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest

from laborsim.experiment.store.run_id import data_hashes
from laborsim.identity.canonical_json import canonical, plain_hash
from laborsim.identity.data import data_hash
from laborsim.published.data_tables import DATA

TABLE = "code,name,value\nCN-GS,Gansu,1.50\nCN-GD,007,2\n"
PLAIN = '{"a": [1, 2.5, "1"], "b": null}'
YAML = "# a comment\na: [1, 2.5, '1']\nb: null\n"


def hashed(folder: Path, name: str, content: str | bytes) -> str:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return data_hash(path)


@pytest.mark.parametrize(
    ("name", "content", "same"),
    [
        ("t.csv", TABLE, TABLE.replace("\n", "\r\n")),
        ("t.csv", TABLE, TABLE.replace("Gansu", '"Gansu"')),
        ("t.csv", TABLE, TABLE.replace("1.50", "1.5").replace(",2\n", ", 2.0\n")),
        ("t.csv", TABLE, TABLE.replace("CN-GD", "\nCN-GD")),
        ("t.json", PLAIN, '{\n "b": null,\n "a": [1.0, 25e-1, "1"]\n}\n'),
        ("t.yaml", YAML, "b:\na:\n- 1  # one\n- 2.50\n- \"1\"\n"),
    ],
)  # fmt: skip
def test_quotes_spaces_comments_and_the_way_a_number_is_written_do_not_count(
    tmp_path: Path, name: str, content: str, same: str
) -> None:
    assert content != same
    assert hashed(tmp_path, name, content) == hashed(tmp_path, name, same)


@pytest.mark.parametrize(
    ("name", "content", "other"),
    [
        ("t.csv", TABLE, TABLE.replace("1.50", "1.51")),
        ("t.csv", TABLE, TABLE.replace("Gansu", "gansu")),
        ("t.csv", TABLE, TABLE.replace("Gansu", " Gansu")),
        ("t.csv", TABLE, TABLE.replace("007", "7")),
        ("t.csv", TABLE, TABLE.replace("code,name", "name,code")),
        ("t.csv", "a,b\n12,3\n", "a,b\n1,23\n"),
        ("t.csv", "a\n9007199254740993\n", "a\n9007199254740992\n"),
        ("t.json", PLAIN, PLAIN.replace('"1"', "1")),
        ("t.json", PLAIN, PLAIN.replace("null", "false")),
        ("t.yaml", YAML, YAML.replace("'1'", "1")),
        ("t.txt", "a", "a "),
    ],
)
def test_another_value_is_other_data(tmp_path: Path, name: str, content: str, other: str) -> None:
    assert hashed(tmp_path, name, content) != hashed(tmp_path, name, other)


def test_an_array_counts_with_its_type_and_shape_and_not_with_how_it_is_packed(tmp_path: Path) -> None:
    values = np.arange(6.0)
    arrays = {
        "plain": values,
        "typed": values.astype(np.float32),
        "shaped": values.reshape(2, 3),
        "other": values + 1,
    }
    found = {}
    for name, array in arrays.items():
        np.savez(tmp_path / f"{name}.npz", values=array)
        found[name] = data_hash(tmp_path / f"{name}.npz")
    assert len(set(found.values())) == len(arrays)
    np.savez_compressed(tmp_path / "packed.npz", values=values)
    assert data_hash(tmp_path / "packed.npz") == found["plain"]


@pytest.mark.parametrize("name", ["t.json", "t.npz", "t.yaml", "t.csv"])
def test_every_byte_counts_of_a_file_that_is_not_what_its_name_says(tmp_path: Path, name: str) -> None:
    damaged = b"\xff{[: \x00"
    assert hashed(tmp_path, name, damaged) != hashed(tmp_path, name, damaged + b"\x01")


def flipped(content: bytes, at: int) -> bytes:
    return content[:at] + bytes(byte ^ 255 for byte in content[at : at + 40]) + content[at + 40 :]


@pytest.mark.parametrize("kind", ["cut short", "bytes changed", "one array and no archive", "pickled"])
def test_arrays_that_cannot_be_read_are_hashed_byte_by_byte(tmp_path: Path, kind: str) -> None:
    whole, single, pickled = BytesIO(), BytesIO(), BytesIO()
    np.savez_compressed(whole, values=np.random.default_rng(1).normal(size=500))
    np.save(single, np.arange(9.0))
    np.savez(pickled, values=np.array([{}], dtype=object))
    content = whole.getvalue()
    damaged = {
        "cut short": content[: len(content) // 2],
        "bytes changed": flipped(content, 1000),
        "one array and no archive": single.getvalue(),
        "pickled": pickled.getvalue(),
    }[kind]
    assert hashed(tmp_path, "t.npz", damaged) == plain_hash([".npz", hashlib.sha256(damaged).hexdigest()])


def test_every_shipped_file_is_read_as_what_its_name_says() -> None:
    assert not any(name.startswith("fonts/") for name in data_hashes())  # with which nothing is simulated
    for path in (DATA / name for name in data_hashes()):
        content = hashlib.sha256(path.read_bytes()).hexdigest()
        assert data_hash(path) != plain_hash([path.suffix, content]), path.name


def test_plain_data_has_one_text(tmp_path: Path) -> None:
    assert canonical({"b": 1, "a": ["é"]}) == '{"a":["é"],"b":1}'
    with pytest.raises(ValueError, match="JSON compliant"):
        canonical(float("nan"))
