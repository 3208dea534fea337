"""Modules that are joined do what they did apart."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from pawpop_monitoring.http.script_bundle import bundle

NODE = shutil.which("node")
MODULES = {
    "app.js": """import { double } from "./numbers.js";
import * as words from "./words.js";
const name = "app";
console.log(JSON.stringify([double(21), words.shout("hi"), name, words.count()]));
""",
    "numbers.js": """const name = "numbers";
export function double(number) {
  return number * 2;
}
""",
    "words.js": """import { double } from "./numbers.js";
const name = "words";
let calls = 0;
export const MARK = "!";
export function shout(text) {
  calls += 1;
  return `${text.toUpperCase()}${MARK}`;
}
export function count() {
  return double(calls);
}
""",
}


@pytest.mark.skipif(NODE is None, reason="there is no node to run a script with")
def test_equal_names_do_not_meet(tmp_path: Path) -> None:
    script = tmp_path / "app.mjs"
    script.write_text(bundle(MODULES, "app.js"))
    done = subprocess.run([str(NODE), str(script)], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == [42, "HI!", "app", 2]


def test_each_module_is_there_once_and_after_what_it_needs() -> None:
    text = bundle(MODULES, "app.js")
    assert text.count("const $numbers =") == 1
    assert text.index("const $numbers =") < text.index("const $words =") < text.index("const $app =")


def test_nothing_is_left_to_import() -> None:
    assert "import {" not in bundle(MODULES, "app.js")


@pytest.mark.parametrize(
    ("modules", "complaint"),
    [
        ({"app.js": 'import thing from "./thing.js";\n'}, "can't bundle this form: import thing"),
        ({"app.js": "export default 1;\n"}, "can't bundle this form: export default"),
        ({"app.js": 'import { a } from "./b.js";', "b.js": 'import { b } from "./app.js";'}, "import each other"),
    ],
)
def test_what_it_does_not_know_is_refused(modules: dict[str, str], complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        bundle(modules, "app.js")
