"""The sum of a draw in plain Python and, where it is installed, in numpy: what `cargo bench --bench engine`
is compared with.

    breakeven --volume 5M/day --format json | python3 benches/engine/draws.py

Reads a report of a level demand on machines that never sleep, without batches, cliffs or a bill that is more than
its tokens. At the typical values both sums are held to what the report says of each option.
"""

import json
import math
import random
import sys
import time

# How far each input is drawn: as a factor, the last ones as themselves.
FACTORS = {"api": (0.7, 1.4), "price": (0.8, 1.3), "resale": (0.6, 1.4), "watts": (0.9, 1.1), "rent": (0.8, 1.3),
           "throughput": (0.6, 1.7), "electricity": (0.7, 1.8)}
TYPICAL = {name: 1.0 for name in FACTORS}
KNOTS = [1.0 - (1.0 - index / 31.0) ** 2 for index in range(32)]


def stated(report):
    work, assumed = report["workload"], report["assumptions"]
    tokens = work["tokens_per_day"]
    return {**TYPICAL, "hours_of_work": assumed["operations_hours_per_month"],
            "mix": 1.0 - work["output_tokens_per_day"] / tokens,
            "cached": work["cached_input_tokens_per_day"] / tokens,
            "trend": assumed["api_price_trend_percent_per_year"] / 100.0, "peak": work["peak_factor"]}


def drawn(report, pick):
    usual = stated(report)
    draw = {name: pick(*ends) for name, ends in FACTORS.items()}
    return {**usual, **draw, "hours_of_work": pick(0.0, 2.0), "mix": pick(0.5, 0.97), "cached": pick(0.0, 0.5),
            "trend": pick(-0.3, 0.0), "peak": pick(1.0, usual["peak"])}


def cost(report, option, world, xp):
    """Dollars over the horizon; `xp` has `ceil`, `interp` and `where`."""
    work, assumed = report["workload"], report["assumptions"]
    months, tokens = assumed["horizon_months"], work["tokens_per_day"]
    read = tokens * world["mix"]
    cached, written = read * world["cached"], tokens * (1.0 - world["mix"])
    fresh = read - cached
    api = option["inputs"].get("api")
    if api:
        prices = api["prices"]
        of_cached = prices.get("cached_input_usd_per_mtok", prices["input_usd_per_mtok"])
        day = fresh * prices["input_usd_per_mtok"] + cached * of_cached + written * prices["output_usd_per_mtok"]
        month = day * api["tokens_factor"] / 1e6 * 365.0 / 12.0 * world["api"]
        return sum(month * (1.0 + world["trend"]) ** ((index + 0.5) / 12.0) for index in range(months))
    machine = option["inputs"]["machine"]
    seconds = fresh / machine["prefill_tokens_per_second"] + written / machine["decode_tokens_per_second"]
    mean = seconds / world["throughput"] * machine["tokens_factor"] / 86_400.0
    number = xp.ceil(mean * world["peak"] / assumed["headroom"] * (1.0 - 1e-12))
    bought = machine["tenure"] == "bought"
    load = machine["power_load_watts"] * world["watts"]
    idle = machine["power_idle_watts"] * world["watts"]
    rack, above = assumed["rack"], load * number - assumed["rack"]["above_watts"]
    racked = above > 0.0
    kilowatts = xp.where(racked, above / 1e3, 0.0)
    hours = world["hours_of_work"] + kilowatts * rack["operations_hours_per_kw_month"]
    month = hours * assumed["operations_usd_per_hour"]
    if not bought:
        return (month + machine["rent_usd_per_hour"] * world["rent"] * 730.0 * number) * months
    month = month + kilowatts * rack["hosting_usd_per_kw_month"]
    flatter = (work["peak_factor"] - world["peak"]) / (work["peak_factor"] - 1.0)
    power, busy = machine["activity"]["power"], 0.0
    for weight, count in work["hours"]:
        busy = busy + count * xp.interp((weight + flatter * (1.0 - weight)) * mean / number, KNOTS, power)
    kwh = (idle + (load - idle) * busy / 168.0) * number * 0.73
    here = xp.where(racked, rack["electricity_usd_per_kwh"] * rack["pue"],
                    assumed["electricity_usd_per_kwh"] * assumed["pue"] * world["electricity"])
    kept = 1.0 - machine["resale_fraction"] * world["resale"]
    price = machine["price_usd"] * world["price"] + machine["host_usd"]
    return (month + kwh * here + price * kept / machine["life_months"] * number) * months


class Plain:
    ceil = staticmethod(math.ceil)

    @staticmethod
    def where(condition, yes, no):
        return yes if condition else no

    @staticmethod
    def interp(at, knots, values):
        """The straight line between the two nearest knots, which are found at once."""
        if at >= 1.0:
            return values[31]
        low = min(int((1.0 - math.sqrt(1.0 - at)) * 31.0), 30)
        return values[low] + (values[low + 1] - values[low]) * (at - knots[low]) / (knots[low + 1] - knots[low])


def best_of_three(run):
    times = []
    for _ in range(3):
        start = time.perf_counter()
        run()
        times.append(time.perf_counter() - start)
    return min(times)


def main():
    report = json.load(sys.stdin)
    options = [option for option in report["options"] if option.get("horizon_usd")]
    libraries = [("plain Python", Plain, 4_096)]
    try:
        import numpy
        libraries.append(("numpy", numpy, 200_000))
    except ImportError:
        print("numpy is not installed")
    for name, xp, count in libraries:
        for option in options:
            found = float(cost(report, option, stated(report), xp))
            assert abs(found / option["horizon_usd"] - 1.0) < 1e-9, (option["id"], found, option["horizon_usd"])
        generator = random.Random(1)
        if xp is Plain:
            worlds = [drawn(report, generator.uniform) for _ in range(count)]
        else:
            generator = numpy.random.default_rng(1)
            worlds = [drawn(report, lambda low, high: generator.uniform(low, high, count))]
        seconds = best_of_three(lambda: [cost(report, option, world, xp) for world in worlds for option in options])
        print(f"{name}: {seconds / count * 1e6:.2f} us for a draw of {len(options)} options")


if __name__ == "__main__":
    main()
