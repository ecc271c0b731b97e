#!/usr/bin/env python3
"""Verifies an export of the audit with nothing but the key file. Written from docs/audit-format.md, knows no line of the console.

usage: verify.py [--selection] KEYS EXPORT.jsonl [ANCHORS.jsonl]
  --selection   the export was narrowed by filters: entries may be left out
Exit code: 0 good, 1 bad, 2 could not be verified.
"""
import base64
import hashlib
import hmac
import json
import sys


def canonical(value):
    """RFC 8785 for texts, whole numbers, true, false, null, lists and groups. Keys go by UTF-16 code units."""
    if isinstance(value, dict):
        names = sorted(value, key=lambda name: name.encode("utf-16-be", "surrogatepass"))
        return "{" + ",".join(canonical(name) + ":" + canonical(value[name]) for name in names) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(canonical, value)) + "]"
    if isinstance(value, float):
        raise ValueError("a fraction")
    return json.dumps(value, ensure_ascii=False)


def read_keys(path):
    keys = {}
    with open(path, encoding="utf-8") as lines:
        for line in map(str.strip, lines):
            if line and not line.startswith("#"):
                name, text = line.split()
                key = base64.b64decode(text)
                if hashlib.sha256(b"ops-console audit key\n" + key).hexdigest()[:12] != name:
                    raise ValueError("the key file is damaged: key " + name)
                keys[name] = key
    return keys


def is_made_with(key, value, mac):
    return hmac.compare_digest(hmac.new(key, canonical(value).encode(), hashlib.sha256).hexdigest(), mac)


def read_line(line):
    try:
        whole = json.loads(line)
        return whole["body"], whole["hash"], int(whole["body"]["sequence"])
    except (ValueError, KeyError, TypeError):
        return None


def verify(keys, lines, selection):
    """Gives the hashes by sequence; ends at the first bad entry."""
    hashes, last, previous, due = {}, None, None, None
    for line in lines:
        expected = 1 if last is None else last + 1
        read = read_line(line)
        if read is None:
            bad(expected, "no line of an export")
        body, mac, sequence = read
        if last is not None and sequence <= last:
            bad(expected, "stands twice or in the wrong place")
        if last is not None and sequence > expected and not selection:
            bad(expected, "missing")
        if body["keyId"] not in keys:
            bad(sequence, "made with key %s, which the key file does not hold" % body["keyId"])
        try:
            good = is_made_with(keys[body["keyId"]], body, mac)
        except ValueError:
            good = False
        if not good:
            bad(sequence, "changed, or made without the key")
        joined = last is not None and sequence == expected
        if (joined and body["previousHash"] != previous) or (sequence == 1 and body["previousHash"] != ""):
            bad(sequence, "does not continue the entry before it")
        if joined and body["keyId"] != due:
            bad(sequence, "made with key %s, and no rotation announced it" % body["keyId"])
        due = body["parameters"]["newKeyId"] if body["action"] == "audit-rotate-key" else body["keyId"]
        last, previous, hashes[sequence] = sequence, mac, mac
    return hashes


def compare(keys, hashes, anchors):
    for line in anchors:
        anchor = json.loads(line)
        mac = anchor.pop("mac")
        if not is_made_with(keys[anchor["keyId"]], anchor, mac):
            fail("a forged anchor: " + line.strip())
        if anchor["sequence"] > max(hashes):
            fail("the file ends at entry %d, anchor %d is later" % (max(hashes), anchor["sequence"]))
        if anchor["hash"] != hashes.get(anchor["sequence"], anchor["hash"]):
            bad(anchor["sequence"], "an anchor knows another entry")


def bad(sequence, what):
    fail("entry %d: %s" % (sequence, what))


def fail(what):
    print(what)
    sys.exit(1)


if __name__ == "__main__":
    arguments = [one for one in sys.argv[1:] if one != "--selection"]
    if len(arguments) not in (2, 3):
        print(__doc__)
        sys.exit(2)
    known = read_keys(arguments[0])
    with open(arguments[1], encoding="utf-8", newline="\n") as export:
        found = verify(known, export, "--selection" in sys.argv)
    if len(arguments) == 3:
        with open(arguments[2], encoding="utf-8") as witnesses:
            compare(known, found, witnesses)
    print("%d entries, %d to %d: good" % (len(found), min(found, default=0), max(found, default=0)))
