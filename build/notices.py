#!/usr/bin/env python3
"""Writes THIRD-PARTY-NOTICES.md: which packages the console is built from, and under which licences, as the packages say themselves.

    build/notices.py            writes it anew
    build/notices.py --check    says what differs, and ends with 1 if anything does

Reads what the last build restored (obj/project.assets.json of each project), so build first.
"""
import difflib
import json
import pathlib
import re
import sys
import xml.etree.ElementTree as xml

ROOT = pathlib.Path(__file__).resolve().parent.parent
NOTICES = ROOT / "THIRD-PARTY-NOTICES.md"
HEAD = """# Third-party notices

Ops Console is built from these packages. Each stands under its own licence, which is named as the package names it. Made by
`build/notices.py` from what the build restores; `./test.sh` checks that it is current.

The page's own script, `blazor.web.js`, comes from ASP.NET Core, as do the runtime and the framework: MIT, .NET Foundation and contributors.
"""


def restored(folder):
    """The packages of the solution's projects below a folder, with the files they restored to: {name: (version, nuspec)}."""
    found = {}
    projects = re.findall(r'"([^"]+\.csproj)"', (ROOT / "OpsConsole.sln").read_text())
    for project in sorted(path.replace("\\", "/") for path in projects):
        if not project.startswith(folder + "/"):
            continue
        assets = (ROOT / project).parent / "obj" / "project.assets.json"
        if not assets.is_file():
            sys.exit(f"{project} is not restored: build first")
        told = json.loads(assets.read_text())
        homes = [pathlib.Path(home) for home in told["packageFolders"]]
        for key, library in told["libraries"].items():
            if library["type"] != "package":
                continue
            name, version = key.split("/")
            spec = next((home / library["path"] / f"{name.lower()}.nuspec" for home in homes if (home / library["path"]).is_dir()), None)
            found[name] = (version, spec)
    return found


def text(metadata, name):
    node = next((node for node in metadata if node.tag.split("}")[-1] == name), None)
    return node, re.sub(r"\s+", " ", (node.text or "").strip()) if node is not None else ""


def licence(spec, metadata):
    """An SPDX expression, the first line of a licence's file, or its address."""
    node, said = text(metadata, "license")
    if node is not None and node.get("type") == "expression":
        return said
    if node is not None and node.get("type") == "file":
        path = spec.parent / said.replace("\\", "/")
        lines = [line.strip(" #*\ufeff") for line in path.read_text(errors="replace").splitlines()] if path.is_file() else []
        return next((line for line in lines if line), said)
    return text(metadata, "licenseUrl")[1] or "not named by the package"


def row(name, version, spec):
    if spec is None or not spec.is_file():
        sys.exit(f"{name} {version} is not restored: build first")
    metadata = next(node for node in xml.parse(spec).getroot() if node.tag.split("}")[-1] == "metadata")
    home = text(metadata, "projectUrl")[1] or (text(metadata, "repository")[0].get("url") if text(metadata, "repository")[0] is not None else "")
    shown = f"[{name}]({home})" if home else name
    who = (text(metadata, "copyright")[1] or text(metadata, "authors")[1]).replace("|", "\\|")
    return f"| {shown} | {version} | {licence(spec, metadata)} | {who} |"


def table(title, packages):
    rows = [row(name, *packages[name]) for name in sorted(packages, key=str.lower)]
    return "\n".join([f"\n## {title}\n", "| Package | Version | Licence | Whose |", "|---|---|---|---|", *rows, ""])


def main():
    shipped = restored("src")
    tested = {name: it for name, it in restored("tests").items() if name not in shipped}
    made = HEAD + table("Of the console and its sandbox", shipped) + table("Of the tests alone", tested)
    if sys.argv[1:] != ["--check"]:
        NOTICES.write_text(made)
        return
    there = NOTICES.read_text() if NOTICES.is_file() else ""
    differs = list(difflib.unified_diff(there.splitlines(), made.splitlines(), "THIRD-PARTY-NOTICES.md", "what the build restores", lineterm="", n=0))
    if differs:
        sys.exit("\n".join([*differs, "build/notices.py writes it anew"]))


main()
