"""What a study says of the firm that reports: looked at at once, mistakes with their line."""

from __future__ import annotations

import zipfile
from io import BytesIO
from typing import TYPE_CHECKING

import pytest

from gapkit.errors import StudyError
from gapkit.study import read_study
from gapkit.study.template import write_template
from tests.report.hostile import logo

if TYPE_CHECKING:
    from pathlib import Path


def study(folder: Path, brand: str) -> Path:
    write_template(folder)
    path = folder / "study.toml"
    path.write_text(path.read_text(encoding="utf-8") + f"\n[brand]\n{brand}\n", encoding="utf-8")
    return path


def refused(folder: Path, brand: str) -> str:
    path = study(folder, brand)
    with pytest.raises(StudyError) as caught:
        read_study(path)
    (problem,) = caught.value.problems
    line = len(path.read_text(encoding="utf-8").splitlines())
    assert problem.where == f"{path}:{line}"
    return str(problem)


def a_presentation(folder: Path) -> None:
    with zipfile.ZipFile(folder / "brand.pptx", "w") as archive:
        archive.writestr("ppt/presentation.xml", "")


def test_no_brand_is_gapkits_own(tmp_path: Path) -> None:
    write_template(tmp_path)
    brand = read_study(tmp_path / "study.toml").brand
    assert (brand.template, brand.logo, brand.colour) == (None, None, "")


@pytest.mark.parametrize("kind", ["png", "jpeg"])
def test_template_logo_and_colour(tmp_path: Path, kind: str) -> None:
    (tmp_path / "logo").write_bytes(logo(kind).data)
    a_presentation(tmp_path)
    lines = 'template = "brand.pptx"\nlogo = "logo"\ncolour = "#05A"'
    brand = read_study(study(tmp_path, lines)).brand
    assert brand.template == tmp_path.resolve() / "brand.pptx"
    assert brand.logo == logo(kind)
    assert brand.colour == "#0055aa"


@pytest.mark.parametrize("colour", ["blue", "#12345", "005bac", "#00gg00", "#005bac;x", " #005bac"])
def test_a_colour_that_is_none_is_refused(tmp_path: Path, colour: str) -> None:
    assert 'colour = "#005bac"' in refused(tmp_path, f'colour = "{colour}"')


def cut_short() -> bytes:
    """Half a picture, as a broken download leaves it."""
    from PIL import Image

    buffer = BytesIO()
    Image.radial_gradient("L").save(buffer, "PNG")
    return buffer.getvalue()[: len(buffer.getvalue()) // 2]


@pytest.mark.parametrize(
    "data",
    [b"", b"GIF89a", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"\x89PNG\r\n\x1a\n broken",
     cut_short(), b"\xff\xd8\xff\xe0 broken"],
)  # fmt: skip
def test_a_logo_that_is_no_picture_is_refused(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "logo.png").write_bytes(data)
    assert "no picture that can be read" in refused(tmp_path, 'logo = "logo.png"')


def test_a_logo_that_is_too_heavy_is_refused(tmp_path: Path) -> None:
    (tmp_path / "logo.png").write_bytes(logo().data + bytes(1 << 20))
    assert "1.0 MB" in refused(tmp_path, 'logo = "logo.png"')


def test_a_template_that_is_no_presentation_is_refused(tmp_path: Path) -> None:
    (tmp_path / "brand.pptx").write_text("none")
    assert "Save the template in PowerPoint" in refused(tmp_path, 'template = "brand.pptx"')


@pytest.mark.parametrize("key", ["template", "logo"])
def test_a_file_that_is_not_there_is_named(tmp_path: Path, key: str) -> None:
    assert "there is no such file" in refused(tmp_path, f'{key} = "nowhere.png"')


def test_an_unknown_key_brings_the_nearest(tmp_path: Path) -> None:
    assert "Did you mean 'colour'?" in refused(tmp_path, 'color = "#005bac"')
