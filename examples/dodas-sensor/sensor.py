#!/usr/bin/env python3
"""Sends documents of an own sensor to the stack of a DODAS deployment, as the user dodas, which may add documents and do nothing else.

Reads documents from standard input, one JSON object a line: one is sent by itself, several in bulk. Needs Python 3.8 and no package.

    ES_URL=http://es.example.org:9200 ES_PASSWORD=… ./my-sensor | ./sensor.py
"""
import base64
import hashlib
import json
import os
import random
import sys
import time
import urllib.error
import urllib.request
from datetime import datetime, timezone

URL = os.environ.get("ES_URL", "http://127.0.0.1:9200").rstrip("/")
USERNAME = os.environ.get("ES_USERNAME", "dodas")
PASSWORD = os.environ.get("ES_PASSWORD", "")
BATCH = 500
TRIES = 8
# Too many requests, and what a proxy says while the stack is busy.
BUSY = (429, 502, 503, 504)


def complete(document):
    """With a time, and the index of its day in UTC. The id is made from the text, so that a document that is sent twice is there once."""
    document.setdefault("@timestamp", datetime.now(timezone.utc).isoformat(timespec="milliseconds"))
    try:
        when = datetime.fromisoformat(document["@timestamp"].replace("Z", "+00:00")).astimezone(timezone.utc)
    except (AttributeError, ValueError):
        sys.exit(f'"@timestamp" is not a date such as 2026-11-26T12:00:00Z: {document["@timestamp"]}')
    text = json.dumps(document, sort_keys=True)
    return f"dodas-sensors-{when:%Y.%m.%d}", hashlib.sha256(text.encode()).hexdigest()[:32], text


def request(method, path, body, content_type):
    """The status and the answer. Waits longer each time while the stack is busy, and at least as long as it asks for."""
    token = base64.b64encode(f"{USERNAME}:{PASSWORD}".encode()).decode()
    headers = {"Authorization": f"Basic {token}", "Content-Type": content_type}
    for attempt in range(TRIES):
        try:
            sent = urllib.request.Request(URL + path, data=body.encode(), headers=headers, method=method)
            with urllib.request.urlopen(sent, timeout=30) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as error:
            text = error.read().decode(errors="replace")
            if error.code not in BUSY or attempt == TRIES - 1:
                return error.code, text
            wait(attempt, error.headers.get("Retry-After"))
        except OSError as error:
            sys.exit(f"{URL} cannot be reached: {getattr(error, 'reason', error)}")
    raise AssertionError("not reached")


def wait(attempt, asked=None):
    seconds = min(30, 0.5 * 2**attempt) * random.uniform(0.5, 1)
    time.sleep(max(seconds, float(asked)) if asked and asked.isdigit() else seconds)


def send_one(document):
    index, name, text = complete(document)
    status, answer = request("PUT", f"/{index}/_create/{name}", text, "application/json")
    # 409: it is there already.
    if status not in (200, 201, 409):
        sys.exit(f"refused: {status} {answer}")


def send_many(documents):
    left = [complete(document) for document in documents]
    for attempt in range(TRIES):
        lines = [
            line
            for index, name, text in left
            for line in (json.dumps({"create": {"_index": index, "_id": name}}), text)
        ]
        status, answer = request("POST", "/_bulk", "\n".join(lines) + "\n", "application/x-ndjson")
        if status != 200:
            sys.exit(f"refused: {status} {answer}")
        results = [item["create"] for item in answer["items"]]
        for result in results:
            if result["status"] not in (200, 201, 409, 429):
                sys.exit(f"refused: {result['status']} {json.dumps(result.get('error'))}")
        # A part of the documents may be accepted: only the others are sent again.
        left = [entry for entry, result in zip(left, results) if result["status"] == 429]
        if not left:
            return
        wait(attempt)
    sys.exit(f"the stack stayed busy: {len(left)} documents were not sent")


def read(number, line):
    try:
        document = json.loads(line)
    except ValueError as error:
        sys.exit(f"line {number} is not JSON: {error}")
    if not isinstance(document, dict):
        sys.exit(f"line {number} is not a JSON object")
    return document


def main():
    documents = [read(number, line) for number, line in enumerate(sys.stdin, 1) if line.strip()]
    if len(documents) == 1:
        send_one(documents[0])
        return
    for start in range(0, len(documents), BATCH):
        send_many(documents[start : start + BATCH])


if __name__ == "__main__":
    main()
