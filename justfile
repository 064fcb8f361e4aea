# What is done often; `just` lists it. Everything works without just, too: the lines are commands.

_list:
    @just --list

# What CI asks
ready: fmt lint test

# The tests, all or those whose path begins so: just test check::
test *FILTER:
    cargo test --locked {{FILTER}}

# Expected outputs are written anew; look at the difference before it is committed
bless *FILTER:
    BLESS=1 cargo test --locked --test tests {{FILTER}}

fmt:
    cargo fmt

lint:
    cargo clippy --locked --all-targets -- -D warnings

# A static binary and its archive
package TARGET="x86_64-unknown-linux-musl":
    cargo build --locked --release --target {{TARGET}}
    bash ci/package.sh {{TARGET}}

# The way of somebody who has never seen this: clone, two commands, edit a price, gate a change
stranger:
    bash ci/stranger.sh

# One fuzz target for some seconds, seeded with the files of the tests
fuzz TARGET SECONDS="600":
    cd fuzz && cargo run --release --bin {{TARGET}} -- --seconds {{SECONDS}}

# The throughput model on the measurements, see docs/throughput.md
throughput:
    cargo bench --bench throughput
