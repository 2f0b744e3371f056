import shutil
from pathlib import Path

import pytest

from gateway import model_files
from gateway.model_files import CONFIGURATION, SHIPPED, ModelFilesMissing, load_name_model


def test_a_directory_of_ones_own_gives_the_same_model(tmp_path: Path) -> None:
    shutil.copytree(SHIPPED, tmp_path / "own")
    assert load_name_model(tmp_path / "own").version == load_name_model().version


def test_missing_files_are_reported(tmp_path: Path) -> None:
    with pytest.raises(ModelFilesMissing, match="cannot be read"):
        load_name_model(tmp_path)


@pytest.mark.parametrize("content", ["", "{}", "[]", '{"id2label": {"1": "O"}}'])
def test_a_damaged_configuration_is_reported(tmp_path: Path, content: str) -> None:
    (tmp_path / CONFIGURATION).write_text(content)
    with pytest.raises(ModelFilesMissing):
        load_name_model(tmp_path)


def test_a_damaged_model_is_reported(tmp_path: Path) -> None:
    shutil.copytree(SHIPPED, tmp_path / "own")
    (tmp_path / "own" / model_files.MODEL).write_bytes(b"no model")
    with pytest.raises(ModelFilesMissing):
        load_name_model(tmp_path / "own")
