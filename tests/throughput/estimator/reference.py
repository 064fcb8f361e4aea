"""The throughput model apart from the program's, for the setups of reference.json.

python3 reference.py ENGINES_TOML [REFERENCE_JSON]: works out every rate anew from the constants of the profile
and writes the file; without the second argument it prints how far the file's rates are from them.
"""

import json
import math
import sys
import tomllib
from pathlib import Path

HERE = Path(__file__).parent / "reference.json"


def vendor(family):
    return family.split("-")[0] if family.split("-")[0] in ("nv", "amd") else family


class Model:
    def __init__(self, toml, job):
        (self.engine, self.family, self.bw, tflops, self.g, self.link, self.params, self.active, self.experts,
         self.per_token, self.layers, self.kv_bytes, self.weights) = job
        self.f = tflops * 1000.0 * self.g
        self.bandwidth = self.bw * self.g
        self.toml = toml
        own = toml["estimator"]
        one, pre, many = own["one_stream"], own["prefill"], own["batch"]
        self.eff = min(one["efficiency"] * self.family_factor("efficiency_factor"), 1.0)
        self.kv_eff = one["kv_efficiency"] * self.factor("kv_factor")
        self.tau = one["layer_microseconds"] * 1e-6 * self.factor("layer_factor")
        self.taum = one["expert_layer_microseconds"] * 1e-6 if self.experts else 0.0
        self.unpack = one["unpack"] * self.family_factor("unpack_factor")
        moe = pre["moe_factor"] * self.factor("expert_prefill_factor") if self.experts else 1.0
        peak = self.family_factor("peak_factor")
        self.used = min(pre["peak_fraction"] * self.factor("prefill_factor") * moe * peak, 0.75)
        self.weight_read = pre["weight_read"]
        self.pad = pre.get("expert_pad_tokens", 0.0)
        self.act = pre.get("activation_bytes", 0.0)
        self.ptau = pre["chunk_layer_microseconds"] * 1e-6 * self.factor("chunk_factor")
        self.att = pre["attention"] * self.factor("attention_factor")
        self.most = self.table("engine", self.engine).get("chunk_tokens", pre["chunk_tokens"])
        self.bmfu = min(many["peak_fraction"] * self.factor("batch_peak_factor"), 1.0)
        self.seq = many["sequence_layer_microseconds"] * 1e-6 * self.factor("batch_sequence_factor")
        link = toml["interconnect"][self.link] if self.link and self.g > 1 else None
        self.step_link = link["layer_microseconds"] * 1e-6 if link else 0.0
        self.token_link = link["token_layer_microseconds"] * 1e-6 * 2 * (self.g - 1) / self.g if link else 0.0
        # The share of the file that m tokens need, of which what is outside the experts takes a byte at least.
        if self.experts:
            a, e = self.active / self.params, min(self.per_token / self.experts, self.active / self.params)
            shared = (a - e) / (1 - e)
            self.shared = min(shared * max(1.0, self.params / self.weights), 1.0)
            self.missed = 1 - e
        else:
            self.shared, self.missed = 1.0, 1.0

    def table(self, *path):
        found = self.toml
        for name in path:
            found = found.get(name, {})
        return found

    def factor(self, key):
        tables = [("engine", self.engine), ("vendor", vendor(self.family)), ("engine_family", self.engine, self.family)]
        return math.prod(self.table(*path).get(key, 1.0) for path in tables)

    def family_factor(self, key):
        return self.table("family", self.family).get(key, 1.0)

    def met(self, tokens):
        return 1 - (1 - self.shared) * self.missed**tokens if self.experts else 1.0

    def decode(self, prompt, output, m):
        kv = self.kv_bytes * (prompt + output / 2) / 1e9
        heads = max(m, 1.0)
        seconds = self.weights * self.met(heads) / (self.bandwidth * self.eff)
        seconds += kv * heads / (self.bandwidth * min(self.eff * self.kv_eff, 1.0))
        seconds += self.layers * (self.tau + self.taum)
        seconds += self.unpack * 2 * self.params * self.met(heads) / self.f
        seconds += 2 * self.active * (heads - 1) / (self.f * self.bmfu)
        seconds += self.layers * (heads - 1) * self.seq
        seconds += self.layers * (self.step_link + heads * self.token_link)
        return min(m / seconds, self.roof(prompt, output, m))

    def roof(self, prompt, output, m):
        kv = self.kv_bytes * (prompt + output / 2) / 1e9
        heads = max(m, 1.0)
        reading = (self.weights * self.met(heads) + kv * heads) / self.bandwidth
        return m / max(reading, 2 * self.active * heads / self.f)

    def prompt(self, prompt, m, linked=True):
        m, prompt = max(m, 1.0), max(prompt, 1.0)
        chunk = max(min(prompt * m, self.most), 1.0)
        computing = 2 / self.f / self.used
        seconds = computing * self.active
        seconds += (self.weight_read * self.weights / self.bandwidth + self.ptau * self.layers) / (chunk * m)
        seconds += self.att * 1e-9 * self.kv_bytes * 8.0 * prompt / 2 / self.f
        needed = self.params * (self.met(chunk) - self.shared)
        seconds += computing * needed * min(self.pad, chunk) / (chunk * m)
        seconds += 1e-9 * self.act * math.sqrt(1e9 * self.active * self.layers / 12) / (self.bandwidth * self.eff)
        if linked:
            seconds += self.layers * (self.step_link / (chunk * m) + self.token_link)
        return 1 / seconds

    def prompt_rate(self, prompt, m):
        return min(self.prompt(prompt, m), self.f / (2 * self.active))

    def whole(self, prompt, output, m):
        prompts = prompt / output / self.prompt_rate(prompt, m) if prompt else 0.0
        return 1 / (1 / self.decode(prompt, output, m) + prompts)

    def best(self, prompt, output, streams):
        """Output of as many streams or fewer, whatever makes the most."""
        tried = [b for b in range(1, int(streams) + 1)] + [streams]
        return max(self.decode(prompt, output, float(b)) for b in tried)


def rates(models, values):
    """Each row's figures worked out anew, by their place in the row."""
    for row in values["one_stream"]:
        model = models[row[0]]
        yield row, 2, model.decode(row[1], 0.0, 1.0)
        yield row, 3, model.roof(row[1], 0.0, 1.0)
    for row in values["prefill"]:
        yield row, 2, models[row[0]].prompt(row[1], 1.0, linked=False)
    for row in values["serving"]:
        model, (prompt, output, streams) = models[row[0]], row[1:4]
        yield row, 4, model.best(prompt, output, streams)
        yield row, 5, model.whole(prompt, output, streams)
        yield row, 6, model.roof(prompt, output, streams)
        if row[7] is not None:
            yield row, 7, model.prompt_rate(prompt, streams)


def main():
    toml = tomllib.loads(Path(sys.argv[1]).read_text())
    values = json.loads(HERE.read_text())
    models = [Model(toml, job) for job in values["jobs"]]
    worst = 0.0
    for row, place, rate in rates(models, values):
        worst = max(worst, abs(rate / row[place] - 1))
        row[place] = rate
    if len(sys.argv) > 2:
        rows = {name: ",\n".join(map(json.dumps, rows)) for name, rows in values.items()}
        tables = (f'"{name}": [\n{rows}\n]' for name, rows in rows.items())
        Path(sys.argv[2]).write_text("{\n" + ",\n".join(tables) + "\n}\n")
    else:
        print(f"at most {worst:.2e} apart")


if __name__ == "__main__":
    main()
