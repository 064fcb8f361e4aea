#!/usr/bin/env python3
"""Holds every query of this folder against `breakeven usage --format csv` on the same log.

    sql/compare.py target/release/breakeven [LOG]

Runs what is installed (duckdb, chdb, pyspark from PyPI; sqlglot parses all of them) and says what
was skipped. Exit code 1 when rows differ.
"""

import csv
import importlib.util
import io
import json
import pathlib
import random
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).parent


def log(path, rows=4000):
    """A log with what makes others count wrong: repeats, replays, rows without ids, damage."""
    draw = random.Random(7)
    with open(path, "w", encoding="utf-8") as file:
        for number in range(rows):
            hour, model = draw.randrange(240), draw.choice(["a", "b"])
            at = f"2026-10-{5 + hour // 24:02}T{hour % 24:02}:{draw.randrange(60):02}:{draw.randrange(60):02}.{draw.randrange(1000):03}Z"
            usage = {"input_tokens": draw.randrange(3000), "output_tokens": 1}
            if draw.random() < 0.9:
                usage["cache_read_input_tokens"] = draw.randrange(90_000)
                usage["cache_creation_input_tokens"] = draw.randrange(9_000)
            elif draw.random() < 0.5:
                usage["cache_creation"] = {"ephemeral_5m_input_tokens": 5, "ephemeral_1h_input_tokens": 7}
            for repeat in range(draw.randrange(1, 4)):
                message = {"id": f"msg_{number}", "model": model, "content": 'said "output_tokens": 9', "usage": dict(usage)}
                entry = {"type": "assistant", "sessionId": "s", "requestId": f"req_{number}", "timestamp": at, "message": message}
                if draw.random() < 0.1:
                    del entry["requestId"]
                    entry["isSidechain"] = True
                elif number % 50 == 0:
                    del message["id"]
                if number % 97 == 0:
                    message["model"] = "<synthetic>"
                usage["output_tokens"] += draw.randrange(500)
                message["usage"]["output_tokens"] = usage["output_tokens"]
                if number % 31 == 0:
                    file.write(json.dumps(progress(entry)) + "\n")
                file.write(json.dumps(entry) + "\n")
            if number % 120 == 0:
                entry["message"] = {**message, "id": f"agent_{number}"}
                file.write(json.dumps(progress(entry)) + "\n")
            if number % 400 == 0:
                file.write('{"type":"assistant","message":{"usage":{"output_tokens":5\n')
            if number % 500 == 0:
                file.write('{"type":"user","message":{"content":"hello"}}\n')


def progress(entry):
    """What a session says of a response of one of its agents."""
    inner = {"type": "assistant", "message": entry["message"], "requestId": entry.get("requestId")}
    return {"type": "progress", "sessionId": "s", "timestamp": entry["timestamp"], "data": {"type": "agent_progress", "message": inner}}


def sums(rows):
    """Requests, fresh, cached, written and output of all rows; None where no row states any."""
    columns = list(zip(*rows))[2:]
    return [sum(int(cell) for cell in column if cell) if any(column) else None for column in columns]


def parsed(text):
    return list(csv.reader(io.StringIO(text)))


def plain(rows):
    return [["" if cell is None else str(cell) for cell in row] for row in rows]


def statement(name):
    return (HERE / name).read_text(encoding="utf-8")


def duckdb_rows(path):
    import duckdb

    connection = duckdb.connect()
    connection.execute(f"SET VARIABLE logs = '{path}'")
    return plain(connection.execute(statement("duckdb.sql")).fetchall())


def clickhouse_rows(path):
    import chdb

    query = statement("clickhouse.sql").replace("{logs:String}", f"'{path}'")
    query = query.replace("FORMAT CSVWithNames;", "").replace("\\N", "")
    answer = str(chdb.query(query, "CSV")).replace("\\N", "")
    return parsed(answer)


def spark_rows(path):
    from pyspark.sql import SparkSession

    spark = SparkSession.builder.master("local[1]").config("spark.sql.session.timeZone", "UTC")
    spark = spark.config("spark.ui.enabled", "false").getOrCreate()
    spark.sparkContext.setLogLevel("ERROR")
    text = "\n".join(line for line in statement("spark.sql").splitlines() if not line.startswith("--"))
    return plain(spark.sql(text.replace("${logs}", str(path)).rstrip().rstrip(";")).collect())


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    with tempfile.TemporaryDirectory() as folder:
        path = sys.argv[2] if len(sys.argv) > 2 else f"{folder}/log.jsonl"
        if len(sys.argv) < 3:
            log(path)
        run = subprocess.run([sys.argv[1], "usage", path, "--format", "csv"], capture_output=True, text=True, check=True)
        expected = sorted(parsed(run.stdout)[1:])
        print(f"breakeven: {len(expected)} rows")
        run = subprocess.run([sys.argv[1], "usage", path, "--format", "json"], capture_output=True, text=True, check=True)
        totals = json.loads(run.stdout)["totals"]
        names = ["requests", "fresh_input_tokens", "cached_read_tokens", "cache_write_tokens", "output_tokens"]
        failed = sums(expected) != [totals[name] for name in names]
        print(f"breakeven: the sums of the rows are {'not ' if failed else ''}its totals")
        for module, name, rows in [("duckdb", "DuckDB", duckdb_rows), ("chdb", "ClickHouse", clickhouse_rows), ("pyspark", "Spark", spark_rows)]:
            if importlib.util.find_spec(module) is None:
                print(f"{name}: skipped, the package {module} is not installed")
                continue
            found = sorted(rows(path))
            same = found == expected and sums(found) == sums(expected)
            print(f"{name}: {len(found)} rows, {'the same' if same else 'NOT the same'}")
            if not same:
                failed = True
                for row in [row for row in found if row not in expected][:3] + [row for row in expected if row not in found][:3]:
                    print("   ", row)
    if importlib.util.find_spec("sqlglot") is None:
        print("BigQuery: skipped, the package sqlglot is not installed")
    else:
        import sqlglot

        for dialect in ["bigquery", "duckdb", "clickhouse", "spark"]:
            sqlglot.parse_one(statement(f"{dialect}.sql").replace("`${logs}`", "x"), read=dialect)
        print("BigQuery: parsed, not run")
    sys.exit(1 if failed else 0)


main()
