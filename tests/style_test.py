#!/usr/bin/env python3
"""The part of our style that a script can see. Prints `path:line: X; use Y` and exits 1 when anything is found."""
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
MAY_INCLUDE = {"intents": {"intents"}, "storage": {"intents", "storage"}, "bot": {"intents", "storage", "bot"}}
LINES_MAX = 400
found = []


def report(path, line, what, use):
    found.append(f"{path.relative_to(ROOT)}:{line}: {what}; use {use}")


def check_includes(path, number, line):
    match = re.match(r'#include "(\w+)/', line)
    folder = path.relative_to(ROOT).parts[0]
    if match and match.group(1) in MAY_INCLUDE and match.group(1) not in MAY_INCLUDE.get(folder, MAY_INCLUDE.keys()):
        report(path, number, f"{folder}/ includes {match.group(1)}/", "the arrows bot -> storage -> intents")
    if "bot/coach/" in str(path.relative_to(ROOT)) and re.match(r"#include <(boost/asio|boost/beast|SQLiteCpp|fstream|spdlog)", line):
        report(path, number, "the coach includes an I/O header", "arguments: the coach is pure")


def check_line(path, number, line):
    check_includes(path, number, line)
    code = line.split("//")[0]
    if re.search(r"\bco_spawn\(", code) and path.name not in ("spawn.cpp", "spawn.hpp"):
        report(path, number, "a bare co_spawn", "spawn(name, …) of bot/spawn.hpp")
    if re.search(r"\basio::detached\b", code) and path.name not in ("spawn.cpp", "spawn.hpp"):
        report(path, number, "detached", "spawn(name, …): it logs what goes wrong")
    if re.search(r"SELECT \*", code):
        report(path, number, "SELECT *", "named columns")
    if re.search(r"\bstd::regex\b", code) and path.parts[-2] == "intents":
        report(path, number, "std::regex", "the token grammar: regex is too slow here")


def main():
    files = [p for folder in ("intents", "storage", "bot", "tests") for p in sorted((ROOT / folder).rglob("*"))
             if p.suffix in (".cpp", ".hpp", ".sql") and "node_modules" not in p.parts]
    for path in files:
        lines = path.read_text(encoding="utf-8").splitlines()
        if path.suffix != ".sql" and len(lines) > LINES_MAX and not any(line.startswith("// long because:") for line in lines[:5]):
            report(path, 1, f"{len(lines)} lines", f"files of at most {LINES_MAX}, or say `// long because:` at the top")
        if path.relative_to(ROOT).parts[0] != "tests":
            for number, line in enumerate(lines, 1):
                check_line(path, number, line)
    print("\n".join(found) or f"{len(files)} files follow the house style")
    return 1 if found or not files else 0


if __name__ == "__main__":
    sys.exit(main())
