"""Which tests a change touches, in a small checkout."""

from pathlib import Path

import pytest

from affected.selection import affected_tests

UNDER = Path("tests/unit")
FILES = {
    "layers/common/shop/__init__.py": "",
    "layers/common/shop/price.py": "",
    "layers/common/shop/basket.py": "def total():\n    from shop.price import price\n",
    "layers/common/shop/texts/__init__.py": "",
    "layers/common/shop/texts/hello.toml": "",
    "functions/pay/app.py": "import shop.basket\n",
    "shared/tool/__init__.py": 'FILE = "template.yaml"\n',
    "tests/unit/conftest.py": "from tests.fakes import clock\n",
    "tests/fakes/clock.py": "",
    "tests/unit/test_price.py": "from shop import price\n",
    "tests/unit/test_pay.py": "from functions.pay.app import run\n",
    "tests/unit/test_tool.py": "import tool\n",
    "tests/unit/test_texts.py": "from shop.texts import hello\n",
    "tests/integration/test_price.py": "from shop import price\n",
}
ALL = {"test_price.py", "test_pay.py", "test_tool.py", "test_texts.py"}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    return tmp_path


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ([], set()),
        (["layers/common/shop/price.py"], {"test_price.py", "test_pay.py"}),
        (["layers/common/shop/basket.py"], {"test_pay.py"}),
        (["layers/common/shop/__init__.py"], {"test_price.py", "test_pay.py", "test_texts.py"}),
        (["functions/pay/app.py"], {"test_pay.py"}),
        (["tests/unit/test_tool.py"], {"test_tool.py"}),
        (["tests/fakes/clock.py"], ALL),
        (["tests/unit/conftest.py"], ALL),
        (["template.yaml"], {"test_tool.py"}),
        (["layers/common/shop/texts/hello.toml"], {"test_texts.py"}),
        (["CHANGELOG.md"], set()),
        (["layers/common/shop/gone.py", "tests/unit/test_gone.py"], set()),
    ],
)
def test_tests_are_those_that_need_what_has_changed(root: Path, changed: list[str], expected: set[str]) -> None:
    found = affected_tests(root, [Path(name) for name in changed], UNDER)
    assert {test.name for test in found} == expected
    assert all(test.is_relative_to(UNDER) for test in found)
